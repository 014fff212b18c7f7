import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Only names that cannot hold code: cosmiconfig's own list would run `.js` and `.ts` files of the working folder. */
const searchPlaces = ['akrelay.yaml', 'akrelay.yml', '.akrelay.yaml', '.config/akrelay.yaml'];
const userPlaces = ['akrelay.yaml', 'akrelay.yml', 'config.yaml', 'config.yml'];

/**
 * The nearest config upwards from `cwd` (no further than the home folder), then the one in the user's config folder;
 * undefined when there is none. A look for the names comes first: where there is no config, nothing is loaded for it.
 */
export async function searchConfig(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  for (const folder of foldersUpwards(cwd)) {
    const found = await searchFolder(folder, searchPlaces);
    if (found !== undefined) return found;
  }
  return searchFolder(userFolder(env), userPlaces);
}

function foldersUpwards(cwd: string): string[] {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    folders.push(folder);
    if (folder === homedir() || folder === path.dirname(folder)) return folders;
  }
}

async function searchFolder(folder: string, places: readonly string[]): Promise<string | undefined> {
  if (!places.some((place) => existsSync(path.join(folder, place)))) return undefined;
  return (await import('./config-explorer.js')).exploreFolder(folder, places);
}

/** Where the system keeps a user's settings (XDG Base Directory Specification 0.8; macOS and Windows their own way). */
function userFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CONFIG_HOME: xdg, APPDATA: appData } = env;
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'akrelay');
  if (process.platform === 'win32') return path.join(appData ?? path.join(homedir(), 'AppData', 'Roaming'), 'akrelay');
  return path.join(homedir(), '.config', 'akrelay');
}
