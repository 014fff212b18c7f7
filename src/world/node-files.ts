import { constants } from 'node:fs';
import { access, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AkrelayError } from '../errors.js';
import { cannotRead, reasonOf } from './node-reason.js';
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
    throw cannotRead(file, error);
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Writes beside the target, flushes, then renames over it: a reader sees the old bytes or the new, never a mixture. */
export async function writeWhole(target: string, data: string | Uint8Array, mode: number): Promise<void> {
  // The web's crypto is there already; loading node:crypto would cost every command's start.
  const beside = `${target}.${crypto.randomUUID()}.tmp`;
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
