import { type Downtime, downtimesIn, type Sign } from '../listening.js';
import type { Connection } from './client.js';
import { connected } from './reading.js';
import type { ClickHouseRequest } from './request.js';
import { eventsTable, listeningTable } from './table.js';

/** When no receiver listened. Several may: when one stopped and another stored events, there was one. */
export async function downtimes({ place, mask }: ClickHouseRequest): Promise<Downtime[]> {
  const found: Downtime[] = [];
  for await (const time of connected(place, mask, silences)) found.push(time);
  return found;
}

/** Downtimes that are asked about at once. */
const together = 100;

async function* silences(connection: Connection): AsyncGenerator<Downtime> {
  const told = downtimesIn(await signsIn(connection), undefined);
  for (let at = 0; at < told.length; at += together) {
    const some = told.slice(at, at + together);
    const counts = some.map(({ fromMs, toMs }, i) => {
      const end = Number.isFinite(toMs) ? ` AND receivedMs < ${toMs}` : '';
      return `countIf(receivedMs > ${fromMs}${end}) AS n${i}`;
    });
    const sql = `SELECT ${counts.join(', ')} FROM ${eventsTable} WHERE via = 'push'`;
    for await (const rows of connection.rows(sql))
      for (const row of rows) yield* some.filter((_, i) => Number(row[`n${i}`]) === 0);
  }
}

async function signsIn(connection: Connection): Promise<Sign[]> {
  const signs: Sign[] = [];
  for await (const rows of connection.rows(`SELECT atMs, event, seenMs FROM ${listeningTable} ORDER BY atMs`))
    for (const { atMs, event, seenMs } of rows)
      signs.push({
        event: event as Sign['event'],
        atMs: Number(atMs),
        seenMs: seenMs === null ? undefined : Number(seenMs),
      });
  return signs;
}

/** The last sign before a start is what was received last. */
export async function noteSign(connection: Connection, event: Sign['event']): Promise<void> {
  let seenMs: unknown = null;
  if (event === 'started')
    for await (const rows of connection.rows(`SELECT max(receivedMs) AS seen, count() AS events FROM ${eventsTable}`))
      for (const { seen, events } of rows) seenMs = Number(events) === 0 ? null : seen;
  await connection.insert(listeningTable, [{ atMs: String(Date.now()), event, seenMs }]);
}
