import type { Stats } from 'node:fs';
import { access, constants, type FileHandle, link, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { codeOf, reasonOf, writeHint } from './node-reason.js';

let written = 0;

/** A name beside the target that no other process uses. `temporaryOwner` reads its writer back. */
export function temporaryName(target: string): string {
  written += 1;
  const unique = `${process.pid}-${Date.now().toString(36)}-${written}`;
  return path.join(path.dirname(target), `${hiddenName(target)}.${unique}.tmp`);
}

/** The target's name with one dot before it. */
export function hiddenName(target: string): string {
  return `.${path.basename(target).replace(/^\./, '')}`;
}

/** The process that wrote a temporary file for the target or its lock; undefined for any other file. */
export function temporaryOwner(target: string, name: string): number | undefined {
  const hidden = hiddenName(target);
  if (!name.startsWith(`${hidden}.`)) return undefined;
  const owner = /^(?:lock\.)?(\d+)-[0-9a-z]+-\d+\.tmp$/.exec(name.slice(hidden.length + 1))?.[1];
  return owner === undefined ? undefined : Number(owner);
}

/**
 * Writes beside the target, flushes, then renames over it: a reader sees the old bytes or the new, never a mixture.
 * A symbolic link stays one; a device or a pipe is written to as it is. Throws `cannot-write`.
 */
export async function writeWhole(target: string, data: string | Uint8Array, mode: number): Promise<void> {
  await orCannotWrite(target, async () => {
    const there = await statOrNothing(target);
    if (there === undefined || there.isFile() || there.isDirectory())
      return replaceFile(there === undefined ? target : await realpath(target), data, { mode, keep: undefined });
    const handle = await open(target, 'w');
    await writeAndClose(handle, data);
  });
}

/** Whether `writeWhole` would find a folder to write in. Throws `cannot-write`. */
export async function expectPlace(target: string): Promise<void> {
  await orCannotWrite(target, async () => {
    const there = await statOrNothing(target);
    if (there?.isDirectory()) await (await open(target, 'r+')).close();
    if (there !== undefined && !there.isFile()) return;
    const file = there === undefined ? target : await realpath(target);
    await access(path.dirname(file), constants.W_OK);
  });
}

/** Replaces a file that exists and keeps its mode and owner. `target` is no symbolic link. Throws `cannot-write`. */
export async function rewriteFile(target: string, data: string, lastLook: () => Promise<void>): Promise<void> {
  await orCannotWrite(target, async () => {
    const keep = await stat(target);
    await replaceFile(target, data, { mode: keep.mode & 0o7777, keep, lastLook });
  });
}

/** Writes a file, or replaces what has its name, with the mode and owner of another. A link is replaced, not followed. Throws `cannot-write`. */
export async function writeLike(target: string, data: string, like: string): Promise<void> {
  await orCannotWrite(target, async () => {
    const keep = await stat(like);
    await replaceFile(target, data, { mode: keep.mode & 0o7777, keep });
  });
}

/** Writes a file that must not exist yet, and the folders that lead to it; of two that try at once, one wins. Throws `cannot-write`. */
export async function createFile(target: string, data: string): Promise<void> {
  await orCannotWrite(target, async () => {
    const beside = temporaryName(target);
    await mkdir(path.dirname(target), { recursive: true });
    try {
      await writeAndClose(await open(beside, 'wx', 0o666), data);
      await placeNew(beside, target);
    } finally {
      await rm(beside, { force: true });
    }
  });
}

/** Gives a finished file its name, unless the name is taken (EEXIST). */
export async function placeNew(beside: string, target: string): Promise<void> {
  try {
    await link(beside, target);
  } catch (error) {
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK')) throw error;
    // A file system without hard links: claim the name first, then put the finished file there.
    await (await open(target, 'wx')).close();
    await rename(beside, target);
  }
}

interface Replacement {
  readonly mode: number;
  readonly keep: Stats | undefined;
  /** Throws when the file must not be replaced after all; called as late as can be. */
  readonly lastLook?: () => Promise<void>;
}

async function replaceFile(
  target: string,
  data: string | Uint8Array,
  { mode, keep, lastLook }: Replacement,
): Promise<void> {
  const beside = temporaryName(target);
  try {
    const handle = await open(beside, 'wx', mode);
    await writeAndClose(handle, data, keep);
    await lastLook?.();
    await rename(beside, target);
    await flushFolder(path.dirname(target));
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeAndClose(handle: FileHandle, data: string | Uint8Array, keep?: Stats): Promise<void> {
  try {
    if (keep !== undefined) await keepOwner(handle, keep);
    await handle.writeFile(data);
    // A pipe or a device cannot be flushed.
    await handle.sync().catch((error) => {
      if (!isCode(error, 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP')) throw error;
    });
  } finally {
    await handle.close();
  }
}

/** A file of another user must not become ours by being replaced. The mode comes after: changing the owner clears bits. */
async function keepOwner(handle: FileHandle, keep: Stats): Promise<void> {
  if (process.platform === 'win32') return;
  const own = await handle.stat();
  if (own.uid !== keep.uid || own.gid !== keep.gid) await handle.chown(keep.uid, keep.gid);
  await handle.chmod(keep.mode & 0o7777);
}

/** The rename itself survives a power cut only when the folder is flushed; some systems cannot, and lose nothing else. */
export async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    return;
  }
}

async function statOrNothing(target: string): Promise<Stats | undefined> {
  try {
    return await stat(target);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function orCannotWrite(target: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof AkrelayError) throw error;
    throw new AkrelayError('cannot-write', {
      message: `Cannot write ${target}: ${reasonOf(error)}.`,
      hint: writeHint(
        error,
        isCode(error, 'EPERM', 'EACCES')
          ? 'Check who owns the file and the folder, and that you may write there.'
          : 'Check that the folder exists and that you may write there.',
      ),
      cause: error,
    });
  }
}

/** Whether a system error has one of the codes. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(codeOf(error));
}
