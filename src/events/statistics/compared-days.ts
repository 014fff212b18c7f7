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
    leftOut: eventSources.flatMap((source) => leftOut(source, without(sides[source].rows, within[source].rows))),
  };
}

function rowsWithin(sides: Sides, firstDay: string, lastDay: string): Sides {
  const isIn = (row: FigureRow): boolean => row.day >= firstDay && row.day <= lastDay;
  const clipped = (source: EventSource, other: EventSource): SideFigures => {
    const others = sides[other].rows.filter(isIn);
    const names = new Set(others.flatMap(({ issue, issueId }) => [issue, issueId]));
    const side = sides[source];
    const rows = side.rows.filter((row) => isIn(row) || isLate(row, side, sides[other], { lastDay, names }));
    return { ...side, rows };
  };
  return { altcraft: clipped('altcraft', 'sendsay'), sendsay: clipped('sendsay', 'altcraft') };
}

/** Where the other side counts by the day of sending, what came after the period belongs to an issue of it too, and so does a click. */
function isLate(
  row: FigureRow,
  side: SideFigures,
  other: SideFigures,
  { lastDay, names }: { readonly lastDay: string; readonly names: ReadonlySet<string> },
): boolean {
  if (side.dayOf === 'either' && !hasFigures(row)) return true;
  if (side.dayOf !== 'event' || other.dayOf === 'event' || row.day <= lastDay) return false;
  return [row.issue, row.issueId].some((name) => name !== '' && names.has(name));
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

function leftOut(source: EventSource, rows: readonly FigureRow[]): LeftOut[] {
  const span = spanOf(rows);
  return span === undefined
    ? []
    : [{ source, rows: rows.filter(hasFigures).length, firstDay: span[0], lastDay: span[1] }];
}

function without(rows: readonly FigureRow[], kept: readonly FigureRow[]): FigureRow[] {
  const known = new Set(kept);
  return rows.filter((row) => !known.has(row));
}
