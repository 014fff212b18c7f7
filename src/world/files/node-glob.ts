import { realpathSync } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';

/** What a shell would take for a pattern of file names. */
export function isPattern(name: string): boolean {
  return /[*?[{]/.test(name);
}

/**
 * The files and folders that a pattern matches, by name, as the user would have typed them: for shells that hand patterns
 * on, as those of Windows do, and for quoted ones. With `**`, which goes into folders, the files alone; hidden names are left out.
 */
export async function namesLike(pattern: string, absolute: (name: string) => string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby');
  const parts = (process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern).split('/');
  const wild = parts.findIndex(isPattern);
  // With its slash, so that the root keeps its name.
  const folder = parts
    .slice(0, wild)
    .map((part) => `${part}/`)
    .join('');
  const rest = parts.slice(wild).join('/');
  const cwd = absolute(folder === '' ? '.' : folder);
  const goesDeep = rest.includes('**');
  const all = await glob(rest, { cwd, onlyFiles: goesDeep, expandDirectories: false });
  const found = goesDeep ? all.filter(isBelow(cwd)) : all;
  return found.map((name) => `${folder}${name.replace(/\/$/, '')}`).sort();
}

/** Whether a name leads through no link to a folder, which may lead back to where one has been. */
function isBelow(cwd: string): (name: string) => boolean {
  const root = realPath(cwd);
  const known = new Map<string, boolean>();
  return (name) => {
    const folder = path.dirname(name);
    const isOwn = known.get(folder) ?? realPath(path.join(cwd, folder)) === path.join(root, folder);
    known.set(folder, isOwn);
    return isOwn;
  };
}

/** Empty for what has gone meanwhile. */
function realPath(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    return '';
  }
}

/** `input-missing`: the pattern matches nothing. */
export function nothingLike(pattern: string): AkrelayError {
  return new AkrelayError('input-missing', {
    message: `No file matches ${pattern}.`,
    hint: 'Check the folder and the pattern: * and ? match within a name, ** matches folders too.',
  });
}
