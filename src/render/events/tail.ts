import type { View } from '../../commands/command.js';
import type { ShownEvent, ShowResult } from '../../commands/events/show.js';
import { safeText } from '../../safe-text.js';
import { eventRow } from './event-row.js';
import { lines } from './show.js';

/** Each event at once: a line of its own, also as JSON. */
export const eventsTailView: View<ShowResult> = {
  human: ({ events }) => rows(events),
  json: ({ events }) => lines(events),
  ndjson: ({ events }) => lines(events),
};

async function* rows(events: AsyncIterable<ShownEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${eventRow(event).map(safeText).join('  ').trimEnd()}\n`;
}
