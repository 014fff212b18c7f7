import type { FigureRow, SideFigures } from './figures.js';

/** Clicks of Sendsay's that were seen one by one: how many of each issue and day unsubscribe in Altcraft. */
export interface SeenClicks {
  readonly rows: readonly FigureRow[];
  readonly dayOf: 'sending' | 'event';
}

/** Sendsay's figures with what is known of its clicks. An issue that the clicks name by id only gets the name that the figures give it. */
export function withClicks(side: SideFigures, clicks: SeenClicks): SideFigures {
  const names = new Map(side.rows.map(({ issueId, issue }) => [issueId, issue]));
  const seen = clicks.rows.map(({ issue, issueId, day, unsubscribeClicks }) => ({
    issue: issue || (names.get(issueId) ?? ''),
    issueId,
    day,
    figures: {},
    unsubscribeClicks,
  }));
  return {
    ...side,
    rows: [...side.rows.map((row) => ({ ...row, unsubscribeClicks: 0 })), ...seen],
    dayOf: clicks.dayOf === side.dayOf ? side.dayOf : 'either',
  };
}

/** Rows that only say what is known of clicks have none. */
export function hasFigures({ figures }: FigureRow): boolean {
  for (const _measure in figures) return true;
  return false;
}
