import type { Paint, RenderContext, View } from '../../commands/command.js';
import type { CompareStatistics } from '../../commands/stats/compare.js';
import { type ComparedLine, isBeyond, type Measure, meanings } from '../../events/statistics/index.js';
import { safeText } from '../../safe-text.js';
import { jsonLine, renderJson } from '../json.js';
import { type Column, renderTable } from '../table.js';
import { comparisonJson, groupLines } from './compare-json.js';
import {
  coveredText,
  eventRemarks,
  explanationOf,
  groupName,
  headline,
  leftOutText,
  nextStep,
  originsText,
  signed,
} from './compare-text.js';

export const statsCompareView: View<CompareStatistics> = {
  human: (comparison, context) => [...sections(comparison, context)].join('\n'),
  json: (comparison) => renderJson('stats-compare@1', comparisonJson(comparison)),
  ndjson: ndjson,
};

async function* ndjson(comparison: CompareStatistics): AsyncGenerator<string> {
  for (const line of groupLines(comparison)) yield jsonLine('stats-compare-line@1', line);
}

const kept = (title: string): Column => ({ title, width: 'kept' });

function* sections(comparison: CompareStatistics, context: RenderContext): Generator<string> {
  const { paint } = context;
  const { totals, leftOut, verdict } = comparison;
  const colour = { explained: paint.green, unexplained: paint.red, early: paint.yellow, unknown: paint.yellow }[
    verdict
  ];
  yield `${colour(headline(comparison))}\n`;
  if (totals.length > 0) yield totalsTable(comparison, context);
  const different = groupRows(comparison);
  if (different.length > 0) yield `${paint.bold('Not explained')}\n${groupTable(different, context)}`;
  if (comparison.recipients !== undefined && comparison.recipients.length > 0)
    yield `${paint.bold('Recipients')}\n${recipientTable(comparison.recipients, context)}`;
  const why = [...reasons(totals, paint)];
  if (why.length > 0) yield [paint.bold('Why'), ...why].map((line) => `${line}\n`).join('');
  const meaning = totals.filter(({ difference = 0 }) => difference !== 0).map(({ measure }) => meaningText(measure));
  if (meaning.length > 0) yield [paint.bold('What is counted'), ...meaning].map((line) => `${line}\n`).join('');
  const isOneSided = totals.some(({ altcraft, sendsay }) => altcraft === undefined || sendsay === undefined);
  const dash = isOneSided ? ['"-": that side does not have this figure.'] : [];
  const remarks = [...dash, ...leftOut.map(leftOutText), ...eventRemarks(comparison), originsText(comparison)];
  yield remarks.map((line) => `${paint.dim(safeText(line))}\n`).join('');
  const next = nextStep(comparison);
  if (next !== undefined) yield `${next}\n`;
}

function totalsTable({ totals, tolerancePercent }: CompareStatistics, { paint, columns }: RenderContext): string {
  const head = [
    kept(''),
    kept('ALTCRAFT'),
    kept('SENDSAY'),
    kept('DIFFERENCE'),
    kept('UNEXPLAINED'),
    { title: 'EXPLAINED BY', width: 'wraps' } as const,
  ];
  const rows = totals.map((line) => [
    meanings[line.measure].title,
    figure(line.altcraft),
    figure(line.sendsay),
    line.difference === undefined ? '-' : signed(line.difference),
    `${line.unexplained}${isBeyond(line, tolerancePercent) ? ' !' : ''}`,
    coveredText(line),
  ]);
  return renderTable(head, rows, columns, paint.bold);
}

function figure(value: number | undefined): string {
  return value === undefined ? '-' : String(value);
}

/** The largest first; all are in the JSON. */
const shownGroups = 20;

function groupRows({ groups, totals }: CompareStatistics): string[][] {
  const open = new Set(totals.filter(({ unexplained }) => unexplained > 0).map(({ measure }) => measure));
  const isOpen = ({ measure, unexplained }: ComparedLine): boolean => unexplained > 0 && open.has(measure);
  return groups
    .flatMap((group) => group.lines.filter(isOpen).map((line) => ({ group, line })))
    .sort((one, other) => other.line.unexplained - one.line.unexplained)
    .map(({ group, line }) => [
      group.day ?? 'all days',
      groupName(group),
      meanings[line.measure].title,
      figure(line.altcraft),
      figure(line.sendsay),
      String(line.unexplained),
    ]);
}

function groupTable(rows: readonly string[][], { paint, columns }: RenderContext): string {
  const head = [
    kept('DAY'),
    { title: 'ISSUE', width: 'shrinks' } as const,
    kept('FIGURE'),
    kept('ALTCRAFT'),
    kept('SENDSAY'),
    kept('UNEXPLAINED'),
  ];
  const table = renderTable(head, rows.slice(0, shownGroups), columns, paint.bold);
  const more = rows.length - shownGroups;
  return more > 0 ? `${table}… and ${more} more: --format ndjson lists all\n` : table;
}

function recipientTable(
  recipients: NonNullable<CompareStatistics['recipients']>,
  { paint, columns }: RenderContext,
): string {
  const head = [{ title: 'RECIPIENT', width: 'shrinks' } as const, kept('FIGURE'), kept('ALTCRAFT'), kept('SENDSAY')];
  const rows = recipients
    .slice(0, shownGroups)
    .map(({ recipient, measure, altcraft, sendsay }) => [
      recipient,
      meanings[measure].title,
      String(altcraft),
      String(sendsay),
    ]);
  const table = renderTable(head, rows, columns, paint.bold);
  const more = recipients.length - rows.length;
  return more > 0 ? `${table}… and ${more} more: see --json, or akrelay stats reconcile\n` : table;
}

/** Each cause once, with its source. */
function* reasons(totals: readonly ComparedLine[], paint: Paint): Generator<string> {
  const covering = new Set(totals.flatMap(({ explained }) => explained.map(({ id }) => id)));
  for (const id of covering) yield reason(id, 'covers a part', paint);
  const open = totals.filter(({ unexplained }) => unexplained > 0);
  for (const id of new Set(open.flatMap(({ possible }) => possible))) yield reason(id, 'possible', paint);
}

function reason(id: string, role: 'covers a part' | 'possible', paint: Paint): string {
  const { text, source } = explanationOf(id);
  const note = role === 'possible' ? ' Possible here, but the number is unknown.' : '';
  return `  - ${text}${note} ${paint.dim(`Source: ${source}.`)}`;
}

function meaningText(measure: Measure): string {
  const { title, means } = meanings[measure];
  return `  - ${title}: Altcraft: ${means.altcraft}. Sendsay: ${means.sendsay}.`;
}
