// Reached through node:fs, node:fs/promises is loaded with its first use.
import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { Files } from '../world.js';
import type { KeptFiles } from './kept-files.js';
import { cannotRead } from './node-reason.js';

/** Files of the machine; relative paths start at `cwd`. What is read, and the config, is not written over. */
export function nodeFiles(cwd: string, kept: KeptFiles): Files {
  return {
    read: (file, fate = 'kept') => {
      if (fate === 'kept') kept.remember(file);
      return readInput(cwd, file);
    },
    write: async (file, data, sharing) => {
      await kept.mustNotReplace(file);
      const { writeWhole } = await import('./atomic-write.js');
      return writeWhole(path.resolve(cwd, file), data, sharing === 'private' ? 0o600 : 0o666);
    },
    expectPlace: async (file) => {
      await kept.mustNotReplace(file);
      const { expectPlace } = await import('./atomic-write.js');
      return expectPlace(path.resolve(cwd, file));
    },
  };
}

async function readInput(cwd: string, file: string): Promise<Uint8Array> {
  if (file === '-') return readAll(process.stdin);
  try {
    return await fs.readFile(path.resolve(cwd, file));
  } catch (error) {
    throw cannotRead(file, error);
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
