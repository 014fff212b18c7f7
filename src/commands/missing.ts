import { type AkrelayError, usageError } from '../errors.js';

/** One error for all answers that only words on the command line can give. */
export function missingAnswers(
  words: readonly string[],
  elsewhere: 'asked-on-a-terminal' | 'never-asked',
): AkrelayError {
  const [missing, it] = words.length === 1 ? ['A value is', 'it'] : ['Values are', 'them'];
  return usageError(
    `${missing} missing: ${words.join(', ')}.`,
    elsewhere === 'never-asked'
      ? `Give ${it} on the command line; --help shows an example.`
      : `Give ${it} on the command line, or run the command on a terminal without --no-input.`,
  );
}
