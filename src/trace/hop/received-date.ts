import type { DateProblem } from './hop.js';

export interface ReceivedDate {
  /** ISO 8601 UTC; a date without a zone is read as UTC and said to have none. */
  readonly at: string | undefined;
  readonly dateProblem: DateProblem | undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Hours of RFC 5322 §4.3; single letters and other names mean an unknown zone there. */
const namedZones: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

const maxDateWords = 16;

/** The date of a line whose pieces are known; undefined text is a date that is missing. */
export function readDateText(text: string | undefined): ReceivedDate {
  if (text === undefined) return { at: undefined, dateProblem: 'missing' };
  const usual = readUsual(text);
  if (usual) return usual;
  const words = text
    .replace(/\([^()]*\)/g, ' ')
    .replace(/[,\s]+/g, ' ')
    .trim();
  return readUnusual(words.split(' ').slice(0, maxDateWords).join(' '));
}

/** The date of nearly all fields, at once. */
function readUsual(text: string): ReceivedDate | undefined {
  const match =
    /^(?:[a-z]{3},\s*)?(\d{1,2})\s+([a-z]{3})\s+(\d{4})\s+(\d{2}):(\d{2}):(\d{2})\s+([+-])(\d{2})(\d{2})\s*(?:$|\()/i.exec(
      text,
    );
  return match ? dateOfParts(match) : undefined;
}

/** Day, month, year, hour, minute, second, sign, hours and minutes of the zone. */
function dateOfParts(match: RegExpExecArray): ReceivedDate | undefined {
  const day = dayFrom(match[1], match[2], match[3]);
  const zone = { minutes: offsetOf(match[7], match[8], match[9]), problem: undefined };
  return day && momentOf(day, [Number(match[4]), Number(match[5]), Number(match[6])], zone);
}

function readUnusual(text: string): ReceivedDate {
  const time = /\b(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.(\d+))?/.exec(text);
  const day = dayOf(text);
  if (!time || !day) return { at: undefined, dateProblem: 'unreadable' };
  const [hour, minute, second] = [time[1], time[2], time[3] ?? '0'].map(Number);
  return momentOf(day, [hour ?? 0, minute ?? 0, second ?? 0], zoneOf(text.slice(time.index + time[0].length)));
}

function momentOf(day: Day, [hour, minute, second]: readonly [number, number, number], zone: Zone): ReceivedDate {
  if (!isPossible(day, hour, minute, second) || Math.abs(zone.minutes) > 24 * 60)
    return { at: undefined, dateProblem: 'impossible' };
  const utc = Date.UTC(day.year, day.month, day.date, hour, minute - zone.minutes, second);
  return { at: new Date(utc).toISOString(), dateProblem: zone.problem };
}

interface Day {
  readonly year: number;
  /** 0 = January. */
  readonly month: number;
  readonly date: number;
}

function dayOf(text: string): Day | undefined {
  const iso = /\b(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]) - 1, date: Number(iso[3]) };
  const usual = /\b(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{2,4})\b(?!:)/i.exec(text);
  if (usual) return dayFrom(usual[1], usual[2], usual[3]);
  const asctime = /\b([a-z]{3})[a-z]* (\d{1,2}) .*?\b(\d{4})\b/i.exec(
    text.replace(/^(?:mon|tue|wed|thu|fri|sat|sun)\w* /i, ''),
  );
  return asctime ? dayFrom(asctime[2], asctime[1], asctime[3]) : undefined;
}

function dayFrom(date = '', name = '', year = ''): Day | undefined {
  const month = months.indexOf(name.toLowerCase());
  return month < 0 ? undefined : { year: fullYear(year), month, date: Number(date) };
}

/** RFC 5322 §4.3: two digits are 1950 to 2049, three digits are added to 1900. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year + (year < 50 ? 2000 : 1900);
  return text.length === 3 ? year + 1900 : year;
}

function isPossible({ year, month, date }: Day, hour: number, minute: number, second: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 1 && isLeap ? 29 : (daysOf[month] ?? 0);
  const dayExists = date >= 1 && date <= days;
  return dayExists && year >= 1970 && year < 2200 && hour < 24 && minute < 60 && second <= 60;
}

const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

interface Zone {
  /** East of Greenwich. */
  readonly minutes: number;
  readonly problem: DateProblem | undefined;
}

function zoneOf(text: string): Zone {
  const offset = /(?:^|\s|GMT|UTC)([+-])(\d{2}):?(\d{2})\b/i.exec(text);
  if (offset) return { minutes: offsetOf(offset[1], offset[2], offset[3]), problem: undefined };
  const name = /(?:^|\s)([a-z]{1,5})\b/i.exec(text)?.[1]?.toLowerCase();
  if (name === undefined) return { minutes: 0, problem: 'no-zone' };
  return { minutes: (namedZones[name] ?? 0) * 60, problem: 'obsolete-zone' };
}

function offsetOf(sign = '', hours = '', minutes = ''): number {
  const total = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -total : total;
}
