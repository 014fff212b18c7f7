import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './node-reason.js';

/**
 * Makes a folder and those above it that are missing. Not by `recursive` of Node's mkdir: that tries for ever where a file system
 * refuses every new folder with ENOENT, as /proc does (seen with Node 20).
 */
export async function makeFolders(folder: string, mode?: number): Promise<void> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    if (await isFolder(folder)) return;
    const above = path.dirname(folder);
    if (codeOf(error) !== 'ENOENT' || above === folder || (await isFolder(above))) throw error;
    await makeFolders(above, mode);
    await mkdir(folder, { mode }).catch(async (cause) => {
      if (!(await isFolder(folder))) throw cause;
    });
  }
}

async function isFolder(name: string): Promise<boolean> {
  return (await stat(name).catch(() => undefined))?.isDirectory() ?? false;
}
