import { idOf } from '../identify.js';
import { seenSet } from '../seen.js';
import type { StoreDamage, StoreReport } from '../store.js';
import { bodiesIn, connected, daysFrom, firstDay } from './reading.js';
import type { ClickHouseRequest } from './request.js';
import { eventOf, isWholeRow } from './rows.js';
import { eventsTable, readColumns } from './table.js';

/** What the table holds, each row read. */
export async function verified({ place, mappings, mask }: ClickHouseRequest): Promise<StoreReport> {
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
