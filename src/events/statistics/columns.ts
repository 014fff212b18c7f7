import type { EventSource } from '../mail-event.js';
import { type Measure, measures } from './figures.js';

/** What is looked for in the title line of an export. */
export const columnFields = ['day', 'issue', 'issueId', ...measures] as const;
export type ColumnField = (typeof columnFields)[number];

/** Titles for each field, the first that an export has is taken. */
export type ColumnNames = Readonly<Partial<Record<ColumnField, readonly string[]>>>;

/**
 * Titles of the export from Sendsay's panel, observed 2026-11; its columns are chosen by the user, in any order. Behind them the fields of
 * `stat.uni` (docs.sendsay.ru, basic-stat-uni, read 2026-11-28).
 */
const sendsayColumns: ColumnNames = {
  day: ['Дата отправки', 'issue.dt:Ys', 'issue.dt:YD', 'issue.dt'],
  issue: ['Название выпуска', 'issue.name'],
  issueId: ['ID', 'issue.id'],
  sent: ['Отправлено', 'issue.members'],
  delivered: ['Доставлено', 'issue.deliv_ok'],
  bounces: ['Ошибок', 'issue.deliv_bad'],
  opens: ['Открытий', 'issue.readed'],
  uniqueOpens: ['Уник. открытий', 'issue.u_readed'],
  clicks: ['Кликов', 'issue.clicked'],
  uniqueClicks: ['Уник. кликов', 'issue.u_clicked'],
  unsubscribes: ['Отписок', 'issue.unsubed'],
};

/**
 * Altcraft documents that its channel report is exported as CSV, not the titles in it. Those here are the metrics of its summary report,
 * by API name and by indicator (guides.altcraft.com, summary-report, read 2026-11-28), and the plain words: inferred, all of them.
 */
const altcraftColumns: ColumnNames = {
  day: ['date', 'day', 'Date', 'Day', 'Дата', 'День'],
  issue: ['campaign_name', 'campaign', 'Campaign', 'Campaign name', 'Кампания'],
  issueId: ['campaign_id', 'Campaign ID'],
  sent: ['sends', 'Sends', 'Email sends'],
  delivered: ['delivs', 'Deliveries', 'Email deliveries'],
  hardBounces: ['hbounces', 'Hard bounces', 'Email hard bounces'],
  softBounces: ['sbounces', 'Soft bounces', 'Email soft bounces'],
  bounces: ['undelivs', 'Undeliveries', 'Bounces'],
  opens: ['opens', 'Opens', 'Email opens'],
  uniqueOpens: ['uopens', 'Unique opens', 'Unique email opens'],
  clicks: ['clicks', 'Clicks', 'Email clicks'],
  uniqueClicks: ['uclicks', 'Unique clicks', 'Unique email clicks'],
  unsubscribes: ['unsubs', 'Unsubscribes'],
  complaints: ['complains', 'Complaints', 'Email complaint'],
};

export const knownColumns: Readonly<Record<EventSource, ColumnNames>> = {
  sendsay: sendsayColumns,
  altcraft: altcraftColumns,
};

/** Where each field is in a row. */
export type ColumnPlan = Readonly<Partial<Record<ColumnField, number>>>;

export type ColumnReading =
  | { readonly kind: 'plan'; readonly plan: ColumnPlan }
  /** What has no column, each with a title that would do: "the day ('date')". */
  | { readonly kind: 'lacking'; readonly missing: readonly string[] }
  /** Columns of which nobody says which one is meant. */
  | { readonly kind: 'several'; readonly field: ColumnField; readonly titles: readonly string[] };

/** Finds the columns, in any case: a day, and at least one figure, are needed. `own` titles come before the known ones, and each before the next. */
export function planColumns(header: readonly string[], source: EventSource, own: ColumnNames): ColumnReading {
  const titles = header.map((title) => title.trim());
  const written = titles.map(plainTitle);
  const plan: Partial<Record<ColumnField, number>> = {};
  for (const field of columnFields) {
    const meant = own[field]?.find((name) => written.includes(plainTitle(name)));
    const names = (meant === undefined ? (knownColumns[source][field] ?? []) : [meant]).map(plainTitle);
    const found = written.flatMap((title, at) => (names.includes(title) ? at : []));
    if (found.length > 1) return { kind: 'several', field, titles: found.map((at) => titles[at] ?? '') };
    if (found[0] !== undefined) plan[field] = found[0];
  }
  const missing = [
    ...(plan.day === undefined ? [`the day (${usualTitle('day', source, own)})`] : []),
    ...(figuresOf(plan).length === 0 ? [`a figure (such as ${usualTitle('sent', source, own)})`] : []),
  ];
  return missing.length > 0 ? { kind: 'lacking', missing } : { kind: 'plan', plan };
}

/** A title as it is compared: no eye tells a no-break space from another, or two ways to write й. */
function plainTitle(title: string): string {
  return title.normalize().trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

export function figuresOf(plan: ColumnPlan): readonly Measure[] {
  return measures.filter((measure) => plan[measure] !== undefined);
}

function usualTitle(field: ColumnField, source: EventSource, own: ColumnNames): string {
  const [first = field] = [...(own[field] ?? []), ...(knownColumns[source][field] ?? [])];
  return `'${first}'`;
}

/** What is asked of `stat.uni` for the figures of issues, and how a saved reply is read whose request is not known. */
export const statUniSelect = [
  'issue.id',
  'issue.name',
  'issue.dt:Ys',
  'issue.members',
  'issue.deliv_ok',
  'issue.deliv_bad',
  'issue.readed',
  'issue.u_readed',
  'issue.clicked',
  'issue.u_clicked',
  'issue.unsubed',
] as const;

/** The same for clicks one by one (observed). */
export const clickSelect = ['click.issue.id', 'click.issue.dt', 'click.link.url', 'count(*)'] as const;
