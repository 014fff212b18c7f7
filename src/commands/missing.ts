import { type AkrelayError, usageError } from '../errors.js';

/** One error for all answers that only words on the command line can give; `inConfig`: or keys of the config. */
export function missingAnswers(
  words: readonly string[],
  elsewhere: 'asked-on-a-terminal' | 'never-asked' | { readonly inConfig: readonly string[] },
): AkrelayError {
  const [missing, it] = words.length === 1 ? ['A value is', 'it'] : ['Values are', 'them'];
  const ways = {
    'never-asked': '; --help shows an example.',
    'asked-on-a-terminal': ' (--help shows an example), or run the command on a terminal without --no-input.',
  };
  const or =
    typeof elsewhere === 'string' ? ways[elsewhere] : `, or set ${elsewhere.inConfig.join(' and ')} in the config.`;
  return usageError(`${missing} missing: ${words.join(', ')}.`, `Give ${it} on the command line${or}`);
}
