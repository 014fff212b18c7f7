import { AkrelayError } from '../errors.js';

/** Keys of the config as hints name them, and what says the same of a relay that the command line gives. */
const flags: readonly (readonly [RegExp, string])[] = [
  [/'?\btls: (none|starttls|implicit)\b'?/g, '--tls $1'],
  [/\btls:/g, '--tls'],
  [/\bthe port and tls\b/g, 'the port and --tls'],
  [/\bset auth, username and password\b/g, 'set --auth, --username and --password-env'],
  [/\bauth: (\w+)/g, '--auth $1'],
  [/\bauth:/g, '--auth'],
  [/\b(?:relay\.)?(?:ehlo|tlsName|clientCertificate),? or (?=--)/g, ''],
  [/, or set test\.from in the config/g, ''],
];

/** A hint on a relay that no config knows: with flags where it names keys. */
export function inFlags(hint: string): string {
  return flags.reduce((text, [key, flag]) => text.replace(key, flag), hint);
}

/** The same failure with its hint in flags; what is not one of ours stays as it is. */
export function failureInFlags(error: unknown): unknown {
  if (!(error instanceof AkrelayError) || error.hint === undefined) return error;
  const { kind, message, details, data, cause } = error;
  return new AkrelayError(kind, { message, hint: inFlags(error.hint), details, data, cause });
}
