import type { EventQuery } from '../../../events/index.js';
import type { StoredBody } from '../store.js';
import type { Connection } from './client.js';
import { bodiesIn, matching } from './reading.js';
import { beforeOvertaking, forgetOld, type Recent } from './recent.js';
import type { ClickHouseRequest } from './request.js';
import { conditionOf, eventsTable, literal, mappingId, readColumns } from './table.js';

/** Bodies that are asked for at once. */
const together = 500;

/** A body: its place in the order of receipt, its own id. */
interface BodyPlace {
  readonly seq: string;
  readonly body: string;
}

/** The bodies of the last minutes, for `newBodies` to leave out. */
export async function recentBodies(connection: Connection): Promise<Recent> {
  let last = '0';
  for await (const rows of connection.rows(`SELECT max(seq) AS last FROM ${eventsTable}`))
    for (const row of rows) last = String(row['last']);
  const recent: Recent = new Map();
  for (const { body, seq } of await placesFrom(connection, beforeOvertaking(BigInt(last))))
    recent.set(body, BigInt(seq));
  return recent;
}

/** What was stored since then. Several receivers may write, each by its own clock: a later body may have an earlier place. */
export async function* newBodies(
  connection: Connection,
  query: EventQuery,
  recent: Recent,
  request: ClickHouseRequest,
): AsyncGenerator<StoredBody> {
  const from = forgetOld(recent);
  const fresh = (await placesFrom(connection, from)).filter(({ body }) => !recent.has(body));
  const condition = conditionOf(query, mappingId(request.mappings));
  for (let at = 0; at < fresh.length; at += together) {
    const some = fresh.slice(at, at + together);
    const ids = some.map(({ body }) => literal(body)).join(', ');
    const sql = `SELECT ${readColumns} FROM ${eventsTable} WHERE ${after(from)} AND body IN (${ids}) AND ${condition} ORDER BY seq, body, place`;
    for await (const rows of bodiesIn(connection, sql)) yield* matching(rows, query, request);
    for (const { body, seq } of some) recent.set(body, BigInt(seq));
  }
}

async function placesFrom(connection: Connection, from: bigint): Promise<BodyPlace[]> {
  const places: BodyPlace[] = [];
  const sql = `SELECT DISTINCT seq, body FROM ${eventsTable} WHERE ${after(from)} ORDER BY seq, body`;
  for await (const rows of connection.rows(sql)) places.push(...(rows as unknown as readonly BodyPlace[]));
  return places;
}

/** The longest that a body may take to arrive (--timeout): its day is that of its beginning. */
const longestMs = 3_600_000;

/** By the day too: it says in which parts of the table to look. */
function after(seq: bigint): string {
  const day = new Date(Math.max(0, Number(seq / 1_000n) - longestMs)).toISOString().slice(0, 10);
  return `day >= '${day}' AND seq > ${seq}`;
}
