import { statSync } from 'node:fs';
import path from 'node:path';
// cosmiconfig's front door runs `.config/config.js` of the working folder and obeys a `cosmiconfig` key of its
// package.json before it looks at our options; the explorer behind it does neither.
import { Explorer } from 'cosmiconfig/dist/Explorer.js';

/**
 * The config in one folder, by cosmiconfig's rules for the places. One that exists but cannot be read counts: it must
 * be told, not passed over.
 */
export async function exploreFolder(folder: string, places: readonly string[]): Promise<string | undefined> {
  // The text is read again by us: cosmiconfig's own YAML loader would turn `00123` into 123.
  const asText = (_file: string, content: string): string => content;
  const explorer = new Explorer({
    moduleName: 'akrelay',
    searchPlaces: [...places],
    loaders: { '.yaml': asText, '.yml': asText },
    ignoreEmptySearchPlaces: false,
    searchStrategy: 'none',
    transform: (result) => result,
    cache: false,
    metaConfigFilePath: null,
    mergeImportArrays: false,
    mergeSearchPlaces: false,
  });
  const found = await explorer.search(folder);
  return found?.filepath ?? places.map((place) => path.join(folder, place)).find(isNoFolder);
}

function isNoFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === false;
}
