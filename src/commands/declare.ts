import type { Command } from 'commander';

/** Ends a command's help with calls that a user can copy. */
export function withExamples(command: Command, examples: readonly string[]): void {
  command.addHelpText('after', ['', 'Examples:', ...examples.map((line) => `  ${line}`)].join('\n'));
}
