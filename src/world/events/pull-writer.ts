import { type EventSource, type Mappings, mailEvents, type RawEvent } from '../../events/index.js';
import { idOf } from './identify.js';
import { seenSet } from './seen.js';
import type { EventStore, EventWriter, PullWriter, ReceivedBody } from './store.js';

export interface Pulling {
  readonly source: EventSource;
  readonly mappings: Mappings;
  /** What is known already. */
  readonly store: Pick<EventStore, 'bodies'>;
  readonly writer: EventWriter;
}

/** Stores what was fetched and is not known yet, a body for each page. */
export async function pullWriter({ source, mappings, store, writer }: Pulling): Promise<PullWriter> {
  const seen = seenSet();
  for await (const { events } of store.bodies({ source })) for (const event of events) seen.add(idOf(event));
  return {
    add: async (raws) => {
      const fresh = raws.filter((raw) => {
        const [event] = mailEvents({ kind: 'events', source, format: 'json', raws: [raw] }, mappings);
        return event !== undefined && seen.add(idOf(event));
      });
      if (fresh.length > 0) await writer.append(bodyOf(source, fresh));
      return fresh.length;
    },
    close: writer.close,
  };
}

function bodyOf(source: EventSource, raws: readonly RawEvent[]): ReceivedBody {
  return {
    receivedAt: new Date().toISOString(),
    source,
    peer: 'api',
    contentType: 'application/json',
    format: 'json',
    encoding: 'identity',
    bytes: Buffer.from(JSON.stringify(raws)),
    via: 'pull',
  };
}
