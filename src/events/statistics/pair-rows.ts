import type { EventSource } from '../mail-event.js';
import { addFigures, type FigureRow, type Figures, type Measure, type SideFigures } from './figures.js';
import { hasFigures } from './with-clicks.js';

/** What one side has in a group. */
export interface GroupSide {
  readonly figures: Figures;
  /** The rows that were added up, one for each issue and day. */
  readonly parts: readonly FigureRow[];
  readonly unsubscribeClicks: number | undefined;
}

/** What is compared with each other: one issue that both sides know, or all others of a day together. */
export interface Group {
  /** Undefined where the sides mean different days: figures of all days together. */
  readonly day: string | undefined;
  /** Undefined: all issues of which only one side knows the name. Mail through Sendsay's gate is one issue a day unless X-Campaign-Id names it. */
  readonly issue: string | undefined;
  readonly sides: Readonly<Record<EventSource, GroupSide>>;
}

export type Sides = Readonly<Record<EventSource, SideFigures>>;

/** Pairs the rows of both sides by issue and day, in the order of the days. */
export function pairRows(sides: Sides): Group[] {
  const { dayOf: meant } = sides.altcraft;
  const isByDay = meant === sides.sendsay.dayOf && meant !== 'either';
  const dayOf = (row: FigureRow): string => (isByDay ? row.day : '');
  const days = new Map<string, Record<EventSource, FigureRow[]>>();
  for (const source of ['altcraft', 'sendsay'] as const)
    for (const row of sides[source].rows) {
      const rows = days.get(dayOf(row)) ?? { altcraft: [], sendsay: [] };
      days.set(dayOf(row), rows);
      rows[source].push(row);
    }
  return [...days]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([day, rows]) => groupsOf(rows, day === '' ? undefined : day));
}

function groupsOf(rows: Readonly<Record<EventSource, readonly FigureRow[]>>, day: string | undefined): Group[] {
  const names = namesOnBoth(rows);
  const issues = new Map<string | undefined, Record<EventSource, FigureRow[]>>();
  for (const source of ['altcraft', 'sendsay'] as const)
    for (const row of rows[source]) {
      const name = [row.issue, row.issueId].find((text) => names.has(text));
      const group = issues.get(name) ?? { altcraft: [], sendsay: [] };
      issues.set(name, group);
      group[source].push(row);
    }
  return [...issues]
    .sort(([one = '\uffff'], [other = '\uffff']) => (one < other ? -1 : 1))
    .map(([issue, { altcraft, sendsay }]) => ({
      day,
      issue,
      sides: { altcraft: sideOf(altcraft), sendsay: sideOf(sendsay) },
    }))
    .filter(({ sides: { altcraft, sendsay } }) => altcraft.parts.length + sendsay.parts.length > 0);
}

/** The same name on both sides; Altcraft's id may be Sendsay's name, for X-Campaign-Id takes no other characters. */
function namesOnBoth({ altcraft, sendsay }: Readonly<Record<EventSource, readonly FigureRow[]>>): ReadonlySet<string> {
  const sendsayNames = new Set(sendsay.map(({ issue }) => issue));
  const both = altcraft.flatMap(({ issue, issueId }) => [issue, issueId]).filter((name) => sendsayNames.has(name));
  return new Set(both.filter((name) => name !== ''));
}

function sideOf(parts: readonly FigureRow[]): GroupSide {
  const figures: Partial<Record<Measure, number>> = {};
  let unsubscribeClicks: number | undefined;
  for (const part of parts) {
    addFigures(figures, part.figures);
    if (part.unsubscribeClicks !== undefined) unsubscribeClicks = (unsubscribeClicks ?? 0) + part.unsubscribeClicks;
  }
  return { figures, parts: parts.filter(hasFigures), unsubscribeClicks };
}
