import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { AkrelayError } from '../../errors.js';
import { flushFolder, isCode } from '../files/atomic-write.js';
import { reasonOf } from '../files/node-reason.js';
import { encodeRecord } from './record.js';
import { segmentLimitBytes, segmentNumbers, segmentPath } from './segments.js';
import type { EventWriter, ReceivedBody } from './store.js';

/** Records that are flushed together: so many bytes, or a little more. */
const batchBytes = 32 * 1024 * 1024;

interface Waiting {
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A segment that is being written. What stands behind `length` was never acknowledged. */
interface Segment {
  readonly handle: FileHandle;
  length: number;
}

/**
 * Appends records to the newest segment of the folder. What arrives while one flush is under way is flushed together by the next
 * ("group commit"): many senders share the price of the disk.
 */
export function segmentWriter(folder: string): EventWriter {
  const waiting: Waiting[] = [];
  let segment: Segment | undefined;
  let working: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    for (let batch = taken(waiting); batch.length > 0; batch = taken(waiting))
      try {
        segment = await roomy(segment, folder);
        await appendBatch(segment, batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        if (segment !== undefined && !(await isCutBack(segment))) segment = undefined;
        for (const { reject } of batch) reject(cannotStore(folder, error));
      }
    working = undefined;
  };

  return {
    append: (body: ReceivedBody) =>
      new Promise((resolve, reject) => {
        const pieces = encodeRecord(body);
        waiting.push({ pieces, bytes: pieces.reduce((sum, piece) => sum + piece.length, 0), resolve, reject });
        working ??= work();
      }),
    close: async () => {
      await working;
      await segment?.handle.close();
      segment = undefined;
    },
  };
}

/** The next records to be flushed together. */
function taken(waiting: Waiting[]): Waiting[] {
  let [count, bytes] = [0, 0];
  for (; count < waiting.length && bytes < batchBytes; count++) bytes += waiting[count]?.bytes ?? 0;
  return waiting.splice(0, count);
}

async function appendBatch(segment: Segment, batch: readonly Waiting[]): Promise<void> {
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
  await mkdir(folder, { recursive: true, mode: 0o700 });
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

function cannotStore(folder: string, cause: unknown): AkrelayError {
  return new AkrelayError('cannot-write', {
    message: `Cannot store in ${folder}: ${reasonOf(cause)}.`,
    hint: isCode(cause, 'ENOSPC', 'EDQUOT')
      ? 'Free some space there; providers will send the events again.'
      : 'Check the folder and the disk.',
    cause,
  });
}
