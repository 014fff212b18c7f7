import { createReadStream, promises as fs } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { cannotRead, codeOf } from '../files/node-reason.js';
import { expectOwnFolder } from '../files/own-folder.js';

/** A store's files: `00000001.ndjson` and so on, in the order of receipt. */
export const segmentLimitBytes = 64 * 1024 * 1024;
const shape = /^(\d{8,})\.ndjson$/;

export function segmentName(number: number): string {
  return `${String(number).padStart(8, '0')}.ndjson`;
}

/**
 * The numbers of the segments there are, from the first to the last. Throws `input-missing` where there is no folder: a typo in its name
 * must not look like a store without events.
 */
export async function segmentNumbers(folder: string): Promise<number[]> {
  return (await namesIn(folder)).flatMap((name) => Number(shape.exec(name)?.[1] ?? []) || []).sort((a, b) => a - b);
}

/** What a store has from its beginning, before its first event. A lock that is being taken has a longer name for a moment. */
const marks = /^(?:listening\.ndjson$|pulled$|\.listen\.lock)/;

function isStore(names: readonly string[]): boolean {
  return names.some((name) => shape.test(name) || marks.test(name));
}

/** Throws `cannot-write` for a folder of something else, which must not be mixed with a store. */
export function expectPlaceForStore(folder: string): Promise<void> {
  return expectOwnFolder({ folder, shown: folder, flag: '--store', what: 'an event store', name: 'events' }, isStore);
}

/** Throws `input-missing` for another folder than a store: without events it would look like a silent one. */
export async function expectStore(folder: string): Promise<void> {
  if (isStore(await namesIn(folder))) return;
  throw new AkrelayError('input-missing', {
    message: `${folder} is not an event store: it contains neither ${segmentName(1)} nor listening.ndjson.`,
    hint: 'Give the folder in which akrelay events listen stores events (default: akrelay-events).',
  });
}

async function namesIn(folder: string): Promise<string[]> {
  return fs.readdir(folder).catch((error) => {
    throw codeOf(error) === 'ENOENT' ? noStore(folder) : cannotRead(folder, error);
  });
}

function noStore(folder: string): AkrelayError {
  return new AkrelayError('input-missing', {
    message: `There is no event store in ${folder}.`,
    hint: 'Give its folder with --store, or receive events first: akrelay events listen',
  });
}

export interface Line {
  /** Without its newline. */
  readonly bytes: Buffer;
  /** Where it begins in its file. */
  readonly offset: number;
  /** False for a last line without a newline: it is being written, or its writer was stopped. */
  readonly isEnded: boolean;
}

/** The lines of a file from a place on, each whole in memory and no more than one. */
export async function* linesOf(file: string, from = 0): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let offset = from;
  for await (const chunk of bytesOf(file, from)) {
    let begin = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, begin)) {
      const bytes = joined(parts, chunk.subarray(begin, end));
      yield { bytes, offset, isEnded: true };
      parts = [];
      offset += bytes.length + 1;
      begin = end + 1;
    }
    if (begin < chunk.length) parts.push(chunk.subarray(begin));
  }
  if (parts.length > 0) yield { bytes: joined(parts), offset, isEnded: false };
}

/** Nothing of a file that was removed since it was listed, as old segments may be at any time. */
async function* bytesOf(file: string, from: number): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file, { start: from, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw cannotRead(file, error);
  }
}

function joined(parts: readonly Buffer[], last?: Buffer): Buffer {
  if (parts.length === 0) return last ?? Buffer.alloc(0);
  return Buffer.concat(last === undefined ? parts : [...parts, last]);
}

export function segmentPath(folder: string, number: number): string {
  return path.join(folder, segmentName(number));
}

/** Where reading has come to: a segment, and the offset of the next line in it. */
export interface Position {
  segment: number;
  offset: number;
}

export function start(): Position {
  return { segment: 0, offset: 0 };
}

/** The ended lines from a position on, which moves along; a last one that is being written is left for the next time. */
export async function* newLines(folder: string, position: Position): AsyncGenerator<Line> {
  for (const number of (await segmentNumbers(folder)).filter((one) => one >= position.segment)) {
    const from = number > position.segment ? 0 : position.offset;
    for await (const line of linesOf(segmentPath(folder, number), from)) {
      if (!line.isEnded) break;
      // Not before: a segment that was begun on a full disk is removed again.
      Object.assign(position, { segment: number, offset: line.offset + line.bytes.length + 1 });
      yield line;
    }
  }
}
