const shape = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * A moment as milliseconds since 1970: RFC 3339 with any fraction, the same with a space for the T, seconds or milliseconds since 1970.
 * `zone` (`+03:00`) is that of a time that states none. Undefined for everything else, 31 February among it.
 */
export function readTime(text: string, zone: string): number | undefined {
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{12,13}$/.test(text)) return Number(text);
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset = zone] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const utcMs = Date.parse(`${local}Z`);
  // Date.parse takes 31 February for 2 March.
  if (Number.isNaN(utcMs) || new Date(utcMs).toISOString().slice(0, 19) !== local) return undefined;
  const offsetMs = offsetMsOf(offset);
  return offsetMs === undefined ? undefined : utcMs - offsetMs + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

/** `Z`, `+03:00` and `+0300` as milliseconds east of Greenwich. */
function offsetMsOf(offset: string): number | undefined {
  if (/^z$/i.test(offset)) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  if (hours === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
