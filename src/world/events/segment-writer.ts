import { type FileHandle, open } from 'node:fs/promises';
import { AkrelayError } from '../../errors.js';
import { makeFolders } from '../files/make-folders.js';
import { isCode, reasonOf } from '../files/node-reason.js';
import { flushFolder } from '../files/replace-file.js';
import { groupCommit } from './group-commit.js';
import { encodeRecord } from './record.js';
import { segmentLimitBytes, segmentNumbers, segmentPath } from './segments.js';
import type { EventWriter, ReceivedBody } from './store.js';

/** Records that are flushed together: so many bytes, or a little more. */
const batchBytes = 32 * 1024 * 1024;

/** A record in the pieces that are written one after another. */
interface Encoded {
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
}

/** A segment that is being written. What is after `length` was never acknowledged. */
interface Segment {
  readonly handle: FileHandle;
  length: number;
}

/** Appends records to the newest segment of the folder; those that come in while one flush is under way are flushed together. */
export function segmentWriter(folder: string): EventWriter {
  let segment: Segment | undefined;
  const group = groupCommit<Encoded>({ bytesOf: ({ bytes }) => bytes, mostBytes: batchBytes }, async (batch) => {
    try {
      segment = await roomy(segment, folder);
      await appendBatch(segment, batch);
    } catch (error) {
      if (segment !== undefined && !(await isCutBack(segment))) segment = undefined;
      throw cannotStore(folder, error);
    }
  });
  return {
    append: (body: ReceivedBody) => {
      const pieces = encodeRecord(body);
      return group.add({ pieces, bytes: pieces.reduce((sum, piece) => sum + piece.length, 0) });
    },
    close: async () => {
      await group.settled();
      await segment?.handle.close();
      segment = undefined;
    },
  };
}

async function appendBatch(segment: Segment, batch: readonly Encoded[]): Promise<void> {
  const pieces = batch.flatMap((one) => one.pieces);
  const bytes = batch.reduce((sum, one) => sum + one.bytes, 0);
  const { bytesWritten } = await segment.handle.writev(pieces);
  // A disk that fills up takes a part; to write the rest says why.
  if (bytesWritten < bytes) await segment.handle.appendFile(Buffer.concat(pieces).subarray(bytesWritten));
  await segment.handle.datasync();
  segment.length += bytes;
}

/** The segment while there is room in it, else a new one. */
async function roomy(segment: Segment | undefined, folder: string): Promise<Segment> {
  if (segment !== undefined && segment.length < segmentLimitBytes) return segment;
  await segment?.handle.close();
  await makeFolders(folder, 0o700);
  const last = (await segmentNumbers(folder)).at(-1) ?? 0;
  const handle = await open(segmentPath(folder, last + 1), 'ax', 0o600);
  await flushFolder(folder);
  return { handle, length: 0 };
}

/** Takes back what a failed write left. False where that fails too: then nobody knows what the file holds, and it is left alone. */
async function isCutBack({ handle, length }: Segment): Promise<boolean> {
  try {
    await handle.truncate(length);
    await handle.datasync();
    return true;
  } catch {
    await handle.close().catch(() => undefined);
    return false;
  }
}

export function cannotStore(folder: string, cause: unknown): AkrelayError {
  return new AkrelayError('cannot-write', {
    message: `Cannot store in ${folder}: ${reasonOf(cause)}.`,
    hint: isCode(cause, 'ENOSPC', 'EDQUOT')
      ? 'Free some space there; providers will send the events again.'
      : 'Check the folder and the disk.',
    cause,
  });
}
