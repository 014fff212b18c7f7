import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  defaultMappings,
  type EventQuery,
  identityOf,
  type MailEvent,
  type Mappings,
  mailEvents,
  matches,
} from '../../events/index.js';
import { decodeRecord, readRecord } from './record.js';
import { repairTail } from './repair.js';
import { type Seen, seenSet } from './seen.js';
import { segmentWriter } from './segment-writer.js';
import {
  type Line,
  linesOf,
  newLines,
  type Position,
  segmentName,
  segmentNumbers,
  segmentPath,
  start,
} from './segments.js';
import type { EventStore, StoreDamage, StoredEvent, StoreReport } from './store.js';
import { lockStore } from './store-lock.js';

/** How often a reader that waits looks for more. */
export const lookMs = 200;

/** The store that is a folder of NDJSON segments. Reading needs no lock and may go on while another process writes. */
export function fileStore(folder: string, mappings: Mappings = defaultMappings): EventStore {
  const read = (position: Position): AsyncGenerator<Line> => newLines(folder, position);
  return {
    openWriter: async (cancelled) => {
      const lock = await lockStore(folder, cancelled);
      const repaired = await repairTail(folder).catch(async (error) => {
        await lock.release();
        throw error;
      });
      const writer = segmentWriter(folder);
      const close = async (): Promise<void> => {
        await writer.close();
        await lock.release();
      };
      return { writer: { ...writer, close }, repaired };
    },
    async *events(query) {
      yield* asked(read(start()), { query, mappings, seen: seenSet() });
    },
    async *tail(query, lines, cancelled) {
      const asking = { query, mappings, seen: seenSet() };
      const position = start();
      yield* await lastOf(asked(read(position), asking), lines);
      while (!cancelled.aborted) {
        await sleep(lookMs, undefined, { signal: cancelled }).catch(() => undefined);
        yield* asked(read(position), asking);
      }
    },
    verify: () => verified(folder, mappings),
  };
}

async function lastOf<Item>(items: AsyncIterable<Item>, most: number): Promise<Item[]> {
  const last: Item[] = [];
  for await (const item of items) {
    last.push(item);
    if (last.length > most) last.shift();
  }
  return last;
}

interface Asking {
  readonly query: EventQuery;
  readonly mappings: Mappings;
  readonly seen: Seen;
}

async function* asked(lines: AsyncIterable<Line>, { query, mappings, seen }: Asking): AsyncGenerator<StoredEvent> {
  for await (const { bytes } of lines) {
    const record = decodeRecord(bytes);
    if (record === undefined) continue;
    const reading = readRecord(record);
    if (reading.kind === 'not-events') continue;
    for (const event of mailEvents(reading, mappings)) {
      const stored = storedEvent(event, record.receivedAt, seen);
      if (matches(stored, query)) yield stored;
    }
  }
}

function storedEvent(event: MailEvent, receivedAt: string, seen: Seen): StoredEvent {
  const identity = identityOf(event);
  const digest = createHash('sha256').update(identity.text).digest();
  const copy = seen.add(digest) ? 'first' : 'again';
  return { ...event, id: digest.toString('hex', 0, 16), identifiedBy: identity.by, receivedAt, copy };
}

async function verified(folder: string, mappings: Mappings): Promise<StoreReport> {
  const counts = { bodies: 0, events: 0, bytes: 0 };
  const [seen, damage]: [Seen, StoreDamage[]] = [seenSet(), []];
  const numbers = await segmentNumbers(folder);
  for (const number of numbers) {
    const file = segmentPath(folder, number);
    counts.bytes += (await fs.stat(file)).size;
    for await (const { bytes, offset, isEnded } of linesOf(file)) {
      const record = isEnded ? decodeRecord(bytes) : undefined;
      const reading = record && readRecord(record);
      if (record === undefined || reading?.kind !== 'events') {
        const place = `${segmentName(number)}:${offset}`;
        damage.push({ place, kind: isEnded ? 'changed' : 'torn', bytes: bytes.length });
        continue;
      }
      counts.bodies += 1;
      counts.events += reading.raws.length;
      for (const event of mailEvents(reading, mappings)) storedEvent(event, record.receivedAt, seen);
    }
  }
  return { ...counts, distinctEvents: seen.size(), damage };
}
