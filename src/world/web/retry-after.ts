/**
 * The time that `Retry-After` asks for (RFC 9110 §10.2.3): seconds, or a date; at least 0. Undefined where it is left out or is neither.
 */
export function retryAfterMs(value: string | undefined, now: Date): number | undefined {
  const word = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(word)) return Number(word) * 1_000;
  // Date.parse takes much for a date: `-5` is one of the year 2001.
  const atMs = /^[A-Z][a-z]+, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/.test(word)
    ? Date.parse(word)
    : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - now.getTime());
}
