import type { EventKind, EventSource, MailEvent } from '../mail-event.js';
import { dayAt } from './cells.js';
import { type FigureRow, type Figures, type Measure, measures } from './figures.js';

/** What an event of a kind adds to. A delivery that does not say how it ended, and kinds that no report has, add to nothing. */
export const measuresOf: Readonly<Partial<Record<EventKind, readonly Measure[]>>> = {
  sent: ['sent'],
  delivered: ['delivered'],
  'hard-bounce': ['bounces', 'hardBounces'],
  'soft-bounce': ['bounces', 'softBounces'],
  bounce: ['bounces'],
  open: ['opens'],
  'unique-open': ['uniqueOpens'],
  click: ['clicks'],
  'unique-click': ['uniqueClicks'],
  unsubscribe: ['unsubscribes'],
  complaint: ['complaints'],
};

export interface CountOptions {
  readonly source: EventSource;
  /** Whose days: milliseconds east of Greenwich. */
  readonly zoneMs: number;
  readonly unsubscribes: (link: string) => boolean;
}

/** Counts events into figures by issue and day, whatever their order. */
export interface EventTally {
  /** `times`: for a row that stands for several events. */
  readonly add: (event: MailEvent, times?: number) => void;
  /**
   * A kind that never came is not counted by this source: whether it never happened or its webhook row is not set, nobody knows. One that
   * came is zero where it did not.
   */
  readonly rows: () => FigureRow[];
  /** Events that belong to no day. */
  readonly undated: () => number;
}

interface Counts {
  readonly issue: string;
  readonly issueId: string;
  readonly dayMs: number;
  readonly figures: Partial<Record<Measure, number>>;
  unsubscribeClicks: number;
}

const dayLengthMs = 86_400_000;

/** The map under a key, made where there is none. */
function inside<Key, Inner, Value>(map: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<Inner, Value>();
  map.set(key, made);
  return made;
}

export function eventTally({ source, zoneMs, unsubscribes }: CountOptions): EventTally {
  const counts: Counts[] = [];
  const byDay = new Map<number, Map<string, Map<string, Counts>>>();
  let [undated, links] = [0, 0];
  const countsOf = (issue: string, issueId: string, atMs: number): Counts => {
    const day = Math.floor((atMs + zoneMs) / dayLengthMs);
    const byIssue = inside(inside(byDay, day), issueId);
    const known = byIssue.get(issue);
    if (known !== undefined) return known;
    const made = { issue, issueId, dayMs: day * dayLengthMs, figures: {}, unsubscribeClicks: 0 };
    byIssue.set(issue, made);
    counts.push(made);
    return made;
  };
  return {
    add: ({ kind, atMs, ids, link, isTest }, times = 1) => {
      const to = isTest ? undefined : measuresOf[kind];
      if (to === undefined) return;
      if (atMs === undefined) {
        undated += times;
        return;
      }
      const ours = countsOf(ids.issueName ?? '', ids.issue ?? '', atMs);
      for (const measure of to) ours.figures[measure] = (ours.figures[measure] ?? 0) + times;
      if (kind !== 'click' || source !== 'sendsay' || link === undefined) return;
      links += times;
      if (unsubscribes(link)) ours.unsubscribeClicks += times;
    },
    rows: () => {
      const came = measures.filter((one) => counts.some(({ figures }) => figures[one] !== undefined));
      const zero: Figures = Object.fromEntries(came.map((one) => [one, 0]));
      return counts.map(({ issue, issueId, dayMs, figures, unsubscribeClicks }) => ({
        issue,
        issueId,
        day: dayAt(dayMs, 0),
        figures: { ...zero, ...figures },
        unsubscribeClicks: links > 0 ? unsubscribeClicks : undefined,
      }));
    },
    undated: () => undated,
  };
}
