import { setTimeout as sleep } from 'node:timers/promises';
import { AkrelayError } from '../../../errors.js';
import type { ClickHousePlace } from '../../../events/index.js';
import { type EventQuery, type Mappings, matches } from '../../../events/index.js';
import { groupCommit } from '../group-commit.js';
import { identified, idOf, parted } from '../identify.js';
import { type Downtime, downtimesIn, type Sign } from '../listening.js';
import { pullWriter } from '../pull-writer.js';
import { seenSet } from '../seen.js';
import type { EventStore, EventWriter, StoreDamage, StoredBody, StoredEvent, StoreReport } from '../store.js';
import { type Connection, connect } from './client.js';
import { eventOf, isWholeRow, type ReadRow, rowMaker } from './rows.js';
import {
  conditionOf,
  createEvents,
  createListening,
  type EventRow,
  eventsTable,
  listeningTable,
  mappingId,
  readColumns,
} from './table.js';

/** How often a reader that waits looks for more. */
const lookMs = 1_000;
/** Of raw events in one insert. */
const insertBytes = 32 * 1024 * 1024;

export interface ClickHouseRequest {
  readonly place: ClickHousePlace;
  readonly mappings: Mappings;
  /** Hears of each row that is left out because it is not as it was written. */
  readonly damaged: () => void;
  readonly mask: (text: string) => string;
}

