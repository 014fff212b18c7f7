import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { hiddenName, isCode, placeNew, temporaryName, temporaryOwner } from './atomic-write.js';
import { reasonOf, writeHint } from './node-reason.js';

/**
 * A lock is a file beside the one it protects, `.<name>.lock`, that says who holds it. The lock of a process of this
 * machine that is gone is taken over at once; any other one when it is older than this, for nobody holds it longer.
 */
export const staleLockMs = 30_000;
/** Longer than a lock can be stale, so that a left-over one delays a command and never fails it. */
const patienceMs = 40_000;
const firstPauseMs = 5;
const longestPauseMs = 100;

export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601 UTC. */
  readonly since: string;
}

export interface FileLock {
  /** Throws LockLost when another process took the lock over, as it may after `staleLockMs`. */
  readonly mustBeHeld: () => Promise<void>;
  readonly release: () => Promise<void>;
}

/** The lock is not ours any more: nothing was written, and all that was read may be old. */
export class LockLost extends AkrelayError {
  constructor(target: string) {
    super('temporary', {
      message: `Another process took over the lock of ${target}; nothing was written.`,
      hint: 'Run the command again.',
    });
  }
}

/** Takes the lock of a file, waiting for whoever holds it. Throws `temporary`, naming the owner, or `cannot-write`. */
export async function lockFile(target: string, cancelled: AbortSignal): Promise<FileLock> {
  const lock = path.join(path.dirname(target), `${hiddenName(target)}.lock`);
  const ours = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() } satisfies Owner);
  const begin = performance.now();
  for (let pauseMs = firstPauseMs; !(await takeOrClear(lock, ours)); pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    if (cancelled.aborted) throw new AkrelayError('cancelled', { message: 'Cancelled; nothing was written.' });
    if (performance.now() - begin > patienceMs) throw await stillHeld(lock, target);
    // Waiters that began together must not go on together.
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
  }
  await sweep(target);
  const isOurs = async (): Promise<boolean> => (await readFile(lock, 'utf8').catch(() => '')) === ours;
  return {
    mustBeHeld: async () => {
      if (!(await isOurs())) throw new LockLost(target);
    },
    release: async () => {
      if (await isOurs()) await rm(lock, { force: true });
    },
  };
}

async function takeOrClear(lock: string, ours: string): Promise<boolean> {
  const isOurs = await tryTake(lock, ours);
  if (!isOurs) await clearIfStale(lock);
  return isOurs;
}

/** Writes the lock file; false where there is one. Throws `cannot-write`. */
export async function tryTake(lock: string, ours: string): Promise<boolean> {
  const beside = temporaryName(lock);
  try {
    await writeFile(beside, ours, { flag: 'wx' });
    await placeNew(beside, lock);
    return true;
  } catch (error) {
    if (!isCode(error, 'EEXIST'))
      throw new AkrelayError('cannot-write', {
        message: `Cannot write in ${path.dirname(lock)}: ${reasonOf(error)}.`,
        hint: writeHint(error, 'A change needs a lock and a new file there: check that you may write in that folder.'),
        cause: error,
      });
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
  return false;
}

async function clearIfStale(lock: string): Promise<void> {
  const seen = await readFile(lock, 'utf8').catch(() => undefined);
  if (seen !== undefined && (await isStale(lock, seen))) await takeAway(lock, seen);
}

/** Moves a stale lock away. Only one of several processes can move a given one; a fresh one that was caught is put back. */
export async function takeAway(lock: string, seen: string): Promise<void> {
  // An owner that ends between the two looks has let go, and the lock is somebody else's by now.
  if ((await readFile(lock, 'utf8').catch(() => undefined)) !== seen) return;
  const aside = temporaryName(lock);
  try {
    await rename(lock, aside);
    if ((await readFile(aside, 'utf8')) !== seen) await placeNew(aside, lock).catch(() => undefined);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function isStale(lock: string, content: string): Promise<boolean> {
  const owner = ownerOf(content);
  if (owner !== undefined && owner.host === hostname() && !isAlive(owner.pid)) return true;
  const ageMs = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return ageMs > staleLockMs;
}

/** Who holds it; undefined where the file does not say. */
export function ownerOf(content: string): Owner | undefined {
  try {
    const owner: Partial<Owner> | null = JSON.parse(content);
    return typeof owner?.pid === 'number' && typeof owner.host === 'string' && typeof owner.since === 'string'
      ? (owner as Owner)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process of this machine runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

async function stillHeld(lock: string, target: string): Promise<AkrelayError> {
  const owner = ownerOf(await readFile(lock, 'utf8').catch(() => ''));
  const holder = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host} since ${owner.since}`;
  return new AkrelayError('temporary', {
    message: `${target} is being changed by ${holder}; nothing was written.`,
    hint: `Try again later. If no akrelay is running, remove ${lock}`,
  });
}

/** Removes what killed processes left beside the file. */
async function sweep(target: string): Promise<void> {
  const folder = path.dirname(target);
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = temporaryOwner(target, name);
    if (owner !== undefined && owner !== process.pid && !isAlive(owner))
      await rm(path.join(folder, name), { force: true }).catch(() => undefined);
  }
}
