import { shellWord } from './shell-word.js';

/**
 * The hint with `--config` and `--env` in the commands it names, as the user gave them: without them they would work on
 * another file, or on other values.
 */
export function withConfigGiven(hint: string, argv: readonly string[]): string {
  const file = given('--config', argv);
  const environment = given('--env', argv);
  return hint.replace(readsConfig, (command, words: string) => {
    const inEnvironment = environment !== undefined && readsOnly.test(words);
    return `${command}${file === undefined ? '' : ` --config ${shellWord(file)}`}${inEnvironment ? ` --env ${shellWord(environment)}` : ''}`;
  });
}

/** `akrelay` where a command that reads or writes the config follows. */
const readsConfig =
  /\bakrelay(?= ((?:init|route|check|send|verify|prove|fetch)\b|(?:sender|virtual|config|events|stats|watch) \w+))/g;

/** Changes are made to what all environments share. */
const readsOnly =
  /^(?:(?:route|check|send|verify|prove|fetch|events|stats|watch|config)\b|(?:sender|virtual) (?:list|show)$)/;

function given(option: '--config' | '--env', argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const at = words.findLastIndex((word) => word === option || word.startsWith(`${option}=`));
  const value = words[at] === option ? words[at + 1] : words[at]?.slice(option.length + 1);
  return value || undefined;
}
