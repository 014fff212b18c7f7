import { AkrelayError } from '../../../errors.js';
import { groupCommit } from '../group-commit.js';
import type { EventWriter } from '../store.js';
import { type Connection, connect } from './client.js';
import type { ClickHouseRequest } from './request.js';
import { rowMaker } from './rows.js';
import { noteSign } from './signs.js';
import { createEvents, createListening, type EventRow, eventsTable } from './table.js';

/** Of raw events in one insert. */
const insertBytes = 32 * 1024 * 1024;

/** Writes bodies, many in one insert; makes the tables where there are none. */
export async function openWriter(
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
      hint: 'Providers send the events again. Read the log of ClickHouse.',
      cause,
    });
  }
}
