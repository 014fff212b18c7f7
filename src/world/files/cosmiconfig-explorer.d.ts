/** What both explorers of cosmiconfig 9.0 share, whose types its package leaves out. */
declare module 'cosmiconfig/dist/ExplorerBase.js' {
  interface Folder {
    readonly path: string;
    /** Whether it is the user's config folder, after the folders upwards. */
    readonly isGlobalConfig: boolean;
  }
  interface ExplorerOptions {
    readonly moduleName: string;
    readonly searchPlaces: readonly string[];
    readonly loaders: Readonly<Record<string, (file: string, content: string) => unknown>>;
    /** The last folder upwards; undefined: the home folder. */
    readonly stopDir?: string;
    readonly cache: boolean;
  }
  export class ExplorerBase {
    constructor(options: ExplorerOptions);
    getGlobalDirs(from: string): Iterable<Folder>;
    getGlobalConfigDir(): string;
    getSearchPlacesForDir(folder: Folder, globalPlaces: readonly string[]): string[];
  }
}
