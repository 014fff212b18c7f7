/** What tests start: the built package, or what AKRELAY_PROGRAM names: the single file, or another package's bin/akrelay.cjs. */
export declare const program: {
  readonly kind: 'package' | 'single-file';
  readonly file: string;
  readonly words: readonly string[];
};
/** The same, as a shell reads it. */
export declare const programInShell: string;
