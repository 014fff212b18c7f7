import { promises as fs } from 'node:fs';
import path from 'node:path';
import { usageError } from '../../errors.js';

/** What a command must not write over: the config in force, and every file that it reads. */
export interface KeptFiles {
  readonly remember: (file: string) => void;
  /** Throws `usage` when the file is one of them, whatever link or spelling leads to it. */
  readonly mustNotReplace: (file: string) => Promise<void>;
}

/** `config` finds the config in force. Relative paths start at `cwd`. */
export function keptFiles(cwd: string, config: () => Promise<string | undefined>): KeptFiles {
  const read = new Set<string>();
  return {
    remember: (file) => void read.add(file),
    mustNotReplace: async (file) => {
      const target = await identityOf(cwd, file);
      if (target === undefined) return;
      const inForce = await config().catch(() => undefined);
      if (inForce !== undefined && (await identityOf(cwd, inForce)) === target)
        throw usageError(`${file} is the config in use, which this command must not overwrite.`, anotherFile);
      for (const input of read)
        if ((await identityOf(cwd, input)) === target)
          throw usageError(`${file} is an input of this command and would be overwritten.`, anotherFile);
    },
  };
}

const anotherFile = 'Choose another output file.';

/** Device and inode of a plain file; undefined when there is none. */
async function identityOf(cwd: string, file: string): Promise<string | undefined> {
  const found = await fs.stat(path.resolve(cwd, file), { bigint: true }).catch(() => undefined);
  return found?.isFile() ? `${found.dev} ${found.ino}` : undefined;
}
