import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { Readable } from 'node:stream';
import { bytesWithin } from '../bytes-within.js';
import { deadlineIn } from '../deadline.js';
import { ReadStopped } from './read-stopped.js';

/** What ends the reading of a file, whatever the file is. */
export interface ReadLimits {
  readonly mostBytes: number;
  /** Undefined: only Ctrl-C ends a wait. */
  readonly withinMs?: number | undefined;
  readonly cancelled: AbortSignal;
}

/** A file that is open for reading, and what it was when it was opened. */
export interface OpenFile {
  readonly fd: number;
  readonly about: Stats;
  readonly close: () => void;
}

/** Opens a file without waiting for it: a named pipe may have no writer. Throws the system's error. */
export function openNow(file: string): OpenFile {
  const fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  return { fd, about: fstatSync(fd), close: () => closeSync(fd) };
}

/** All bytes of an open file, which is closed then. Throws ReadStopped, an error with the code ABORT_ERR after Ctrl-C, or the system's. */
export async function readOpen({ fd, about, close }: OpenFile, limits: ReadLimits): Promise<Buffer> {
  if (about.isFIFO() || about.isSocket() || (await isTerminal(fd, about)))
    return readStream(await streamOf(fd, about), limits);
  try {
    return readPlainly(fd, limits.mostBytes);
  } finally {
    close();
  }
}

/** All bytes of a stream; throws as `readOpen`. */
export async function readStream(stream: Readable, { mostBytes, withinMs, cancelled }: ReadLimits): Promise<Buffer> {
  const { addAbortSignal } = await import('node:stream');
  const late = withinMs === undefined ? undefined : deadlineIn(withinMs, cancelled);
  addAbortSignal(late?.signal ?? cancelled, stream);
  try {
    const bytes = await bytesWithin(stream, mostBytes);
    if (bytes === undefined) throw tooLarge(mostBytes);
    return bytes;
  } catch (error) {
    if (late?.signal.aborted && !cancelled.aborted)
      throw new ReadStopped('late', `it did not end within ${(withinMs ?? 0) / 1000} s`);
    throw error;
  } finally {
    late?.end();
  }
}

async function isTerminal(fd: number, about: Stats): Promise<boolean> {
  return about.isCharacterDevice() && (await import('node:tty')).isatty(fd);
}

async function streamOf(fd: number, about: Stats): Promise<Readable> {
  if (about.isCharacterDevice()) return new (await import('node:tty')).ReadStream(fd);
  const { Socket } = await import('node:net');
  return new Socket({ fd, readable: true, writable: false });
}

function readPlainly(fd: number, mostBytes: number): Buffer {
  const chunks: Buffer[] = [];
  for (let length = 0; ; ) {
    const chunk = Buffer.allocUnsafe(65_536);
    const count = readSync(fd, chunk, 0, chunk.length, null);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
    length += count;
    if (length > mostBytes) throw tooLarge(mostBytes);
  }
}

function tooLarge(mostBytes: number): ReadStopped {
  const [size, unit] = mostBytes < 1024 * 1024 ? [mostBytes / 1024, 'KB'] : [mostBytes / 1024 / 1024, 'MB'];
  return new ReadStopped('too-large', `it is larger than ${size} ${unit}`);
}
