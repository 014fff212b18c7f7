import type { Paint, View } from '../../commands/command.js';
import type { ListenEvent, ListenResult } from '../../commands/events/listen.js';
import { formatHostPort } from '../../relay/host-port.js';
import { safeText } from '../../safe-text.js';
import { jsonLine } from '../json.js';

/** A line for everything that happens, at once. */
export const eventsListenView: View<ListenResult> = {
  human: ({ events }, { paint }) => told(events, (event) => `${line(event, paint)}\n`),
  json: ({ events }) => told(events, jsonLineOf),
  ndjson: ({ events }) => told(events, jsonLineOf),
};

/** The lines of what comes in together, in one piece: a write of its own for each takes longer than the line. */
async function* told(events: ListenResult['events'], lineOf: (event: ListenEvent) => string): AsyncGenerator<string> {
  for await (const batch of events) yield batch.map(lineOf).join('');
}

function line(event: ListenEvent, paint: Paint): string {
  if (event.event === 'ready') {
    const url = `${event.tls ? 'https' : 'http'}://${formatHostPort(event)}/<secret path>`;
    return `${paint.bold(`listening on ${safeText(url)}`)} (press Ctrl-C to stop)`;
  }
  if (event.event === 'untold') return paint.dim(`… ${event.count} more, not shown`);
  const at = paint.dim(event.at.slice(0, 19).replace('T', ' '));
  switch (event.event) {
    case 'stored': {
      const what = `${counted(event.events, 'event')} from ${event.source}`;
      return `${at}  ${paint.green('stored')}  ${what} (${event.bytes} bytes, ${safeText(event.peer)})`;
    }
    case 'refused':
      return `${at}  ${paint.red('refused')}  ${event.status}: ${safeText(event.why)} (${safeText(event.peer)})`;
    case 'no-request':
      return `${at}  ${paint.yellow('no request')}  ${safeText(event.why)} (${safeText(event.peer)})`;
    case 'forwarded':
      return `${at}  ${paint.green('forwarded')}  status ${event.status}${tries(event.attempts)}`;
    case 'forward-retry':
      return `${at}  ${paint.yellow('not forwarded')}  ${safeText(event.why)}${tries(event.attempts)}; trying again in ${Math.ceil(event.retryInMs / 1_000)} s`;
    case 'forward-dead':
      return `${at}  ${paint.red('not forwarded')}  ${safeText(event.why)}${tries(event.attempts)}; it is in dead-letters.ndjson`;
  }
}

function tries(attempts: number): string {
  return attempts === 1 ? '' : `, attempt ${attempts}`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function jsonLineOf(event: ListenEvent): string {
  return jsonLine('events-listen@1', event);
}
