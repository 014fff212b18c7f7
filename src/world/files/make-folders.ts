import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing. Not by `recursive` of Node's mkdir: that tries for ever where a file system
 * refuses every new folder with ENOENT, as /proc does (seen with Node 20).
 */
export async function makeFolders(folder: string, mode?: number): Promise<void> {
  if ((await kindOf(folder)) === 'folder') return;
  const above = path.dirname(folder);
  if (above !== folder && (await kindOf(above)) === 'nothing') await makeFolders(above, mode);
  await mkdir(folder, { mode }).catch(async (cause) => {
    if ((await kindOf(folder)) !== 'folder') throw cause; // else somebody made it at the same time
  });
}

async function kindOf(name: string): Promise<'folder' | 'other' | 'nothing'> {
  const found = await stat(name).catch(() => undefined);
  if (!found) return 'nothing';
  return found.isDirectory() ? 'folder' : 'other';
}
