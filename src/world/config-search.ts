import { cosmiconfig } from 'cosmiconfig';

/** Only names that cannot hold code: cosmiconfig's own list would run `.js` and `.ts` files of the working folder. */
const searchPlaces = ['akrelay.yaml', 'akrelay.yml', '.akrelay.yaml', '.config/akrelay.yaml'];

/** The nearest config upwards from `cwd`, then the one in the user's config folder; undefined when there is none. */
export async function searchConfig(cwd: string): Promise<string | undefined> {
  // The text is read again by us: cosmiconfig's own YAML loader would turn `00123` into 123.
  const asText = (_file: string, content: string): string => content;
  const loaders = { '.yaml': asText, '.yml': asText };
  const explorer = cosmiconfig('akrelay', { searchPlaces, loaders, searchStrategy: 'global' });
  return (await explorer.search(cwd))?.filepath;
}
