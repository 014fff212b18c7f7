import { promises as fs } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './node-reason.js';

/** Windows refuses to rename over a file that another program, such as a virus scanner, holds open. */
const inUse = ['EPERM', 'EBUSY', 'EACCES'];
const pausesMs = [10, 20, 50, 100, 200, 500, 1_000];

/** Renames over a file. On Windows a target that is in use is tried again for two seconds. Throws the system's error. */
export async function renameOver(
  from: string,
  to: string,
  platform: NodeJS.Platform = process.platform,
  rename: (from: string, to: string) => Promise<void> = fs.rename,
): Promise<void> {
  for (const pauseMs of platform === 'win32' ? pausesMs : [])
    try {
      return await rename(from, to);
    } catch (error) {
      if (!inUse.includes(codeOf(error))) throw error;
      await sleep(pauseMs);
    }
  return rename(from, to);
}
