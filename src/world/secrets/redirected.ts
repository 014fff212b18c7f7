import type { Stats } from 'node:fs';
import path from 'node:path';
import { codeOf, reasonOf } from '../files/node-reason.js';
import { walk } from '../files/path-walk.js';
import { isOfAnother, isWritableByOthers, whoElseLeads } from '../files/whose.js';

/**
 * Whether somebody else could have led a name to this open file of ours, such as a private key; the end of a sentence. A file of
 * theirs is theirs to change: they know what is in it.
 */
export async function whoElseRedirects(file: string, about: Stats): Promise<string | undefined> {
  if (process.platform === 'win32' || isOfAnother(about) || about.isFIFO()) return undefined;
  const way = await walk(file);
  const now = way.end?.about;
  const isReplaced = about.isFile() && (now?.ino !== about.ino || now.dev !== about.dev);
  // By a file of ours, where nobody else leads, only we can have replaced it: an editor, a renewed secret, a change of the config.
  if (isReplaced && (now === undefined || isOfAnother(now))) return 'the file was replaced after it was opened';
  return whoElseLeads(way);
}

/** Whether somebody else could change the program that a path names; the end of a sentence. A name without a path is the system's business. */
export async function whoElseWritesProgram(program: string, cwd: string): Promise<string | undefined> {
  if (process.platform === 'win32' || !program.includes('/')) return undefined;
  const file = path.resolve(cwd, program);
  try {
    const way = await walk(file);
    // The system says so itself.
    if (way.end === undefined) return undefined;
    if (isOfAnother(way.end.about)) return 'it belongs to another user';
    if (await isWritableByOthers(way.end.about)) return `others can write to it: chmod go-w ${file}`;
    return await whoElseLeads(way);
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : reasonOf(error);
  }
}
