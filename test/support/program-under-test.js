import path from 'node:path';

const chosen = process.env['AKRELAY_PROGRAM'];

/** What tests start: the built package, or what AKRELAY_PROGRAM names: the single file, or another package's bin/akrelay.cjs. */
export const program =
  chosen === undefined || chosen.endsWith('.cjs')
    ? { kind: 'package', file: process.execPath, words: [path.resolve(chosen ?? 'bin/akrelay.cjs')] }
    : { kind: 'single-file', file: path.resolve(chosen), words: [] };

/** The same, as a shell reads it. */
export const programInShell = [program.file, ...program.words].map((word) => `'${word}'`).join(' ');
