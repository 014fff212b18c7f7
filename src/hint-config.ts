import { shellWord } from './commands/words.js';

/** The hint with `--config` in the commands it names, as the user gave it: without it they would work on another file. */
export function withConfigGiven(hint: string, argv: readonly string[]): string {
  const file = configGiven(argv);
  if (file === undefined || file === '') return hint;
  return hint.replace(readsConfig, (command) => `${command} --config ${shellWord(file)}`);
}

/** `akrelay` where a command that reads or writes the config follows. */
const readsConfig = /\bakrelay(?= (?:init|sender|virtual|route|check|send|verify|config)\b)/g;

function configGiven(argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const at = words.findLastIndex((word) => word === '--config' || word.startsWith('--config='));
  const word = words[at];
  return word === '--config' ? words[at + 1] : word?.slice('--config='.length);
}
