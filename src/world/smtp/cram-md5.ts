import { createHmac } from 'node:crypto';
import type { Credentials } from './smtp.js';

/**
 * Makes the answer to a challenge known as a secret before it is given: its reader could try passwords on it at leisure
 * (RFC 2195 §2).
 */
export function learnDigest(
  reply: string,
  { username, password }: Credentials,
  learnSecret: (secret: string) => void,
): void {
  // As the library reads it.
  const challenge = /^334\s+(.+)$/.exec(reply)?.[1];
  if (challenge === undefined) return;
  const digest = createHmac('md5', password).update(Buffer.from(challenge, 'base64').toString('ascii')).digest('hex');
  for (const secret of [digest, `${username} ${digest}`]) learnSecret(secret);
}
