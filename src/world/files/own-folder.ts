import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { shellWord } from '../../shell-word.js';

/** A folder that a command fills with several files of its own. */
export interface OwnFolder {
  /** Absolute. */
  readonly folder: string;
  /** As it was given. */
  readonly shown: string;
  readonly flag: string;
  /** What may be in it already, such as an event store; undefined: nothing. */
  readonly what: string | undefined;
  /** A good name for one. */
  readonly name: string;
}

/** What a new file system has in its root, which is often mounted for this purpose. */
const ofFileSystem = 'lost+found';

/**
 * Throws `cannot-write` for a folder with other files than those of the command, as `isOurs` says of their names, and for what is not a
 * folder. One that cannot be listed is left to the writing, which says why.
 */
export async function expectOwnFolder(own: OwnFolder, isOurs: (names: readonly string[]) => boolean): Promise<void> {
  const { folder, shown, flag, what, name } = own;
  if (await isSomethingElse(folder))
    throw new AkrelayError('cannot-write', {
      message: `${shown} is not a folder.`,
      hint: `Use a new folder, such as: ${flag} ${name}`,
    });
  const names = (await fs.readdir(folder).catch((): string[] => [])).filter((one) => one !== ofFileSystem);
  if (names.length === 0 || isOurs(names)) return;
  throw new AkrelayError('cannot-write', {
    message: what === undefined ? `${shown} is not empty.` : `${shown} is neither empty nor ${what}.`,
    hint: `Use a new folder, such as: ${flag} ${shellWord(path.join(shown, name))}`,
  });
}

/** A file, or a link that leads to none. */
async function isSomethingElse(place: string): Promise<boolean> {
  const target = await fs.stat(place).catch(() => undefined);
  if (target !== undefined) return !target.isDirectory();
  return (await fs.lstat(place).catch(() => undefined))?.isSymbolicLink() ?? false;
}
