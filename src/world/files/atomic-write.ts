import type { Stats } from 'node:fs';
import { access, constants, copyFile, link, open, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { makeFolders } from './make-folders.js';
import { isCode, reasonOf, writeHint } from './node-reason.js';
import { renameOver } from './rename.js';
import { type Kept, noLinks, placeNew, replaceFile, writeAndClose } from './replace-file.js';
import { temporaryName } from './temporary-name.js';

/**
 * Writes next to the target, flushes, then renames over it: a reader sees the old bytes or the new, never a mixture. What is replaced
 * keeps its owner and its mode; a `private` file is readable by its owner only. A symbolic link stays one, and a device or a pipe is
 * written to as it is, unless another user put it there. Throws `cannot-write`.
 */
export async function writeWhole(
  target: string,
  data: string | Uint8Array,
  access: 'private' | 'shared',
): Promise<void> {
  await orCannotWrite(target, async () => {
    await mustNotBeLed(target);
    const there = await statOrNothing(target);
    const mode = access === 'private' ? 0o600 : (there?.mode ?? 0o666) & 0o777;
    if (there === undefined) return replaceFile(target, data, { mode, keep: undefined });
    if (there.isFile() || there.isDirectory())
      return replaceFile(await placeOf(target), data, { mode, keep: { uid: there.uid, gid: there.gid, mode } });
    const handle = await open(target, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
    await writeAndClose(handle, data);
  });
}

/** What another user put there would lead our text, or a file of ours, to them. */
async function mustNotBeLed(target: string): Promise<void> {
  const { isOfAnother } = await import('./whose.js');
  const { walk } = await import('./path-walk.js');
  const { way, end } = await walk(target);
  const led = way.find(({ about }) => about.isSymbolicLink() && isOfAnother(about));
  const strange = end !== undefined && !end.about.isFile() && !end.about.isDirectory() && isOfAnother(end.about);
  if (led === undefined && !strange) return;
  throw new AkrelayError('cannot-write', {
    message: `Cannot write ${target}: ${led?.place ?? target} is ${led ? 'a link' : 'a pipe or a device'} owned by another user.`,
    hint: 'Use a file in a folder that only you can write to.',
  });
}

/** Whether `writeWhole` would find a folder to write in. Throws `cannot-write`. */
export async function expectPlace(target: string): Promise<void> {
  await orCannotWrite(target, async () => {
    await mustNotBeLed(target);
    const there = await statOrNothing(target);
    if (there?.isDirectory()) await (await open(target, 'r+')).close();
    if (there !== undefined && !there.isFile()) return;
    const file = there === undefined ? target : await placeOf(target);
    await access(path.dirname(file), constants.W_OK);
  });
}

/** Whether `createFile` would find a folder to write in, or one to make it in. Throws `cannot-write`. */
export async function expectNewPlace(target: string): Promise<void> {
  await orCannotWrite(target, async () => {
    let folder = path.dirname(target);
    while ((await statOrNothing(folder)) === undefined) folder = path.dirname(folder);
    // The dot: what is no folder is an error of its own.
    await access(`${folder}/.`, constants.W_OK);
  });
}

/** How a file is rewritten. */
export interface Rewriting {
  /** Whose it stays, and its mode. */
  readonly keep: Kept;
  /** The old text, kept in this file with the mode and owner of the other. A link of that name is replaced, not followed. */
  readonly backup: { readonly file: string; readonly text: string } | undefined;
  /** Throws when the file must not be replaced after all; called as late as can be. */
  readonly lastLook: () => Promise<void>;
}

/** Replaces a file that exists. `target` is not a symbolic link. When it fails, an older backup is as it was. Throws `cannot-write`. */
export async function rewriteFile(target: string, data: string, { keep, backup, lastLook }: Rewriting): Promise<void> {
  await orCannotWrite(target, async () => {
    const mode = keep.mode & 0o7777;
    if (backup === undefined) return replaceFile(target, data, { mode, keep, lastLook });
    const copy = temporaryName(backup.file);
    const aside = temporaryName(backup.file);
    let old = 'untouched' as 'untouched' | 'aside' | 'none';
    try {
      await orCannotWrite(backup.file, async () => writeAndClose(await open(copy, 'wx', mode), backup.text, keep));
      const both = async (): Promise<void> => {
        await lastLook();
        const isAside = await setAside(backup.file, aside);
        await orCannotWrite(backup.file, () => renameOver(copy, backup.file));
        old = isAside ? 'aside' : 'none';
      };
      await replaceFile(target, data, { mode, keep, lastLook: both });
    } catch (error) {
      if (old === 'aside') await renameOver(aside, backup.file);
      if (old === 'none') await rm(backup.file, { force: true });
      throw error;
    } finally {
      for (const name of [copy, aside]) await rm(name, { force: true });
    }
  });
}

/** A second name for a file, or for a link; whether there is one. The first stays. */
async function setAside(file: string, aside: string): Promise<boolean> {
  try {
    await link(file, aside);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    // A file system without hard links; of a folder, which there cannot be one either, the writing complains.
    if (isCode(error, ...noLinks))
      return copyFile(file, aside).then(
        () => true,
        () => false,
      );
    throw error;
  }
}

/** Writes a file that must not exist yet, and the folders that lead to it; of two that try at once, one wins. Throws `cannot-write`. */
export async function createFile(target: string, data: string): Promise<void> {
  await orCannotWrite(target, async () => {
    const beside = temporaryName(target);
    await makeFolders(path.dirname(target));
    try {
      await writeAndClose(await open(beside, 'wx', 0o666), data);
      await placeNew(beside, target);
    } finally {
      await rm(beside, { force: true });
    }
  });
}

/** Where a file is that links may lead to; the name itself where it has gone meanwhile. */
async function placeOf(target: string): Promise<string> {
  return realpath(target).catch((error) => {
    if (isCode(error, 'ENOENT')) return target;
    throw error;
  });
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
          ? 'Check the owner and permissions of the file and its folder.'
          : isCode(error, 'EISDIR')
            ? 'Give the name of a file in that folder.'
            : 'Check that the folder exists and that you can write to it.',
      ),
      cause: error,
    });
  }
}
