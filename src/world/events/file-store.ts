import { promises as fs } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultMappings, type EventQuery, type Mappings, mailEvents, matches } from '../../events/index.js';
import { identified, idOf, parted } from './identify.js';
import { downtimesOf, noteListening } from './listening.js';
import { pullWriter } from './pull-writer.js';
import { readLine } from './record.js';
import { repairTail } from './repair.js';
import { type Seen, seenSet } from './seen.js';
import { segmentWriter } from './segment-writer.js';
import {
  expectPlaceForStore,
  expectStore,
  type Line,
  linesOf,
  newLines,
  type Position,
  segmentNumbers,
  segmentPath,
  start,
} from './segments.js';
import type { EventStore, StoreDamage, StoredBody, StoredEvent, StoreReport } from './store.js';
import { goneSinceMs, lockStore } from './store-lock.js';

/** How often a reader that waits looks for more. */
export const lookMs = 200;

/**
 * The store that is a folder of NDJSON segments. Reading needs no lock and may go on while another process writes. `damaged` hears of each
 * record that is left out because it is not as it was written.
 */
export function fileStore(
  folder: string,
  mappings: Mappings = defaultMappings,
  damaged: () => void = () => undefined,
): EventStore {
  const read = (position: Position): AsyncGenerator<Line> => newLines(folder, position);
  const pulled = path.join(folder, pulledName);
  const asking = (query: EventQuery): Asking => ({ query, mappings, damaged, seen: seenSet() });
  const store: EventStore = {
    openWriter: async (cancelled) => {
      await expectPlaceForStore(folder);
      const lock = await lockStore(folder, cancelled);
      const repaired = await repairTail(folder).catch(async (error) => {
        await lock.release();
        throw error;
      });
      const writer = segmentWriter(folder);
      await noteListening(folder, { event: 'started', atMs: Date.now(), seenMs: lock.seenMs });
      const close = async (): Promise<void> => {
        await writer.close();
        await noteListening(folder, { event: 'stopped', atMs: Date.now() });
        await lock.release();
      };
      return { writer: { ...writer, close }, repaired };
    },
    bodies: (query) => bodiesOf(allLines(folder), asking(query)),
    async *batches(query) {
      const about = asking(query);
      for await (const body of bodiesOf(allLines(folder), about)) yield parted(body, about.seen);
    },
    async *events(query) {
      for await (const events of asked(allLines(folder), asking(query))) yield* events;
    },
    async *tail(query, lines, cancelled) {
      await expectStore(folder);
      const position = start();
      const same = asking(query);
      yield* await lastOf(asked(read(position), same), lines);
      while (!cancelled.aborted) {
        await sleep(lookMs, undefined, { signal: cancelled }).catch(() => undefined);
        // All segments were removed, and a new receiver began to number again.
        const last = (await segmentNumbers(folder)).at(-1);
        if (last !== undefined && last < position.segment) Object.assign(position, start());
        for await (const batch of asked(read(position), same)) yield* batch;
      }
    },
    verify: () => verified(folder, mappings),
    downtimes: async () => downtimesOf(folder, await goneSinceMs(folder)),
    openPull: async (source, cancelled) => {
      await expectPlaceForStore(folder);
      const lock = await lockStore(pulled, cancelled);
      const release = async (): Promise<void> => lock.release();
      try {
        await repairTail(pulled);
        const writer = segmentWriter(pulled);
        const close = async (): Promise<void> => {
          await writer.close();
          await release();
        };
        return await pullWriter({ source, mappings, store, writer: { ...writer, close } });
      } catch (error) {
        await release();
        throw error;
      }
    },
  };
  return store;
}

/** What was fetched has a folder of its own in the store, so that a receiver may write at the same time. */
const pulledName = 'pulled';

/** What was received, then what was fetched. */
async function* allLines(folder: string): AsyncGenerator<Line> {
  for (const one of await foldersOf(folder)) yield* newLines(one, start());
}

async function foldersOf(folder: string): Promise<string[]> {
  await expectStore(folder);
  const pulled = path.join(folder, pulledName);
  const isThere = await fs.stat(pulled).then(
    () => true,
    () => false,
  );
  return isThere ? [folder, pulled] : [folder];
}

async function lastOf(batches: AsyncIterable<readonly StoredEvent[]>, most: number): Promise<StoredEvent[]> {
  let last: StoredEvent[] = [];
  for await (const batch of batches) last = most === 0 ? [] : [...last, ...batch].slice(-most);
  return last;
}

interface Asking {
  readonly query: EventQuery;
  readonly mappings: Mappings;
  readonly seen: Seen;
  readonly damaged: () => void;
}

/** Copies are told among the events that match: a copy of one that does not match does not match either. */
async function* asked(lines: AsyncIterable<Line>, asking: Asking): AsyncGenerator<readonly StoredEvent[]> {
  for await (const body of bodiesOf(lines, asking)) yield identified(body, asking.seen);
}

async function* bodiesOf(lines: AsyncIterable<Line>, asking: Omit<Asking, 'seen'>): AsyncGenerator<StoredBody> {
  const { query, mappings, damaged } = asking;
  const mayHold = quickFilter(query);
  for await (const { bytes } of lines) {
    if (!mayHold(bytes)) continue;
    const read = readLine(bytes);
    if (read === undefined) {
      damaged();
      continue;
    }
    const { receivedAt, via = 'push' } = read.facts;
    const events = mailEvents(read.reading, mappings).filter((event) => matches(event, query));
    if (events.length > 0) yield { receivedAt, via, events };
  }
}

/**
 * Passes over lines that cannot hold the token or the Message-ID that is asked for, without reading them: of a large store that takes a
 * tenth of the time. A line with escapes, or with packed content, may hold anything.
 */
function quickFilter({ token, messageId }: EventQuery): (line: Buffer) => boolean {
  const wanted = [token, messageId].filter((text) => text !== undefined && /^[\w.@-]+$/.test(text));
  if (wanted.length === 0) return () => true;
  return (line) =>
    wanted.every((text) => line.includes(text ?? '')) || line.includes('\\u00') || line.includes(',"base64":');
}

async function verified(folder: string, mappings: Mappings): Promise<StoreReport> {
  const counts = { bodies: 0, events: 0, bytes: 0 };
  const [seen, damage]: [Seen, StoreDamage[]] = [seenSet(), []];
  for (const { file, name } of await segmentsOf(folder)) {
    for await (const { bytes, offset, isEnded } of linesOf(file)) {
      counts.bytes += bytes.length + (isEnded ? 1 : 0);
      const reading = isEnded ? readLine(bytes)?.reading : undefined;
      if (reading === undefined) {
        const place = `${name}:${offset}`;
        damage.push({ place, kind: isEnded ? 'changed' : 'torn', bytes: bytes.length });
        continue;
      }
      counts.bodies += 1;
      counts.events += reading.raws.length;
      for (const event of mailEvents(reading, mappings)) seen.add(idOf(event));
    }
  }
  return { ...counts, distinctEvents: seen.size(), damage };
}

/** Every file of records, with the name by which reports call it. */
async function segmentsOf(folder: string): Promise<{ readonly file: string; readonly name: string }[]> {
  const found = (await foldersOf(folder)).map(async (one) =>
    (await segmentNumbers(one)).map((number) => {
      const file = segmentPath(one, number);
      return { file, name: path.relative(folder, file) };
    }),
  );
  return (await Promise.all(found)).flat();
}
