import { type AkrelayError, usageError } from '../errors.js';

/** One error for all answers that only words on the command line can give. */
export function missingAnswers(
  words: readonly string[],
  elsewhere: 'asked-on-a-terminal' | 'never-asked',
): AkrelayError {
  return usageError(
    `${words.length === 1 ? 'An answer is' : 'Answers are'} missing: ${words.join(', ')}.`,
    elsewhere === 'never-asked'
      ? 'Give them on the command line; --help shows an example.'
      : 'Give them on the command line, or run the command on a terminal without --no-input to be asked.',
  );
}
