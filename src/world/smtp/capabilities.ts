import { asciiDomain, isAscii } from './ascii-domain.js';
import type { Failure } from './failures/failures.js';
import type { Envelope } from './smtp.js';

/** What a message needs of the relay, and what the relay does not offer. Judged before MAIL; nothing was sent. */
export function missingCapability(
  relay: string,
  extensions: readonly string[],
  { forwardPaths, reversePath, dsn }: Envelope,
  message: Uint8Array,
): Failure | undefined {
  const offers = (keyword: string): boolean => extensions.some((line) => line.toUpperCase().split(' ')[0] === keyword);
  const limit = Number(extensions.map((line) => /^SIZE (\d+)$/i.exec(line)?.[1]).find(Boolean) ?? 0);
  const foreign = [reversePath, ...forwardPaths].map(asciiDomain).find((path) => !isAscii(path));
  if (limit > 0 && message.length > limit)
    return lacking(
      'message-too-large',
      `${relay} accepts messages of up to ${limit} bytes; this one has ${message.length}.`,
      "Send a smaller message, or ask the relay's support for a higher limit.",
    );
  if (foreign !== undefined && !offers('SMTPUTF8'))
    return lacking(
      'smtputf8-not-offered',
      `${relay} does not offer SMTPUTF8, which ${foreign} needs.`,
      'Use an address with only ASCII characters before the @.',
    );
  if (dsn !== undefined && !offers('DSN'))
    return lacking(
      'dsn-not-offered',
      `${relay} does not offer DSN, so it cannot send delivery reports.`,
      'Remove --dsn.',
    );
  if (message.some((byte) => byte > 0x7f) && !offers('8BITMIME'))
    return lacking(
      '8bitmime-not-offered',
      `${relay} does not offer 8BITMIME, and the message has 8-bit bytes.`,
      'Encode the message (quoted-printable or base64), or remove --eml to let akrelay compose one.',
    );
  return undefined;
}

function lacking(id: string, message: string, hint: string): Failure {
  return { id, kind: 'protocol', stage: 'mail', message, hint };
}
