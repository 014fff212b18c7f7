import { type AkrelayError, usageError } from '../errors.js';

/** One error for all answers that only words on the command line can give here. */
export function missingAnswers(words: readonly string[]): AkrelayError {
  return usageError(
    `${words.length === 1 ? 'An answer is' : 'Answers are'} missing: ${words.join(', ')}.`,
    'Give them on the command line, or run the command on a terminal without --no-input to be asked.',
  );
}
