import { closeSync, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { AkrelayError } from '../../errors.js';
import type { HeaderText } from '../../trace/field/header-text.js';
import { cannotRead } from '../files/node-reason.js';

/** Bytes in order, into a buffer of the reader's. */
export interface ByteSource {
  /** Fills at least one byte and at most the buffer; 0 = the end. Throws AkrelayErrors. */
  readonly read: (into: Uint8Array) => number | Promise<number>;
  readonly close: () => void | Promise<void>;
}

/** A regular file, read synchronously and in order. */
export function fileBytes(absolute: string, name: string): ByteSource {
  try {
    const handle = openSync(absolute, 'r');
    return { read: (into) => readSync(handle, into, 0, into.length, null), close: () => closeSync(handle) };
  } catch (error) {
    throw cannotRead(name, error);
  }
}

/** A stream of any kind (a pipe, standard input), unpacked when it is gzip (RFC 1952 §2.3.1). */
export async function streamBytes(stream: Readable, name: string): Promise<ByteSource> {
  const plain = chunkBytes(chunksOf(stream, name));
  const first = new Uint8Array(2);
  const length = await fill(plain, first);
  const whole = resumed(first.subarray(0, length), plain);
  return first[0] === 0x1f && first[1] === 0x8b ? gunzipped(whole, name) : whole;
}

/** Reads until the buffer is full or the source ends. Returns how many bytes there are. */
export async function fill(source: ByteSource, into: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const length = await source.read(into.subarray(filled));
    if (length === 0) break;
    filled += length;
  }
  return filled;
}

/** The same source with bytes put back in front. */
export function resumed(first: Uint8Array, source: ByteSource): ByteSource {
  let rest = first;
  return {
    read: (into) => {
      if (rest.length === 0) return source.read(into);
      const part = rest.subarray(0, into.length);
      into.set(part);
      rest = rest.subarray(part.length);
      return part.length;
    },
    close: source.close,
  };
}

/** The text of an odd source as others have it: UTF-8 with LF at the ends of its lines, where it has UTF-16 or CR. */
export function plainBytes(source: ByteSource, encoding: HeaderText['encoding']): ByteSource {
  return chunkBytes(plainBlocks(blocksOf(source), encoding));
}

async function* plainBlocks(
  blocks: AsyncIterable<Uint8Array>,
  encoding: HeaderText['encoding'],
): AsyncGenerator<Uint8Array> {
  const decoder = encoding === 'bytes' ? undefined : new TextDecoder(encoding);
  for await (const block of blocks)
    yield decoder
      ? Buffer.from(decoder.decode(block, { stream: true }))
      : block.map((byte) => (byte === 0x0d ? 0x0a : byte));
}

async function gunzipped(source: ByteSource, name: string): Promise<ByteSource> {
  const { gunzip } = await import('./gunzip.js');
  const damaged = (error: unknown): AkrelayError =>
    new AkrelayError('not-an-email', {
      message: `${name} is a damaged or truncated gzip archive.`,
      hint: 'Download it again, or try to unpack it by hand.',
      cause: error,
    });
  return chunkBytes(chunksOf(gunzip(blocksOf(source)), name, damaged));
}

async function* blocksOf(source: ByteSource): AsyncIterable<Uint8Array> {
  try {
    for (;;) {
      const block = new Uint8Array(64 * 1024);
      const length = await source.read(block);
      if (length === 0) return;
      yield block.subarray(0, length);
    }
  } finally {
    await source.close();
  }
}

async function* chunksOf(
  stream: AsyncIterable<unknown>,
  name: string,
  toError = (error: unknown): AkrelayError => cannotRead(name, error),
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw toError(error);
  }
}

/** Bytes that come in chunks. */
export function chunkBytes(chunks: AsyncGenerator<Uint8Array>): ByteSource {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    read: async (into) => {
      while (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) return 0;
        rest = next.value;
      }
      const part = rest.subarray(0, into.length);
      into.set(part);
      rest = rest.subarray(part.length);
      return part.length;
    },
    close: async () => {
      await chunks.return(undefined);
    },
  };
}
