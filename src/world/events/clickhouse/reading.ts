import { type EventQuery, matches } from '../../../events/index.js';
import type { StoredBody } from '../store.js';
import { type Connection, connect } from './client.js';
import { beforeOvertaking, newestOf, type Recent } from './recent.js';
import type { ClickHouseRequest } from './request.js';
import { eventOf, isWholeRow, type ReadRow } from './rows.js';
import { conditionOf, eventsTable, mappingId, readColumns } from './table.js';

export const firstDay = '1970-01-01';

/** What a connection of its own gives; it is closed behind that. */
export async function* connected<Item>(
  place: ClickHouseRequest['place'],
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

/** Day by day, so that ClickHouse has no more to sort than one day. What is stored meanwhile is noted in `recent`. */
export async function* bodiesOf(
  connection: Connection,
  query: EventQuery,
  request: ClickHouseRequest,
  recent?: Recent,
): AsyncGenerator<StoredBody> {
  const condition = conditionOf(query, mappingId(request.mappings));
  const from = recent && beforeOvertaking(newestOf(recent));
  for (const day of await daysFrom(connection, firstDay)) {
    const sql = `SELECT ${readColumns} FROM ${eventsTable} WHERE day = '${day}' AND ${condition} ORDER BY seq, body, place`;
    for await (const rows of bodiesIn(connection, sql)) {
      const [{ seq, body }] = rows;
      if (from !== undefined && BigInt(seq) > from) recent?.set(body, BigInt(seq));
      yield* matching(rows, query, request);
    }
  }
}

/** The events of a body that are asked for, by the mappings of today. */
export function* matching(
  rows: readonly [ReadRow, ...ReadRow[]],
  query: EventQuery,
  { mappings, damaged }: ClickHouseRequest,
): Generator<StoredBody> {
  const [{ receivedMs, via }] = rows;
  const events = rows.flatMap((row) => {
    if (isWholeRow(row)) return eventOf(row, mappings) ?? [];
    damaged();
    return [];
  });
  const found = events.filter((event) => matches(event, query));
  if (found.length > 0) yield { receivedAt: new Date(Number(receivedMs)).toISOString(), via, events: found };
}

export async function daysFrom(connection: Connection, day: string): Promise<string[]> {
  const days: string[] = [];
  const sql = `SELECT DISTINCT day FROM ${eventsTable} WHERE day >= '${day}' ORDER BY day`;
  for await (const rows of connection.rows(sql)) days.push(...rows.map((row) => String(row['day'])));
  return days;
}

/** The rows of one body after another; a row that an insert brought twice is left out. */
export async function* bodiesIn(connection: Connection, sql: string): AsyncGenerator<[ReadRow, ...ReadRow[]]> {
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
