import type { EventSource } from '../mail-event.js';

/** What both systems count, in the order of a report. `bounces` is every failure, hard, soft or unsaid. */
export const measures = [
  'sent',
  'delivered',
  'bounces',
  'hardBounces',
  'softBounces',
  'opens',
  'uniqueOpens',
  'clicks',
  'uniqueClicks',
  'unsubscribes',
  'complaints',
] as const;
export type Measure = (typeof measures)[number];

/** Whole numbers; a measure that a source does not have is left out, for that is not zero. */
export type Figures = Readonly<Partial<Record<Measure, number>>>;

/** The figures of one issue (Altcraft's campaign) on one day. */
export interface FigureRow {
  /** Name of the issue; empty where the source gives none. */
  readonly issue: string;
  readonly issueId: string;
  /** `2026-11-28`. */
  readonly day: string;
  readonly figures: Figures;
  /** Of Sendsay's clicks, those on links that unsubscribe in Altcraft; undefined where links are not known. */
  readonly unsubscribeClicks?: number | undefined;
}

/** All that one side says, each issue and day once. */
export interface SideFigures {
  readonly source: EventSource;
  /** What it was read from, for people. */
  readonly origins: readonly string[];
  readonly rows: readonly FigureRow[];
  /** What a row's day is: that of the sending of the issue, of the event itself, or of either. */
  readonly dayOf: 'sending' | 'event' | 'either';
  /** Of the days, where the source states it: `+03:00`. */
  readonly zone: string | undefined;
}

/** Sums rows of the same issue and day, as they come in. Its memory grows with issues and days, not with rows. */
export interface FigureTable {
  readonly add: (row: FigureRow) => void;
  readonly rows: () => FigureRow[];
}

interface Sum {
  readonly row: FigureRow;
  readonly figures: Partial<Record<Measure, number>>;
  unsubscribeClicks: number | undefined;
}

export function figureTable(): FigureTable {
  const sums = new Map<string, Sum>();
  return {
    add: (row) => {
      const key = JSON.stringify([row.day, row.issueId, row.issue]);
      const sum = sums.get(key) ?? { row, figures: {}, unsubscribeClicks: undefined };
      sums.set(key, sum);
      addFigures(sum.figures, row.figures);
      if (row.unsubscribeClicks !== undefined)
        sum.unsubscribeClicks = (sum.unsubscribeClicks ?? 0) + row.unsubscribeClicks;
    },
    rows: () =>
      [...sums.values()].map(({ row, figures, unsubscribeClicks }) => ({ ...row, figures, unsubscribeClicks })),
  };
}

/** Adds to `sum` in place. */
export function addFigures(sum: Partial<Record<Measure, number>>, more: Figures): void {
  for (const measure of measures) {
    const figure = more[measure];
    if (figure !== undefined) sum[measure] = (sum[measure] ?? 0) + figure;
  }
}
