import type { Command } from 'commander';

/** Ends a command's help with calls that a user can copy. */
export function withExamples(command: Command, examples: readonly string[]): void {
  command.addHelpText('after', ['', 'Examples:', ...examples.map((line) => `  ${line}`)].join('\n'));
}

/** For commander: collects the words of a flag that may be repeated. */
export function repeated(word: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), word];
}
