import { promises as fs } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { holderOf, ownerOf, ownMark, takeAway, tryTake } from '../files/file-lock.js';
import { makeFolders } from '../files/make-folders.js';
import { isRunning } from '../files/runner.js';
import { nodeClock } from '../node-clock.js';
import { cannotStore } from './segment-writer.js';

const heartbeatMs = 1_000;
/** A holder that gave no sign for so long is gone: its machine, or its container, ended with it. */
const silenceMs = 5_000;
const pauseMs = 250;

export interface StoreLock {
  readonly release: () => Promise<void>;
  /** The last sign of a holder that went without letting go, milliseconds since 1970. */
  readonly seenMs: number | undefined;
}

/** The last sign of a holder that is gone and left its lock; undefined where nobody holds it, or one who is there. */
export async function goneSinceMs(folder: string): Promise<number | undefined> {
  const beat = await touchedAt(lockIn(folder));
  return beat !== undefined && Date.now() - beat > silenceMs ? beat : undefined;
}

function lockIn(folder: string): string {
  return path.join(folder, '.listen.lock');
}

/**
 * Takes the store for one writer until `release`. Unlike the lock of a config this one is held for weeks, so its holder touches the
 * file now and then. Throws `temporary` when somebody else does, `cannot-write` where the folder cannot be made.
 */
export async function lockStore(folder: string, cancelled: AbortSignal): Promise<StoreLock> {
  const lock = lockIn(folder);
  let seenMs: number | undefined;
  await makeFolders(folder, 0o700).catch((error) => {
    throw cannotStore(folder, error);
  });
  const ours = await ownMark();
  while (!(await tryTake(lock, ours))) seenMs = await waitForSilence(lock, folder, cancelled);
  let beat: Promise<unknown> = Promise.resolve();
  const heartbeat = setInterval(() => {
    beat = touch(lock, ours);
  }, heartbeatMs);
  heartbeat.unref();
  return {
    seenMs,
    release: async () => {
      clearInterval(heartbeat);
      await beat;
      if ((await contentOf(lock)) === ours) await fs.rm(lock, { force: true });
    },
  };
}

/** Returns when the lock is free, or was taken away from a holder that is gone, with the last sign of that one. */
async function waitForSilence(lock: string, folder: string, cancelled: AbortSignal): Promise<number | undefined> {
  const seen = await contentOf(lock);
  const beat = await touchedAt(lock);
  if (seen === undefined || beat === undefined) return undefined;
  const owner = ownerOf(seen);
  const isHere = owner?.host === hostname();
  const isGone = isHere && !(await isRunning(owner));
  // One that is stopped, or waits for its disk, gives no sign and is there all the same. By its number alone it is not known.
  if (isHere && !isGone && owner.started !== undefined) throw inUse(folder, owner);
  for (let waitedMs = 0; !isGone && waitedMs < silenceMs; waitedMs += pauseMs) {
    await nodeClock.sleep(pauseMs, cancelled);
    const now = await touchedAt(lock);
    if (now === undefined) return undefined;
    if (now !== beat) throw inUse(folder, owner);
  }
  await takeAway(lock, seen);
  return beat;
}

function inUse(folder: string, owner: ReturnType<typeof ownerOf>): AkrelayError {
  return new AkrelayError('temporary', {
    message: `${folder} is in use by ${holderOf(owner)}.`,
    hint: 'Stop that process, or use another folder with --store.',
  });
}

function contentOf(lock: string): Promise<string | undefined> {
  return fs.readFile(lock, 'utf8').catch(() => undefined);
}

function touchedAt(lock: string): Promise<number | undefined> {
  return fs.stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

/** A lock that is gone, with its folder perhaps, is taken again. */
function touch(lock: string, ours: string): Promise<unknown> {
  const now = new Date();
  return fs.utimes(lock, now, now).catch(() => tryTake(lock, ours).catch(() => undefined));
}
