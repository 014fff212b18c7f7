import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { inputName } from '../../relay/input-name.js';
import type { Files } from '../world.js';
import type { ReadLimits } from './bounded-read.js';
import type { KeptFiles } from './kept-files.js';
import { cannotRead, reasonOf } from './node-reason.js';

/** Files of the machine; relative paths start at `cwd`. What is read, and the config, is not written over. */
export function nodeFiles(cwd: string, kept: KeptFiles, cancelled: AbortSignal): Files {
  return {
    read: (file, { fate = 'kept', mostMegabytes = usualMegabytes, withinMs } = {}) => {
      if (fate === 'kept') kept.remember(file);
      return readInput(cwd, file, { mostBytes: mostMegabytes * 1024 * 1024, withinMs, cancelled });
    },
    keep: kept.remember,
    write: async (file, data, sharing) => {
      await kept.mustNotReplace(file);
      const { writeWhole } = await import('./atomic-write.js');
      return writeWhole(path.resolve(cwd, file), data, sharing);
    },
    makeFolder: async (folder) => {
      const { makeFolders } = await import('./make-folders.js');
      await makeFolders(path.resolve(cwd, folder), 0o700).catch((cause) => {
        throw new AkrelayError('cannot-write', {
          message: `Cannot make the folder ${folder}: ${reasonOf(cause)}.`,
          hint: 'Name another folder, or check the permissions of the one above it.',
          cause,
        });
      });
    },
    expectOwnFolder: async ({ mark, ...own }) => {
      const { expectOwnFolder } = await import('./own-folder.js');
      const { hiddenName } = await import('./temporary-name.js');
      // While it is written it has other names.
      const isMark = (name: string): boolean => name === mark || name.startsWith(`${hiddenName(mark)}.`);
      await expectOwnFolder({ ...own, folder: path.resolve(cwd, own.shown) }, (names) => names.some(isMark));
    },
    expectPlace: async (file) => {
      await kept.mustNotReplace(file);
      const { expectPlace } = await import('./atomic-write.js');
      return expectPlace(path.resolve(cwd, file));
    },
    remove: async (file) => {
      await kept.mustNotReplace(file);
      const { rm } = await import('node:fs/promises');
      await rm(path.resolve(cwd, file), { force: true }).catch((cause) => {
        throw new AkrelayError('cannot-write', {
          message: `Cannot remove ${file}: ${reasonOf(cause)}.`,
          hint: 'Check the permissions of its folder.',
          cause,
        });
      });
    },
    lock: async (file) => {
      const { lockFile, sweep } = await import('./file-lock.js');
      const target = path.resolve(cwd, file);
      const lock = await lockFile(target, cancelled);
      await sweep(target);
      return lock;
    },
  };
}

/** More than any relay takes as one message. */
const usualMegabytes = 64;

async function readInput(cwd: string, file: string, limits: ReadLimits): Promise<Uint8Array> {
  const { openNow, readOpen, readStream } = await import('./bounded-read.js');
  try {
    return await (file === '-'
      ? readStream(process.stdin, limits)
      : readOpen(openNow(path.resolve(cwd, file)), limits));
  } catch (error) {
    throw cannotRead(inputName(file), error);
  }
}
