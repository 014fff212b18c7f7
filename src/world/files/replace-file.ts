import type { Stats } from 'node:fs';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { isCode } from './node-reason.js';
import { renameOver } from './rename.js';
import { temporaryName } from './temporary-name.js';

/** How a system says that it makes no hard link here. */
export const noLinks = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'];

/** Gives a finished file its name, unless the name is taken (EEXIST). */
export async function placeNew(beside: string, target: string): Promise<void> {
  try {
    await link(beside, target);
  } catch (error) {
    if (!isCode(error, ...noLinks)) throw error;
    // A file system without hard links: claim the name first, then put the finished file there.
    await (await open(target, 'wx')).close();
    await renameOver(beside, target);
  }
}

export type Kept = Pick<Stats, 'uid' | 'gid' | 'mode'>;

interface Replacement {
  readonly mode: number;
  /** Whose it stays, and its mode. */
  readonly keep: Kept | undefined;
  /** Throws when the file must not be replaced after all; called as late as can be. */
  readonly lastLook?: () => Promise<void>;
}

export async function replaceFile(
  target: string,
  data: string | Uint8Array,
  { mode, keep, lastLook }: Replacement,
): Promise<void> {
  const beside = temporaryName(target);
  try {
    const handle = await open(beside, 'wx', mode);
    await writeAndClose(handle, data, keep);
    await lastLook?.();
    await renameOver(beside, target);
    await flushFolder(path.dirname(target));
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}

export async function writeAndClose(handle: FileHandle, data: string | Uint8Array, keep?: Kept): Promise<void> {
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
async function keepOwner(handle: FileHandle, keep: Kept): Promise<void> {
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
