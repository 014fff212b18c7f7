/** The explorer of cosmiconfig 9.0, whose types its package leaves out. */
declare module 'cosmiconfig/dist/Explorer.js' {
  interface Found {
    readonly filepath: string;
    readonly isEmpty?: boolean;
  }
  interface ExplorerOptions {
    readonly moduleName: string;
    readonly searchPlaces: string[];
    readonly loaders: Readonly<Record<string, (file: string, content: string) => unknown>>;
    readonly ignoreEmptySearchPlaces: boolean;
    readonly searchStrategy: 'none';
    readonly transform: (result: Found | null) => Found | null;
    readonly cache: boolean;
    readonly metaConfigFilePath: null;
    readonly mergeImportArrays: boolean;
    readonly mergeSearchPlaces: boolean;
  }
  export class Explorer {
    constructor(options: ExplorerOptions);
    search(from: string): Promise<Found | null>;
  }
}
