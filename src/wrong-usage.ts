import { type AkrelayError, usageError } from './errors.js';
import { sentence } from './sentence.js';

/** What commander found wrong with the command line, in our words; undefined when the error is not commander's. */
export function wrongUsageOf(error: unknown): AkrelayError | undefined {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('commander.'))) return undefined;
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const told = error.code === 'commander.unknownOption' ? withoutValue(message) : message.replace(/\.$/, '');
  return usageError(sentence(told), suggestion?.replace(/^\((.*)\)$/, '$1') ?? hintFor(String(error.code), told));
}

/** Only the option's own name: what follows it in the same word (`--password=…`, `-p…`) may be a secret. */
function withoutValue(message: string): string {
  return message.replace(/'(--[^=']*|-.).*$/su, "'$1'");
}

function hintFor(code: string, told: string): string {
  if (code === 'commander.conflictingOption') return 'Remove one of them.';
  if (code === 'commander.unknownCommand') return 'See the commands with: akrelay --help';
  return /'(?:-p|--pass.*)'$/i.test(told)
    ? 'Passwords are not accepted on the command line. Use --password-env or --password-file.'
    : 'Add --help to see the usage.';
}
