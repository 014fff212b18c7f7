import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { AkrelayError, cancelledError } from '../../errors.js';
import { isCode, reasonOf, writeHint } from './node-reason.js';
import { renameOver } from './rename.js';
import { placeNew } from './replace-file.js';
import { isRunning, type Runner, thisRunner } from './runner.js';
import { hiddenName, temporaryName, temporaryOwner } from './temporary-name.js';

/**
 * A lock is a file next to the one it protects, `.<name>.lock`, that says who holds it. The lock of a process of this
 * machine that is gone is taken over at once, that of one that still runs never; that of another machine when it is older
 * than this, or of the future, for nobody holds it longer.
 */
export const staleLockMs = 30_000;
/** Longer than a lock can be stale, so that a left-over one delays a command and never fails it. */
const patienceMs = 40_000;
const firstPauseMs = 5;
const longestPauseMs = 100;
/** Of what we write ourselves. */
const largestLockBytes = 4096;

export interface Owner extends Runner {
  readonly host: string;
  /** ISO 8601 UTC. */
  readonly since: string;
}

export interface FileLock {
  /** Throws LockLost when another process took the lock over, as one on another machine may after `staleLockMs`. */
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
  const ours = await ownMark();
  const begin = performance.now();
  for (let pauseMs = firstPauseMs; !(await takeOrClear(lock, ours)); pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    if (cancelled.aborted) throw cancelledError('nothing was written');
    if (performance.now() - begin > patienceMs) throw await stillHeld(lock, target);
    // Waiters that began together must not go on together.
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
  }
  const isOurs = async (): Promise<boolean> => (await seenAt(lock))?.content === ours;
  return {
    mustBeHeld: async () => {
      if (!(await isOurs())) throw new LockLost(target);
    },
    release: async () => {
      if (await isOurs()) await rm(lock, { force: true });
    },
  };
}

/** What a lock of this process says. */
export async function ownMark(): Promise<string> {
  const owner: Owner = { ...(await thisRunner()), host: hostname(), since: new Date().toISOString() };
  return JSON.stringify(owner);
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
    if (!isCode(error, 'EEXIST')) throw cannotLock(lock, error);
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
  return false;
}

function cannotLock(lock: string, error: unknown): AkrelayError {
  return new AkrelayError('cannot-write', {
    message: `Cannot write in ${path.dirname(lock)}: ${reasonOf(error)}.`,
    hint: writeHint(
      error,
      'Changes need a lock file and a temporary file there: check that you can write to the folder.',
    ),
    cause: error,
  });
}

interface Seen {
  readonly about: Stats;
  readonly content: string;
}

/** The lock as it is; undefined when it is gone. Throws `cannot-write` for what no akrelay has put there. */
async function seenAt(lock: string): Promise<Seen | undefined> {
  try {
    const about = await lstat(lock);
    // A named pipe would keep its reader waiting, a link would lead elsewhere.
    if (!about.isFile() || about.size > largestLockBytes) throw noLock(lock);
    return { about, content: await readFile(lock, 'utf8') };
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error instanceof AkrelayError ? error : cannotLock(lock, error);
  }
}

function noLock(lock: string): AkrelayError {
  return new AkrelayError('cannot-write', {
    message: `${lock} is not a lock file of akrelay, but has its name; nothing was written.`,
    hint: 'Check what it is, then remove it.',
  });
}

async function clearIfStale(lock: string): Promise<void> {
  const seen = await seenAt(lock);
  if (seen !== undefined && (await isStale(seen))) await takeAway(lock, seen.content);
}

/** Moves a stale lock away. Only one of several processes can move a given one; a fresh one that was caught is put back. */
export async function takeAway(lock: string, seen: string): Promise<void> {
  // An owner that ends between the two looks has let go, and the lock is somebody else's by now.
  if ((await seenAt(lock))?.content !== seen) return;
  const aside = temporaryName(lock);
  try {
    await renameOver(lock, aside);
    if ((await readFile(aside, 'utf8')) !== seen) await placeNew(aside, lock).catch(() => undefined);
  } catch (error) {
    if (isCode(error, 'EPERM', 'EACCES')) throw staleOfAnother(lock);
    if (!isCode(error, 'ENOENT')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** In a folder such as /tmp only its owner can remove it. */
function staleOfAnother(lock: string): AkrelayError {
  return new AkrelayError('cannot-write', {
    message: `${lock} was left behind by another user, and you are not allowed to remove it; nothing was written.`,
    hint: 'Ask its owner to remove it, or move the config to your own folder.',
  });
}

async function isStale({ about, content }: Seen): Promise<boolean> {
  const owner = ownerOf(content);
  if (owner?.host === hostname()) return !(await isRunning(owner));
  return Math.abs(Date.now() - about.mtimeMs) > staleLockMs;
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

export function holderOf(owner: Owner | undefined): string {
  return owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host} since ${owner.since}`;
}

async function stillHeld(lock: string, target: string): Promise<AkrelayError> {
  const owner = ownerOf((await seenAt(lock))?.content ?? '');
  return new AkrelayError('temporary', {
    message: `${target} is being changed by ${holderOf(owner)}; nothing was written.`,
    hint: `Try again later. If no akrelay is running, remove ${lock} and try again.`,
  });
}

/** Removes what killed processes left next to a file of this name. */
export async function sweep(target: string): Promise<void> {
  const folder = path.dirname(target);
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = temporaryOwner(target, name);
    if (pid !== undefined && pid !== process.pid && !(await isRunning({ pid, started: undefined })))
      await rm(path.join(folder, name), { force: true }).catch(() => undefined);
  }
}
