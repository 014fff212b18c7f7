import type { Stats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import path from 'node:path';

/** A folder or a link that a path leads through, or what is at its end. */
export interface Step {
  readonly place: string;
  readonly about: Stats;
}

/** Where a path leads, as it is now. */
export interface Walk {
  /** Folders and links, in the order in which they are passed, from the root on. */
  readonly way: readonly Step[];
  /** Undefined when nothing is there. */
  readonly end: Step | undefined;
}

/** As the system counts before it gives up (Linux, path_resolution(7)). */
const mostLinks = 40;

/** Follows a path step by step, links too. Throws the system's error where a folder cannot be looked at. */
export async function walk(file: string): Promise<Walk> {
  const { root } = path.parse(path.resolve(file));
  const way: Step[] = [{ place: root, about: await lstat(root) }];
  const names = namesOf(path.resolve(file));
  let at = root;
  let links = 0;
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    const place = name === '..' ? path.dirname(at) : path.join(at, name);
    const about = await lstatOrNothing(place);
    if (about === undefined) return { way, end: undefined };
    if (about.isSymbolicLink()) {
      links += 1;
      if (links > mostLinks) throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
      way.push({ place, about });
      const target = await readlink(place);
      if (path.isAbsolute(target)) at = path.parse(target).root;
      names.unshift(...namesOf(target));
    } else if (names.length === 0) return { way, end: { place, about } };
    else {
      way.push({ place, about });
      at = place;
    }
  }
  return { way, end: way.at(-1) };
}

function namesOf(place: string): string[] {
  return place
    .slice(path.parse(place).root.length)
    .split(path.sep === '\\' ? /[\\/]/ : '/')
    .filter((name) => name !== '' && name !== '.');
}

async function lstatOrNothing(place: string): Promise<Stats | undefined> {
  try {
    return await lstat(place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
