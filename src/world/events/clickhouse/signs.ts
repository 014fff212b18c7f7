import { type Downtime, downtimesIn, type Sign } from '../listening.js';
import type { Connection } from './client.js';
import { connected } from './reading.js';
import type { ClickHouseRequest } from './request.js';
import { eventsTable, listeningTable } from './table.js';

/** When no receiver listened. */
export async function downtimes({ place, mask }: ClickHouseRequest): Promise<Downtime[]> {
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

/** The last sign before a start is what was received last. */
export async function noteSign(connection: Connection, event: Sign['event']): Promise<void> {
  let seenMs: unknown = null;
  if (event === 'started')
    for await (const rows of connection.rows(`SELECT max(receivedMs) AS seen, count() AS events FROM ${eventsTable}`))
      for (const { seen, events } of rows) seenMs = Number(events) === 0 ? null : seen;
  await connection.insert(listeningTable, [{ atMs: String(Date.now()), event, seenMs }]);
}
