import type { Command } from 'commander';

const examples = new WeakMap<Command, readonly string[]>();

/** Gives a command calls that a user can copy: its help shows them first. */
export function withExamples(command: Command, lines: readonly string[]): void {
  examples.set(command, lines);
}

/** Of a command's help: what withExamples was given. */
export function examplesOf(command: Command): readonly string[] {
  return examples.get(command) ?? [];
}

/** Ends the help of a command on whose exit code scripts rely. */
export function withExitCodes(command: Command, codes: string): void {
  command.addHelpText('after', `\nExit codes: ${codes}; see akrelay help exit-codes`);
}

/** For commander: collects the words of a flag that may be repeated. */
export function repeated(word: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), word];
}
