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
  const offsetMs = statedOffset(text, hasSecond ? 19 : hasClock ? 16 : 10) ?? offsetAt(zone, 0);
  if (dayMs === undefined || clockMs === undefined || Number.isNaN(offsetMs)) return undefined;
  return dayMs + clockMs - offsetMs + (hasSecond ? fractionMs(text) : 0);
}

const [hyphen, plus, colon, zero, nine] = [0x2d, 0x2b, 0x3a, 0x30, 0x39];

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

/** Of the digits after the point or comma behind the seconds the first three; NaN, which no comparison holds for, is past the end. */
function fractionMs(text: string): number {
  const mark = text.charCodeAt(19);
  if (mark !== 0x2e && mark !== 0x2c) return 0;
  let [ms, at] = [0, 20];
  for (let unit = 100; unit >= 1; unit /= 10, at++) {
    const code = text.charCodeAt(at);
    if (!(code >= zero && code <= nine)) break;
    ms += (code - zero) * unit;
  }
  return ms;
}

function dayOf(year: number, month: number, day: number): number | undefined {
  // Date.UTC takes 31 February for 3 March, and the year 26 for 1926.
  const isDay = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!isDay) return undefined;
  if (year !== known.year || month !== known.month) known = { year, month, ms: Date.UTC(year, month - 1, 1) };
  return known.ms + (day - 1) * 86_400_000;
}

/** The month that was asked for last: events come by the thousand from one month, and Date.UTC costs as much as the rest. */
let known = { year: 1970, month: 1, ms: 0 };

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function clockOf(hour: number, minute: number, second: number): number | undefined {
  return hour < 24 && minute < 60 && second < 60 ? (hour * 3_600 + minute * 60 + second) * 1_000 : undefined;
}

/** What `Z`, `+03:00` or `+0300` at the end of a time, behind `from`, says; undefined where there is none. */
function statedOffset(text: string, from: number): number | undefined {
  const last = text.length - 1;
  if (last >= from && (text.charCodeAt(last) | 0x20) === 0x7a) return 0;
  const begin = isSign(text.charCodeAt(last - 5)) ? last - 5 : last - 4;
  return begin >= from && isSign(text.charCodeAt(begin)) ? offsetAt(text, begin) : undefined;
}

function isSign(code: number): boolean {
  return code === plus || code === hyphen;
}

/** `+03:00` and `+0300` as milliseconds east of Greenwich; NaN where it is none. */
function offsetAt(text: string, at: number): number {
  const hours = numberAt(text, at + 1, at + 3);
  const begin = text.charCodeAt(at + 3) === colon ? at + 4 : at + 3;
  const minutes = numberAt(text, begin, begin + 2);
  if (!(hours <= 14 && minutes <= 59)) return Number.NaN;
  return (text.charCodeAt(at) === hyphen ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
