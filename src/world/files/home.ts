import { realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder on the way up from `place` that is the home folder, as that way spells it; undefined when there is none.
 * Compared by real path, for a home folder is often a link, and on Windows without case.
 */
export function homeAbove(
  place: string,
  home: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const wanted = identityOf(home, platform);
  for (let folder = path.resolve(place); ; folder = path.dirname(folder)) {
    if (identityOf(folder, platform) === wanted) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function identityOf(folder: string, platform: NodeJS.Platform): string {
  const real = realPath(folder);
  return platform === 'win32' ? real.toLowerCase() : real;
}

/** Also in the case that the disk has, on systems that do not tell the cases apart. */
function realPath(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return path.resolve(folder);
  }
}
