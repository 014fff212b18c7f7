import type { RenderContext, View } from '../../commands/command.js';
import type { ShownEvent, ShowResult } from '../../commands/events/show.js';
import { renderTable } from '../table.js';
import { eventJson } from './event-json.js';
import { eventColumns, eventRow } from './event-row.js';

export const eventsShowView: View<ShowResult> = {
  human: ({ events }, context) => tables(events, context),
  json: ({ events }) => document(events),
  ndjson: ({ events }) => lines(events),
};

/** Rows that share their column widths; a store has more of them than memory holds. */
const rowsTogether = 1_000;

async function* tables(events: AsyncIterable<ShownEvent>, context: RenderContext): AsyncGenerator<string> {
  let rows: string[][] = [];
  for await (const event of events) {
    rows.push(eventRow(event));
    if (rows.length < rowsTogether) continue;
    yield table(rows, context);
    rows = [];
  }
  if (rows.length > 0) yield table(rows, context);
}

function table(rows: readonly string[][], { columns, paint }: RenderContext): string {
  return renderTable(eventColumns, rows, columns, paint.bold);
}

async function* document(events: AsyncIterable<ShownEvent>): AsyncGenerator<string> {
  yield '{\n  "schema": "akrelay/events-show@1",\n  "events": [';
  let before = '\n    ';
  for await (const event of events) {
    yield `${before}${eventJson(event)}`;
    before = ',\n    ';
  }
  yield before.startsWith(',') ? '\n  ]\n}\n' : ']\n}\n';
}

/** One object a line, as each event comes. */
export async function* lines(events: AsyncIterable<ShownEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${eventJson(event, { schema: 'akrelay/event@1' })}\n`;
}
