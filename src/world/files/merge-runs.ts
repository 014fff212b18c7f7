import type { FileHandle } from 'node:fs/promises';

/** Lines that are in order, some at a time. */
export type Portions = AsyncIterable<readonly string[]>;

/** A file of lines that are in order. */
export interface Run {
  readonly file: FileHandle;
  readonly bytes: number;
}

const linesAtOnce = 4_096;
/** For the buffers of all runs together. */
const bufferBytes = 16 * 1024 * 1024;

export function* pieces(lines: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < lines.length; at += linesAtOnce) yield lines.slice(at, at + linesAtOnce);
}

/** Where one run has come to. */
interface Head {
  lines: readonly string[];
  at: number;
  readonly more: () => Promise<readonly string[]>;
}

/** Merges runs, and lines in memory that are in order too. */
export async function* mergedRuns(runs: readonly Run[], last: readonly string[]): Portions {
  if (runs.length === 0) return yield* pieces(last);
  const heads: Head[] = last.length === 0 ? [] : [{ lines: last, at: 0, more: async () => [] }];
  for (const run of runs) {
    const more = reader(run, Math.ceil(bufferBytes / runs.length));
    heads.push({ lines: await more(), at: 0, more });
  }
  // An array in order of the first lines is a heap.
  heads.sort((one, other) => (lineOf(one) < lineOf(other) ? -1 : 1));
  let out: string[] = [];
  for (let [top] = heads; top !== undefined; [top] = heads) {
    out.push(lineOf(top));
    top.at += 1;
    if (top.at === top.lines.length) await refill(top, heads);
    sink(heads);
    if (out.length < linesAtOnce) continue;
    yield out;
    out = [];
  }
  if (out.length > 0) yield out;
}

function lineOf({ lines, at }: Head): string {
  return lines[at] ?? '';
}

/** Brings the next lines of the first head; takes it out where there are none. */
async function refill(top: Head, heads: Head[]): Promise<void> {
  top.lines = await top.more();
  top.at = 0;
  if (top.lines.length > 0) return;
  const end = heads.pop();
  if (end !== undefined && heads.length > 0) heads[0] = end;
}

/** Lets the first head of the heap sink to its place. */
function sink(heads: Head[]): void {
  const [top] = heads;
  if (top === undefined) return;
  const line = lineOf(top);
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    const left = heads[child];
    const right = heads[child + 1];
    if (left === undefined) break;
    const least = right !== undefined && lineOf(right) < lineOf(left) ? right : left;
    if (least === right) child += 1;
    if (line <= lineOf(least)) break;
    heads[at] = least;
    at = child;
  }
  heads[at] = top;
}

/** Gives the next whole lines of a run; none at its end. */
function reader({ file, bytes }: Run, size: number): () => Promise<readonly string[]> {
  let [at, rest] = [0, Buffer.alloc(0)];
  return async () => {
    while (at < bytes) {
      const chunk = Buffer.allocUnsafe(rest.length + Math.min(size, bytes - at));
      rest.copy(chunk);
      const { bytesRead } = await file.read(chunk, rest.length, chunk.length - rest.length, at);
      if (bytesRead === 0) throw new Error('a file of the sort is shorter than it was written');
      at += bytesRead;
      const whole = chunk.subarray(0, rest.length + bytesRead);
      const end = whole.lastIndexOf(10);
      rest = whole.subarray(end + 1);
      if (end >= 0) return whole.toString('utf8', 0, end).split('\n');
    }
    return [];
  };
}
