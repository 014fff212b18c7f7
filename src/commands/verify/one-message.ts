import { type AkrelayError, usageError } from '../../errors.js';

/** What `--redact` says of several. */
export function oneMessage(): AkrelayError {
  return usageError('--redact makes a copy of one message, but there are several.', 'Give a file with one message.');
}
