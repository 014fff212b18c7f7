import { Command } from 'commander';
import { declareGlobals } from '../src/globals.js';

export { commandEntries } from '../src/command-list.js';
export { exitCodes } from '../src/exit-code.js';

const program = new Command();
declareGlobals(program);

/** The options that every command has. */
export const globalOptions: readonly { readonly flags: string; readonly description: string }[] = program.options;
