import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../files/atomic-write.js';
import { type Position, segmentNumbers, segmentPath, start } from './segments.js';

/** How far a store was passed on. */
export interface Cursor {
  readonly position: Position;
  readonly moveTo: (position: Position) => Promise<void>;
  readonly save: () => Promise<void>;
}

const saveEveryMs = 1_000;

/** The cursor of a store for a target, kept in a file next to it. For a target that is new it begins at the end: the past is not passed on. */
export async function openCursor(folder: string, url: string): Promise<Cursor> {
  const file = path.join(folder, 'forward.json');
  const target = createHash('sha256').update(url).digest('hex').slice(0, 16);
  const end = await endOf(folder);
  const saved = await savedPosition(file, target);
  // A segment that is not there any more was removed, and numbering began again.
  const isKnown = saved !== undefined && saved.segment <= end.segment;
  const position = isKnown ? saved : end;
  let savedAtMs = 0;
  const save = async (): Promise<void> => {
    savedAtMs = performance.now();
    await writeWhole(file, `${JSON.stringify({ target, ...position })}\n`, 'private');
  };
  // Else a crash before the first pause would make this store a past that is not passed on.
  if (!isKnown) await save();
  return {
    position,
    save,
    moveTo: async (to) => {
      Object.assign(position, to);
      if (performance.now() - savedAtMs > saveEveryMs) await save();
    },
  };
}

async function savedPosition(file: string, target: string): Promise<Position | undefined> {
  try {
    const saved = JSON.parse(await fs.readFile(file, 'utf8'));
    const isOurs = saved.target === target && Number.isSafeInteger(saved.segment) && Number.isSafeInteger(saved.offset);
    return isOurs ? { segment: saved.segment, offset: saved.offset } : undefined;
  } catch {
    return undefined;
  }
}

async function endOf(folder: string): Promise<Position> {
  const last = (await segmentNumbers(folder)).at(-1);
  if (last === undefined) return start();
  return { segment: last, offset: (await fs.stat(segmentPath(folder, last))).size };
}
