import { clickSelect, statUniSelect } from './columns.js';

/** Days, both included. */
export interface Days {
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * The body of a request of figures, or of clicks, to Sendsay: `stat.uni` as its documentation shows it (docs.sendsay.ru, basic-stat-uni, read
 * 2026-11-28). That clicks are filtered by `click.issue.dt:Ys` is inferred. `select`: of figures, as the config has it.
 */
export function statUniRequest(
  what: 'figures' | 'clicks',
  { firstDay, lastDay }: Days,
  select: readonly string[] = statUniSelect,
): Readonly<Record<string, unknown>> {
  const date = what === 'figures' ? 'issue.dt:Ys' : 'click.issue.dt:Ys';
  return {
    action: 'stat.uni',
    result: 'response',
    select: what === 'figures' ? select : clickSelect,
    filter: [
      { a: date, op: '>=', v: `${firstDay} 00:00:00` },
      { a: date, op: '<=', v: `${lastDay} 23:59:59` },
    ],
  };
}

/** Days in portions of at most so many: `stat.uni` has no pages, and no limit of rows. */
export function portionsOf({ firstDay, lastDay }: Days, most: number): Days[] {
  const portions: Days[] = [];
  for (let day = firstDay; day <= lastDay; day = addDays(day, most)) {
    const end = addDays(day, most - 1);
    portions.push({ firstDay: day, lastDay: end < lastDay ? end : lastDay });
  }
  return portions;
}

/** `2026-11-28` and so many days. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/**
 * The body of a request of Altcraft's history (guides.altcraft.com, subscribers/history_get_all, read 2026-11-28): `from_id` is empty first,
 * then what the answer before gives. That it is called `next_from_id` there is inferred from the list of senders.
 */
export function historyRequest(
  list: number,
  { firstDay, lastDay }: Days,
  from: string,
): Readonly<Record<string, unknown>> {
  return { format: 'json', list_id: list, from_id: from, limit: historyLimit, date_from: firstDay, date_to: lastDay };
}

/** The documented default, asked for by name so that a full page is known for one. */
export const historyLimit = 1_000;
