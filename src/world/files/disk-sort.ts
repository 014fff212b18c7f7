import { promises as fs } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { mergedRuns, type Portions, pieces, type Run } from './merge-runs.js';
import { reasonOf } from './node-reason.js';

/** Sorts more lines than memory holds. A line holds no line feed and no lone surrogate. */
export interface LineSorter {
  readonly add: (lines: readonly string[]) => Promise<void>;
  /** All of them by their UTF-16 code units, in portions; to be asked once, at the end. */
  readonly sorted: () => Portions;
  readonly close: () => Promise<void>;
}

export interface SortPlace {
  /** Undefined: that of the system (`TMPDIR`). */
  readonly folder: string | undefined;
  readonly cancelled: AbortSignal;
  /** Other sizes than the usual ones, for tests. */
  readonly limits?: typeof usualLimits;
}

const usualLimits = {
  /** Characters that are sorted in memory. What is more goes to disk, sorted, as one run. */
  portionLength: 8 * 1024 * 1024,
  /** Runs that are merged at the same time; when there are more they become one first. */
  runs: 256,
};

/**
 * Sorts in memory what fits and merges on disk what does not. The files have no name from the moment they are open: nothing is left of them
 * however the program ends, kill -9 among it. Throws `cannot-write` where there is no room.
 */
export function lineSorter(place: SortPlace): LineSorter {
  const { limits = usualLimits } = place;
  let portion: string[] = [];
  let length = 0;
  let runs: Run[] = [];

  const spill = async (): Promise<void> => {
    runs.push(await written(pieces(portion.sort()), place));
    [portion, length] = [[], 0];
    if (runs.length < limits.runs) return;
    const merging = runs;
    runs = [await written(mergedRuns(merging, []), place)];
    await closed(merging);
  };
  return {
    add: async (lines) => {
      mustGoOn(place);
      for (const line of lines) {
        portion.push(line);
        length += line.length;
      }
      if (length >= limits.portionLength) await spill();
    },
    sorted: () => mergedRuns(runs, portion.sort()),
    close: () => closed(runs),
  };
}

async function closed(runs: readonly Run[]): Promise<void> {
  await Promise.all(runs.map(({ file }) => file.close().catch(() => undefined)));
}

async function written(portions: Portions | Iterable<readonly string[]>, place: SortPlace): Promise<Run> {
  const folder = place.folder ?? tmpdir();
  const file = await namelessFile(folder).catch((error) => cannotSort(folder, error));
  let bytes = 0;
  try {
    for await (const lines of portions) {
      mustGoOn(place);
      const text = Buffer.from(`${lines.join('\n')}\n`);
      await file.appendFile(text).catch((error) => cannotSort(folder, error));
      bytes += text.length;
    }
    return { file, bytes };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function namelessFile(folder: string): Promise<FileHandle> {
  const own = await fs.mkdtemp(path.join(folder, 'akrelay-sort-'));
  try {
    return await fs.open(path.join(own, 'run'), 'wx+', 0o600);
  } finally {
    await fs.rm(own, { recursive: true, force: true });
  }
}

function mustGoOn({ cancelled }: SortPlace): void {
  cancelled.throwIfAborted();
}

function cannotSort(folder: string, cause: unknown): never {
  throw new AkrelayError('cannot-write', {
    message: `Cannot sort in ${folder}: ${reasonOf(cause)}.`,
    hint: 'Large stores are sorted on disk: choose a folder with enough space with --temp or TMPDIR.',
    cause,
  });
}
