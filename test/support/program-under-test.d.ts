/** What end-to-end tests start: the built package, or the single file that AKRELAY_PROGRAM names. */
export declare const program: {
  readonly kind: 'package' | 'single-file';
  readonly file: string;
  readonly words: readonly string[];
};
/** The same, as a shell reads it. */
export declare const programInShell: string;
