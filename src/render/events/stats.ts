import type { RenderContext, View } from '../../commands/command.js';
import { type EventStatistics, eventKinds, type SourceStatistics } from '../../events/index.js';
import { safeText } from '../../safe-text.js';
import { renderJson } from '../json.js';
import { type Column, renderTable } from '../table.js';
import { isoTime } from './event-json.js';
import { counted } from './listen.js';

export const eventsStatsView: View<EventStatistics> = {
  human: (statistics, context) => text(statistics, context),
  json: ({ sources }) =>
    renderJson('events-stats@1', {
      sources: sources.map(({ firstMs, lastMs, ...rest }) => ({
        ...rest,
        firstAt: isoTime(firstMs) ?? null,
        lastAt: isoTime(lastMs) ?? null,
      })),
    }),
};

function text({ sources }: EventStatistics, { columns, paint }: RenderContext): string {
  if (sources.length === 0) return 'no events\n';
  const head: Column[] = [{ title: 'EVENT', width: 'kept' }, ...sources.map(({ source }) => column(source))];
  const known = eventKinds.filter((kind) => sources.some(({ kinds }) => kinds[kind] !== undefined));
  const rows = [
    ...known.map((kind) => [kind, ...sources.map(({ kinds }) => String(kinds[kind] ?? 0))]),
    ['all', ...sources.map(({ events }) => String(events))],
    ['copies', ...sources.map(({ copies }) => String(copies))],
  ];
  const table = renderTable(head, rows, columns, paint.bold);
  return [table, ...sources.flatMap((one) => [...remarks(one)]).map((line) => `${safeText(line)}\n`)].join('');
}

function column(source: string): Column {
  return { title: source.toUpperCase(), width: 'kept' };
}

function* remarks({ source, firstMs, lastMs, without, unknownWords, events }: SourceStatistics): Generator<string> {
  const [first, last] = [firstMs, lastMs].map((ms) => isoTime(ms)?.slice(0, 19).replace('T', ' '));
  if (first !== undefined && last !== undefined) yield `${source}: from ${first} to ${last} (UTC)`;
  for (const [part, count] of Object.entries(without))
    if (count > 0 && part !== 'token')
      yield `${source}: ${counted(count, 'event')} of ${events} without a readable ${part}: set its field name in the config, under events.${source}.fields.${part}`;
  for (const { word, events: count } of unknownWords)
    yield `${source}: ${counted(count, 'event')} of the unknown kind '${word}': map it in the config, under events.${source}.words`;
}
