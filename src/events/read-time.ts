const shape = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?\s*(?:Z|[+-]\d\d:?\d\d)?$/i;

/**
 * A moment as milliseconds since 1970: RFC 3339 with any fraction, the same with a space for the T, seconds or milliseconds since 1970.
 * `zone` (`+03:00`) is that of a time that states none. Undefined for everything else, 31 February among it.
 */
export function readTime(text: string, zone: string): number | undefined {
  if (text.charCodeAt(4) !== hyphen) return sinceEpoch(text);
  // The places of a text of this shape are known: groups of the expression would be cut out for nothing, millions of times.
  if (!shape.test(text)) return undefined;
  const hasClock = text.charCodeAt(13) === colon;
  const hasSecond = hasClock && text.charCodeAt(16) === colon;
  const dayMs = dayOf(numberAt(text, 0, 4), numberAt(text, 5, 7), numberAt(text, 8, 10));
  const clockMs = !hasClock
    ? 0
    : clockOf(numberAt(text, 11, 13), numberAt(text, 14, 16), hasSecond ? numberAt(text, 17, 19) : 0);
  const { fractionMs, offset } = tailOf(hasSecond ? text.slice(19) : text.slice(hasClock ? 16 : 10));
  const offsetMs = offsetMsOf(offset === '' ? zone : offset);
  if (dayMs === undefined || clockMs === undefined || offsetMs === undefined) return undefined;
  return dayMs + clockMs - offsetMs + fractionMs;
}

const [hyphen, colon, zero] = [0x2d, 0x3a, 0x30];

function sinceEpoch(text: string): number | undefined {
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1000;
  return /^\d{12,13}$/.test(text) ? Number(text) : undefined;
}

/** The number that the digits from one place to before another write. */
function numberAt(text: string, begin: number, end: number): number {
  let value = 0;
  for (let at = begin; at < end; at++) value = value * 10 + text.charCodeAt(at) - zero;
  return value;
}

/** Milliseconds of the fraction, and the offset, of what is after the seconds. */
function tailOf(tail: string): { readonly fractionMs: number; readonly offset: string } {
  const digits = tail.startsWith('.') || tail.startsWith(',') ? /^.(\d+)/.exec(tail)?.[1] : undefined;
  if (digits === undefined) return { fractionMs: 0, offset: tail.trim() };
  return { fractionMs: Number(digits.slice(0, 3).padEnd(3, '0')), offset: tail.slice(digits.length + 1).trim() };
}

function dayOf(year: number, month: number, day: number): number | undefined {
  const ms = Date.UTC(year, month - 1, day);
  // Date.UTC takes 31 February for 3 March, and the year 26 for 1926.
  return year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) ? ms : undefined;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function clockOf(hour: number, minute: number, second: number): number | undefined {
  return hour < 24 && minute < 60 && second < 60 ? (hour * 3_600 + minute * 60 + second) * 1_000 : undefined;
}

/** `Z`, `+03:00` and `+0300` as milliseconds east of Greenwich. */
function offsetMsOf(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  if (hours === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
