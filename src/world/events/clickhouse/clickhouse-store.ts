import { setTimeout as sleep } from 'node:timers/promises';
import type { EventQuery } from '../../../events/index.js';
import { identified, parted } from '../identify.js';
import { pullWriter } from '../pull-writer.js';
import { seenSet } from '../seen.js';
import type { EventStore, StoredBody, StoredEvent } from '../store.js';
import { connect } from './client.js';
import { newBodies, recentBodies } from './new-bodies.js';
import { bodiesOf, connected } from './reading.js';
import type { ClickHouseRequest } from './request.js';
import { downtimes } from './signs.js';
import { verified } from './verified.js';
import { openWriter } from './writing.js';

/** How often a reader that waits looks for more. */
const lookMs = 1_000;
/** The store that is a table in ClickHouse. Several receivers may write to it at the same time. */
export function clickHouseStore(request: ClickHouseRequest): EventStore {
  const { place, mappings, mask } = request;
  const reading = (query: EventQuery): AsyncGenerator<StoredBody> =>
    connected(place, mask, (connection) => bodiesOf(connection, query, request));
  const store: EventStore = {
    bodies: (query) => reading(query),
    async *batches(query) {
      const seen = seenSet();
      for await (const body of reading(query)) yield parted(body, seen);
    },
    async *events(query) {
      const seen = seenSet();
      for await (const body of reading(query)) yield* identified(body, seen);
    },
    async *tail(query, lines, cancelled) {
      const connection = await connect(place, mask);
      try {
        const [seen, recent] = [seenSet(), await recentBodies(connection)];
        let last: StoredEvent[] = [];
        for await (const body of bodiesOf(connection, query, request, recent)) {
          const events = identified(body, seen);
          last = lines === 0 ? [] : [...last, ...events].slice(-lines);
        }
        yield* last;
        while (!cancelled.aborted) {
          await sleep(lookMs, undefined, { signal: cancelled }).catch(() => undefined);
          for await (const body of newBodies(connection, query, recent, request)) yield* identified(body, seen);
        }
      } finally {
        await connection.close();
      }
    },
    verify: () => verified(request),
    downtimes: () => downtimes(request),
    openWriter: async () => ({ writer: await openWriter(request, 'receiver'), repaired: [] }),
    openPull: async (source) => {
      const writer = await openWriter(request, 'pull');
      return pullWriter({ source, mappings, store, writer });
    },
  };
  return store;
}