/** The store that is a table in ClickHouse. Several receivers may write to it at the same time. */
export function clickHouseStore(request: ClickHouseRequest): EventStore {
  const { place, mappings, mask } = request;
  const reading = (query: EventQuery, after = start()): AsyncGenerator<StoredBody> =>
    connected(place, mask, (connection) => bodiesOf(connection, query, after, request));
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
      const [seen, after] = [seenSet(), start()];
      let last: StoredEvent[] = [];
      for await (const body of reading(query, after))
        last = [...last, ...identified(body, seen)].slice(-lines || Infinity);
      if (lines > 0) yield* last;
      while (!cancelled.aborted) {
        await sleep(lookMs, undefined, { signal: cancelled }).catch(() => undefined);
        for await (const body of reading(query, after)) yield* identified(body, seen);
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

/** What was read last: a day, and a place in the order of receipt. */
interface Position {
  day: string;
  seq: string;
}

const firstDay = '1970-01-01';

function start(): Position {
  return { day: firstDay, seq: '0' };
}

async function* connected<Item>(
  place: ClickHousePlace,
  mask: ClickHouseRequest['mask'],
  read: (connection: Connection) => AsyncGenerator<Item>,
): AsyncGenerator<Item> {
  const connection = await connect(place, mask);
  try {
    yield* read(connection);
  } finally {
    await connection.close();
  }
}

/** Day by day, so that ClickHouse has no more to sort than one day. Moves `after` along. */
async function* bodiesOf(
  connection: Connection,
  query: EventQuery,
  after: Position,
  { mappings, damaged }: ClickHouseRequest,
): AsyncGenerator<StoredBody> {
  const condition = conditionOf(query, mappingId(mappings));
  for (const day of await daysFrom(connection, after.day)) {
    const sql = `SELECT ${readColumns} FROM ${eventsTable} WHERE day = '${day}' AND seq > ${after.seq} AND ${condition} ORDER BY seq, body, place`;
    for await (const rows of bodiesIn(connection, sql)) {
      const [{ receivedMs, via, seq }] = rows;
      const events = rows.flatMap((row) => {
        if (isWholeRow(row)) return eventOf(row, mappings) ?? [];
        damaged();
        return [];
      });
      const found = events.filter((event) => matches(event, query));
      if (found.length > 0) yield { receivedAt: new Date(Number(receivedMs)).toISOString(), via, events: found };
      Object.assign(after, { day, seq });
    }
  }
}

async function daysFrom(connection: Connection, day: string): Promise<string[]> {
  const days: string[] = [];
  const sql = `SELECT DISTINCT day FROM ${eventsTable} WHERE day >= '${day}' ORDER BY day`;
  for await (const rows of connection.rows(sql)) days.push(...rows.map((row) => String(row['day'])));
  return days;
}

/** The rows of one body after another; a row that an insert brought twice is left out. */
async function* bodiesIn(connection: Connection, sql: string): AsyncGenerator<[ReadRow, ...ReadRow[]]> {
  let body: [ReadRow, ...ReadRow[]] | undefined;
  for await (const rows of connection.rows(sql))
    for (const row of rows as unknown as readonly ReadRow[]) {
      const last = body?.at(-1);
      if (body === undefined || last?.body !== row.body) {
        if (body !== undefined) yield body;
        body = [row];
      } else if (last.place !== row.place) body.push(row);
    }
  if (body !== undefined) yield body;
}

async function verified({ place, mappings, mask }: ClickHouseRequest): Promise<StoreReport> {
  const counts = { bodies: 0, events: 0, bytes: 0 };
  const [seen, damage]: [ReturnType<typeof seenSet>, StoreDamage[]] = [seenSet(), []];
  const sql = (day: string): string =>
    `SELECT ${readColumns} FROM ${eventsTable} WHERE day = '${day}' ORDER BY seq, body, place`;
  const bodies = connected(place, mask, async function* (connection) {
    for (const day of await daysFrom(connection, firstDay)) yield* bodiesIn(connection, sql(day));
  });
  for await (const rows of bodies) {
    counts.bodies += 1;
    for (const row of rows) {
      counts.bytes += Buffer.byteLength(row.raw);
      const event = isWholeRow(row) ? eventOf(row, mappings) : undefined;
      if (event === undefined)
        damage.push({ place: `${row.body}:${row.place}`, kind: 'changed', bytes: row.raw.length });
      else {
        counts.events += 1;
        seen.add(idOf(event));
      }
    }
  }
  return { ...counts, distinctEvents: seen.size(), damage };
}

async function downtimes({ place, mask }: ClickHouseRequest): Promise<Downtime[]> {
  const signs: Sign[] = [];
  const sql = `SELECT atMs, event, seenMs FROM ${listeningTable} ORDER BY atMs`;
  for await (const rows of connected(place, mask, (connection) => connection.rows(sql)))
    for (const { atMs, event, seenMs } of rows)
      signs.push({
        event: event as Sign['event'],
        atMs: Number(atMs),
        seenMs: seenMs === null ? undefined : Number(seenMs),
      });
  return downtimesIn(signs, undefined);
}

async function openWriter(
  { place, mask, mappings }: ClickHouseRequest,
  who: 'receiver' | 'pull',
): Promise<EventWriter> {
  const connection = await connect(place, mask);
  try {
    await connection.command(createEvents);
    await connection.command(createListening);
    if (who === 'receiver') await noteSign(connection, 'started');
  } catch (error) {
    await connection.close();
    throw error;
  }
  const rowsOf = rowMaker(mappings);
  const limit = { bytesOf: (rows: readonly EventRow[]) => sum(rows), mostBytes: insertBytes };
  const group = groupCommit<readonly EventRow[]>(limit, (bodies) => insert(connection, bodies.flat()));
  return {
    append: (body) => group.add(rowsOf(body)),
    close: async () => {
      await group.settled();
      if (who === 'receiver') await noteSign(connection, 'stopped').catch(() => undefined);
      await connection.close();
    },
  };
}

function sum(rows: readonly EventRow[]): number {
  return rows.reduce((bytes, { raw }) => bytes + raw.length, 0);
}

/** Once more where the answer is lost: rows of one insert that came twice are one, by the key of the table. */
async function insert(connection: Connection, rows: readonly EventRow[]): Promise<void> {
  try {
    await connection.insert(eventsTable, rows).catch(() => connection.insert(eventsTable, rows));
  } catch (cause) {
    throw new AkrelayError('cannot-write', {
      message: `Cannot store. ${cause instanceof Error ? cause.message : ''}`,
      hint: 'Senders try again. See what the log of ClickHouse says.',
      cause,
    });
  }
}

/** The last sign before a start is what was received last. */
async function noteSign(connection: Connection, event: Sign['event']): Promise<void> {
  let seenMs: unknown = null;
  if (event === 'started')
    for await (const rows of connection.rows(`SELECT max(receivedMs) AS seen, count() AS events FROM ${eventsTable}`))
      for (const { seen, events } of rows) seenMs = Number(events) === 0 ? null : seen;
  await connection.insert(listeningTable, [{ atMs: String(Date.now()), event, seenMs }]);
}
