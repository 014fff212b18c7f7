/** A date of the common form, read at once. */
export interface PlainDate {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** No day of the week, zone `-0000`: qmail's form. */
  readonly isQmails: boolean;
}

/** By the letters of the name in lower case, one byte each. */
const months = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, i) => [
    (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2),
    i + 1,
  ]),
);

const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const twoDigits = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));

/** A zone's name and a remark: `(UTC)`, `(Coordinated Universal Time)`. */
const zoneComment = /^\([\w +:-]{1,40}\)[ \t]*$/;

/**
 * Reads `Fri, 20 Nov 2026 10:11:12 +0300 (MSK)` from `start` to the end of the text (RFC 5322 §3.3), without any copy.
 * Undefined for all that is not so plain: another form, a doubtful day, a zone that leads into another day.
 */
export function readPlainDate(text: string, start: number): PlainDate | undefined {
  let at = afterBlanks(text, start);
  const hasWeekday = text.charCodeAt(at + 3) === 44 && lettersAt(text, at) > 0;
  if (hasWeekday) at = afterBlanks(text, at + 4);
  const day = digitAt(text, at + 1) < 0 ? digitAt(text, at) : numberAt(text, at);
  const afterDay = at + (digitAt(text, at + 1) < 0 ? 1 : 2);
  const month = afterBlanks(text, afterDay);
  const year = afterBlanks(text, month + 3);
  const time = afterBlanks(text, year + 4);
  const zone = afterBlanks(text, time + 8);
  if (month === afterDay || year === month + 3 || time === year + 4 || zone === time + 8) return undefined;
  const monthNumber = months.get(lettersAt(text, month));
  const century = numberAt(text, year);
  const yearOfCentury = numberAt(text, year + 2);
  if (monthNumber === undefined || day < 1 || yearOfCentury < 0) return undefined;
  // The 29th of February is looked up in the calendar elsewhere.
  if (day > (daysOf[monthNumber - 1] ?? 0)) return undefined;
  if (century !== 20 && (century !== 19 || yearOfCentury < 70)) return undefined;
  const seconds = numberAt(text, time + 6);
  const minutes = minutesInUtc(text, time, zone);
  if (minutes < 0 || seconds < 0 || seconds > 59 || !isEnd(text, zone + 5)) return undefined;
  const date = `${century}${two(yearOfCentury)}-${two(monthNumber)}-${two(day)}`;
  const isQmails = !hasWeekday && text.endsWith('-0000');
  return { at: `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds)}.000Z`, isQmails };
}

/** Minutes since midnight in UTC; -1 when it is another day there, or the text is no time and zone. */
function minutesInUtc(text: string, time: number, zone: number): number {
  const hour = numberAt(text, time);
  const minute = numberAt(text, time + 3);
  const sign = text.charCodeAt(zone);
  const zoneHours = numberAt(text, zone + 1);
  const zoneMinutes = numberAt(text, zone + 3);
  if (text.charCodeAt(time + 2) !== 58 || text.charCodeAt(time + 5) !== 58 || (sign !== 43 && sign !== 45)) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || zoneHours < 0 || zoneMinutes < 0) return -1;
  const minutes = hour * 60 + minute + (sign === 43 ? -1 : 1) * (zoneHours * 60 + zoneMinutes);
  return minutes < 24 * 60 ? minutes : -1;
}

function isEnd(text: string, from: number): boolean {
  const at = afterBlanks(text, from);
  return at === text.length || (text.charCodeAt(at) === 40 && zoneComment.test(text.slice(at)));
}

function two(number: number): string {
  return twoDigits[number] ?? String(number);
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  // Within the text: V8 throws code away that was compiled before it first saw a look past the end.
  while (at < text.length && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  return at;
}

/** -1 for what is no digit, so that a number of it is negative too. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

function numberAt(text: string, at: number): number {
  const tens = digitAt(text, at);
  const ones = digitAt(text, at + 1);
  return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
}

/** Three letters in lower case, one byte each; 0 when they are none. */
function lettersAt(text: string, at: number): number {
  let all = 0;
  for (let i = at; i < at + 3; i++) {
    const letter = text.charCodeAt(i) | 32;
    if (!(letter >= 97 && letter <= 122)) return 0;
    all = (all << 8) | letter;
  }
  return all;
}
