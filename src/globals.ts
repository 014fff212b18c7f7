import type { Command } from 'commander';
import { Option } from 'commander';
import type { FormatName } from './commands/command.js';
import { usageError } from './errors.js';

/** The options of every command. */
export interface Globals {
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly format: FormatName;
  readonly prompting: 'allowed' | 'off';
  readonly colour: 'auto' | 'off';
  readonly talk: 'normal' | 'quiet';
  readonly debug: 'on' | 'off';
}

const formats: readonly FormatName[] = [
  'human',
  'json',
  'ndjson',
  'junit',
  'tap',
  'github',
  'yaml',
  'panel',
  'panel-ru',
];

/** Declares the global options on the root command; commander accepts them before and after the subcommand. */
export function declareGlobals(program: Command): void {
  program
    .option('--config <file>', 'config file to use (default: $AKRELAY_CONFIG, or search for one)')
    .option('--env <name>', 'environment of the config to use (default: $AKRELAY_ENV)')
    .option('--json', 'print JSON, same as --format json')
    .addOption(formatOption())
    .option('--no-input', 'never ask; a missing value is an error')
    .option('--no-color', 'print without colors, like NO_COLOR=1')
    .option('--quiet', 'print only warnings and errors')
    .option('--debug', 'print stack traces and details of failures, with secrets masked');
}

/** Which formats there are depends on the command, so main checks the word. */
function formatOption(): Option {
  const option = new Option('--format <name>', 'output format').conflicts('json');
  option.argChoices = [...formats];
  return option;
}

/** Reads commander's values of the options above. Throws `usage`. */
export function globalsOf(options: Record<string, unknown>): Globals {
  if (options['config'] === '')
    throw usageError('--config is empty.', 'Check whether a variable in your script is empty.');
  return {
    config: options['config'] as string | undefined,
    environment: options['env'] as string | undefined,
    format: options['json'] ? 'json' : ((options['format'] as FormatName | undefined) ?? 'human'),
    prompting: options['input'] === false ? 'off' : 'allowed',
    colour: options['color'] === false ? 'off' : 'auto',
    talk: options['quiet'] ? 'quiet' : 'normal',
    debug: options['debug'] ? 'on' : 'off',
  };
}

/** What an error needs to know before the command line could be read: it may be the command line that is wrong. */
export function formatsAsked(argv: readonly string[]): { readonly json: boolean; readonly debug: boolean } {
  const asked = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  const json = asked.some(
    (word, i) => word === '--json' || word === '--format=json' || (word === '--format' && asked[i + 1] === 'json'),
  );
  return { json, debug: asked.includes('--debug') };
}
