import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
// cosmiconfig's front door runs `.config/config.js` of the working folder and obeys a `cosmiconfig` key of its
// package.json before it looks at our options, and both its explorers load what reads JavaScript and JSON. What they
// share knows the folders and the places, and does none of that.
import { ExplorerBase } from 'cosmiconfig/dist/ExplorerBase.js';
import { homeAbove } from './home.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Only names that cannot hold code: cosmiconfig's own list would run `.js` and `.ts` files of the working folder. */
const searchPlaces = ['akrelay.yaml', 'akrelay.yml', '.akrelay.yaml', '.config/akrelay.yaml'];
const userPlaces = ['akrelay.yaml', 'akrelay.yml', 'config.yaml', 'config.yml'];

/**
 * The nearest config upwards from `cwd` (no further than the home folder), then the one in the user's config folder;
 * undefined when there is none.
 */
export function searchConfig(cwd: string, env: Environment): string | undefined {
  const explorer = new UserFolderExplorer(cwd, env);
  for (const folder of explorer.getGlobalDirs(cwd)) {
    const found = explorer.getSearchPlacesForDir(folder, userPlaces).find(isThere);
    if (found !== undefined) return found;
  }
  return undefined;
}

class UserFolderExplorer extends ExplorerBase {
  constructor(
    cwd: string,
    private readonly env: Environment,
  ) {
    // The text is read by us: cosmiconfig's own YAML loader would turn `00123` into 123.
    const asText = (_file: string, content: string): string => content;
    const loaders = { '.yaml': asText, '.yml': asText };
    const stopDir = homeAbove(cwd, homedir()) ?? homedir();
    super({ moduleName: 'akrelay', searchPlaces, loaders, stopDir, cache: false });
  }

  override getGlobalConfigDir(): string {
    return userFolder(this.env);
  }
}

/** One that exists but cannot be read counts: it must be told, not passed over. */
function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch {
    // In a folder that cannot be searched.
    return false;
  }
}

/** Where the system keeps a user's settings (XDG Base Directory Specification 0.8; macOS and Windows their own way). */
function userFolder(env: Environment): string {
  const { XDG_CONFIG_HOME: xdg, APPDATA: appData } = env;
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'akrelay');
  if (process.platform === 'win32') return path.join(appData ?? path.join(homedir(), 'AppData', 'Roaming'), 'akrelay');
  return path.join(homedir(), '.config', 'akrelay');
}
