import { type FileHandle, open, rm, stat } from 'node:fs/promises';
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
  readonly number: number;
  readonly file: string;
  readonly inode: number;
  readonly handle: FileHandle;
  length: number;
}

/**
 * Appends records to a segment of its own in the folder; those that come in while one flush is under way are flushed together. After a
 * write that failed it goes on in another segment: who reads may have seen what is taken back, and would go on in the middle of a record.
 */
export function segmentWriter(folder: string): EventWriter {
  let segment: Segment | undefined;
  let last = 0;
  const group = groupCommit<Encoded>({ bytesOf: ({ bytes }) => bytes, mostBytes: batchBytes }, async (batch) => {
    try {
      if (segment === undefined || segment.length >= segmentLimitBytes) {
        await segment?.handle.close();
        segment = undefined;
        segment = await newSegment(folder, last);
        last = segment.number;
      }
      await appendBatch(segment, batch);
    } catch (error) {
      if (segment !== undefined) await cutBack(segment).catch(() => undefined);
      segment = undefined;
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
  const [isThere] = await Promise.all([isInPlace(segment), segment.handle.datasync()]);
  if (!isThere) throw new SegmentGone();
  segment.length += bytes;
}

/** A file that was removed, or moved away, is written to without an error. */
class SegmentGone extends Error {
  readonly code = 'ENOENT';
}

async function isInPlace({ file, inode }: Segment): Promise<boolean> {
  return stat(file).then(
    ({ ino }) => ino === inode,
    () => false,
  );
}

/** Numbered after all that are there, and after `last`: no number is used twice. */
async function newSegment(folder: string, last: number): Promise<Segment> {
  await makeFolders(folder, 0o700);
  const number = Math.max(last, ...(await segmentNumbers(folder))) + 1;
  const file = segmentPath(folder, number);
  const handle = await open(file, 'ax', 0o600);
  await flushFolder(folder);
  return { number, file, inode: (await handle.stat()).ino, handle, length: 0 };
}

/** Takes back what a failed write left. Where that fails too nobody knows what the file holds, and it is left alone. */
async function cutBack(segment: Segment): Promise<void> {
  const { file, handle, length } = segment;
  try {
    await handle.truncate(length);
    await handle.datasync();
    if (length === 0 && (await isInPlace(segment))) await rm(file);
  } finally {
    await handle.close();
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
