import { createHash } from 'node:crypto';
import { type EventQuery, type Mappings, recipientKey } from '../../../events/index.js';

export const eventsTable = 'akrelay_events';
export const listeningTable = 'akrelay_listening';

/**
 * One row for each event that was received, copies too: they are counted, never lost. The key begins with the id of the event and ends with
 * the place of the row in its body, so that an insert that had to be repeated leaves nothing twice (ReplacingMergeTree). Words of ClickHouse
 * 18.16 and later alone.
 */
export const createEvents = `CREATE TABLE IF NOT EXISTS ${eventsTable} (
  day Date,
  seq UInt64,
  body String,
  place UInt32,
  id String,
  receivedMs UInt64,
  via String,
  peer String,
  source String,
  kind String,
  atMs Nullable(Int64),
  recipient String,
  token String,
  messageId String,
  mapping String,
  crc UInt32,
  raw String
) ENGINE = ReplacingMergeTree() PARTITION BY toYYYYMM(day) ORDER BY (id, seq, body, place)`;

/** When receivers started and stopped. */
export const createListening = `CREATE TABLE IF NOT EXISTS ${listeningTable} (
  atMs UInt64, event String, seenMs Nullable(UInt64)
) ENGINE = MergeTree() PARTITION BY tuple() ORDER BY atMs`;

/** A row as it is written. 64-bit numbers as texts, which every version takes. */
export interface EventRow {
  readonly day: string;
  readonly seq: string;
  readonly body: string;
  readonly place: number;
  readonly id: string;
  readonly receivedMs: string;
  readonly via: string;
  readonly peer: string;
  readonly source: string;
  readonly kind: string;
  readonly atMs: string | null;
  readonly recipient: string;
  readonly token: string;
  readonly messageId: string;
  readonly mapping: string;
  readonly crc: number;
  readonly raw: string;
}

/** What reading needs of a row. */
export const readColumns = 'seq, body, place, receivedMs, via, source, crc, raw';

/**
 * The query as a condition. The columns hold what the mappings said when the event was stored; rows of other mappings are all read, and
 * looked at again.
 */
export function conditionOf(query: EventQuery, mapping: string): string {
  const { source, kinds, token, messageId, recipient, sinceMs, untilMs } = query;
  const asked = [
    kinds && `kind IN (${kinds.map(literal).join(', ')})`,
    token !== undefined && `token = ${literal(token)}`,
    messageId !== undefined && `messageId = ${literal(messageId)}`,
    recipient !== undefined && `recipient = ${literal(recipientKey(recipient))}`,
    sinceMs !== undefined && `atMs >= ${whole(sinceMs)}`,
    untilMs !== undefined && `atMs < ${whole(untilMs)}`,
  ].filter((one) => typeof one === 'string');
  const ofSource = source === undefined ? '1' : `source = ${literal(source)}`;
  return asked.length === 0 ? ofSource : `${ofSource} AND (mapping != ${literal(mapping)} OR (${asked.join(' AND ')}))`;
}

/** A text as SQL, with nothing of it left to be taken for SQL. ClickHouse 18.16 knows no parameters. */
export function literal(text: string): string {
  return `unhex('${Buffer.from(text, 'utf8').toString('hex')}')`;
}

function whole(ms: number): string {
  return BigInt(Math.trunc(ms)).toString();
}

/** Tells whether a row was stored by these mappings. */
export function mappingId(mappings: Mappings): string {
  return createHash('sha256').update(JSON.stringify(mappings)).digest('hex').slice(0, 16);
}
