import path from 'node:path';

/** The single file is compiled by Bun, which runs it and holds every part of it; otherwise Node runs a script. */
const { Bun: bun } = globalThis as { Bun?: { readonly isStandaloneExecutable?: boolean } };
export const isSingleFile = bun?.isStandaloneExecutable === true;

/** What starts this program again: a program and its first words. */
export interface OwnProgram {
  readonly file: string;
  readonly words: readonly string[];
}

export const ownProgram: OwnProgram = {
  file: process.execPath,
  words: isSingleFile ? [] : [process.argv[1] ?? ''],
};

/** The code of a thread of `verify`: inside the single file, or next to the program's other code, to which __dirname belongs. */
export function threadFile(): string {
  return isSingleFile ? './verify-thread.js' : path.join(__dirname, 'verify-thread.cjs');
}
