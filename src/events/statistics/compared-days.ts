import { type EventSource, eventSources } from '../mail-event.js';
import type { CompareOptions, CompareResult, LeftOut } from './comparison.js';
import type { FigureRow, SideFigures } from './figures.js';
import type { Sides } from './pair-rows.js';
import { hasFigures } from './with-clicks.js';

/** What of both sides is compared. */
export interface ComparedDays {
  readonly kind: 'days';
  /** The first and the last day. */
  readonly period: { readonly firstDay: string; readonly lastDay: string };
  readonly within: Sides;
  readonly leftOut: readonly LeftOut[];
}

/** The days that are asked for, else those that both sides have. */
export function comparedDays(
  sides: Sides,
  asked: Pick<CompareOptions, 'firstDay' | 'lastDay'>,
): ComparedDays | Extract<CompareResult, { kind: 'apart' }> {
  const { altcraft, sendsay } = { altcraft: spanOf(sides.altcraft.rows), sendsay: spanOf(sides.sendsay.rows) };
  const firstDay = asked.firstDay ?? latest(altcraft?.[0], sendsay?.[0]);
  const lastDay = asked.lastDay ?? earliest(altcraft?.[1], sendsay?.[1]);
  if (altcraft !== undefined && sendsay !== undefined && firstDay > lastDay)
    return { kind: 'apart', days: { altcraft, sendsay } };
  const within = rowsWithin(sides, firstDay, lastDay);
  return {
    kind: 'days',
    period: { firstDay, lastDay },
    within,
    leftOut: eventSources.flatMap((source) => {
      const rows = without(sides[source].rows, within[source].rows);
      const isIn = ({ day }: FigureRow): boolean => day >= firstDay && day <= lastDay;
      const parts = { day: rows.filter((row) => !isIn(row)), issue: rows.filter(isIn) };
      return (['day', 'issue'] as const).flatMap((reason) => leftOut(source, reason, parts[reason]));
    }),
  };
}

function rowsWithin(sides: Sides, firstDay: string, lastDay: string): Sides {
  const isIn = (row: FigureRow): boolean => row.day >= firstDay && row.day <= lastDay;
  const clipped = (source: EventSource, other: EventSource): SideFigures => {
    const side = sides[source];
    const names = namesOf(sides[other].rows.filter(isIn));
    const isOurs = clickTest(side.rows, isIn);
    const wasSent = sendTest(side, sides[other], isIn);
    const isWithin = (row: FigureRow): boolean => {
      if (side.dayOf === 'either' && !hasFigures(row)) return isOurs(row);
      const isKnown = names.has(row.issue) || names.has(row.issueId);
      return (
        (isKnown ? undefined : wasSent(row)) ?? (isIn(row) || (isKnown && isLate(row, side, sides[other], lastDay)))
      );
    };
    return { ...side, rows: side.rows.filter(isWithin) };
  };
  return { altcraft: clipped('altcraft', 'sendsay'), sendsay: clipped('sendsay', 'altcraft') };
}

/** Whether clicks of another kind of day than the figures belong to the period: not those of an issue that only has figures outside it. */
function clickTest(rows: readonly FigureRow[], isIn: (row: FigureRow) => boolean): (clicks: FigureRow) => boolean {
  const figures = rows.filter(hasFigures);
  const [all, within] = [namesOf(figures), namesOf(figures.filter(isIn))];
  return ({ issueId, issue }) => {
    const name = [issueId, issue].find((one) => all.has(one));
    return name === undefined || within.has(name);
  };
}

function namesOf(rows: readonly FigureRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ issue, issueId }) => [issue, issueId]).filter((name) => name !== ''));
}

/**
 * Where the other side counts by the day of sending, an issue belongs to the period with all that came of it if it was sent in it, and not at
 * all if it was sent on other days. Undefined where the events do not say: they tell of no sends, or of some in the period and others not.
 */
function sendTest(
  side: SideFigures,
  other: SideFigures,
  isIn: (row: FigureRow) => boolean,
): (row: FigureRow) => boolean | undefined {
  const keyOf = ({ issueId, issue }: FigureRow): string => issueId || issue;
  const sends = side.rows.filter(({ figures: { sent = 0 } }) => sent > 0);
  if (side.dayOf !== 'event' || other.dayOf === 'event' || sends.length === 0) return () => undefined;
  const within = new Set(sends.filter(isIn).map(keyOf));
  const without = new Set(sends.filter((row) => !isIn(row)).map(keyOf));
  return (row) => {
    const key = keyOf(row);
    if (key === '' || (within.has(key) && without.has(key))) return undefined;
    return within.has(key);
  };
}

/** What came after the period belongs to an issue of it, too. */
function isLate({ day }: FigureRow, side: SideFigures, other: SideFigures, lastDay: string): boolean {
  return side.dayOf === 'event' && other.dayOf !== 'event' && day > lastDay;
}

function spanOf(rows: readonly FigureRow[]): readonly [string, string] | undefined {
  const days = rows
    .filter(hasFigures)
    .map(({ day }) => day)
    .sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? undefined : [first, last];
}

function latest(...days: readonly (string | undefined)[]): string {
  return known(days).at(-1) ?? '';
}

function earliest(...days: readonly (string | undefined)[]): string {
  return known(days)[0] ?? '9999';
}

function known(days: readonly (string | undefined)[]): string[] {
  return days.filter((day) => day !== undefined).sort();
}

function leftOut(source: EventSource, reason: LeftOut['reason'], rows: readonly FigureRow[]): LeftOut[] {
  const span = spanOf(rows);
  return span === undefined
    ? []
    : [{ source, reason, rows: rows.filter(hasFigures).length, firstDay: span[0], lastDay: span[1] }];
}

function without(rows: readonly FigureRow[], kept: readonly FigureRow[]): FigureRow[] {
  const known = new Set(kept);
  return rows.filter((row) => !known.has(row));
}
