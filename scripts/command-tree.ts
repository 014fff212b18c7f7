import { Command } from 'commander';
import { declareGlobals } from '../src/globals.js';
import { topics } from '../src/help/topics.js';

export { commandEntries } from '../src/command-list.js';
export { blocksOf } from '../src/render/markdown.js';

const program = new Command();
declareGlobals(program);

/** The options that every command has. */
export const globalOptions: readonly { readonly flags: string; readonly description: string }[] = program.options;

/** The pages of src/help/, but for the one on these options. */
export const pages: readonly string[] = await Promise.all(
  topics.filter(({ name }) => name !== 'options').map(({ text }) => text()),
);
