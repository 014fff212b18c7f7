import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AkrelayError } from '../errors.js';
import type { Files } from './world.js';

/** Files of the machine; relative paths start at `cwd`. */
export function nodeFiles(cwd: string): Files {
  return {
    read: (file) => readInput(cwd, file),
    write: (file, data, sharing) => writeWhole(path.resolve(cwd, file), data, sharing === 'private' ? 0o600 : 0o666),
    exists: (file) =>
      access(path.resolve(cwd, file), constants.F_OK).then(
        () => true,
        () => false,
      ),
  };
}

async function readInput(cwd: string, file: string): Promise<Uint8Array> {
  if (file === '-') return readAll(process.stdin);
  try {
    return await readFile(path.resolve(cwd, file));
  } catch (error) {
    throw new AkrelayError('input-missing', {
      message: `Cannot read ${file}: ${reasonOf(error)}.`,
      hint: 'Check the path and its permissions.',
      cause: error,
    });
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Writes beside the target, flushes, then renames over it: a reader sees the old bytes or the new, never a mixture. */
export async function writeWhole(target: string, data: string | Uint8Array, mode: number): Promise<void> {
  const beside = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(beside, 'wx', mode);
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new AkrelayError('cannot-write', {
      message: `Cannot write ${target}: ${reasonOf(error)}.`,
      hint: 'Check that the folder exists and that you may write there.',
      cause: error,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'it exists already',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
};

/** A system error in words, by its code. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code === '' ? 'unknown cause' : code);
}
