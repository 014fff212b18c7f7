import path from 'node:path';

const singleFile = process.env['AKRELAY_PROGRAM'];

/** What end-to-end tests start: the built package, or the single file that AKRELAY_PROGRAM names. */
export const program =
  singleFile === undefined
    ? { kind: 'package', file: process.execPath, words: [path.resolve('bin/akrelay.cjs')] }
    : { kind: 'single-file', file: path.resolve(singleFile), words: [] };

/** The same, as a shell reads it. */
export const programInShell = [program.file, ...program.words].map((word) => `'${word}'`).join(' ');
