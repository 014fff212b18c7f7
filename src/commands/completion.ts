import { Option } from 'commander';
import { usageError } from '../errors.js';
import type { CommandSpec, Program } from './command.js';
import { knownNames } from './completion/names.js';
import { type Suggestions, suggest } from './completion/suggest.js';
import { withExamples } from './declare.js';
import { oneOf, readWord } from './words.js';

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

type Options =
  | { readonly kind: 'script'; readonly shell: Shell }
  /** The words after `akrelay` up to the cursor; the last one is being typed. */
  | { readonly kind: 'suggest'; readonly words: readonly string[] };

export type CompletionResult =
  | { readonly kind: 'script'; readonly shell: Shell }
  | ({ readonly kind: 'suggestions' } & Suggestions);

/** `completion <shell>` prints a script; the script calls `completion suggest` at each Tab, so it never grows old. */
export function completion(program: Program): CommandSpec<Options, CompletionResult> {
  return {
    prints: 'verbatim',
    declare: (command) => {
      command
        .usage('<shell>')
        .argument('<shell>', shells.join(', '))
        // What the scripts call: `completion suggest -- <words>`.
        .argument('[words...]')
        .addOption(new Option('--new-word').hideHelp());
      withExamples(command, [
        'eval "$(akrelay completion bash)"        # in ~/.bashrc',
        'eval "$(akrelay completion zsh)"         # in ~/.zshrc, after compinit',
        'akrelay completion fish | source         # in ~/.config/fish/config.fish',
        'akrelay completion powershell | Out-String | Invoke-Expression',
      ]);
    },
    parse: ({ args: [shell, words], options }) => {
      const given = Array.isArray(words) ? (words as readonly string[]) : [];
      if (shell === 'suggest') return { kind: 'suggest', words: options['newWord'] === true ? [...given, ''] : given };
      if (options['newWord'] === true) throw usageError('--new-word has no effect without suggest.', 'Remove it.');
      if (given.length > 0) throw usageError('completion accepts one argument: the shell.');
      return { kind: 'script', shell: readWord(oneOf(shells), 'shell', String(shell)) };
    },
    run: async (options, world) => ({
      result:
        options.kind === 'script'
          ? options
          : {
              kind: 'suggestions',
              ...(await suggest(options.words, { ...program, names: () => knownNames(options.words, world) })),
            },
      exit: 'done',
    }),
  };
}
