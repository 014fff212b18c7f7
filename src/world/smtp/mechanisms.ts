import { createHmac } from 'node:crypto';
import type { Credentials } from './smtp.js';

/** What a login says, in base64: with the command, and to each 334 after that. */
export interface Mechanism {
  /** Undefined: the command is alone. */
  readonly initial: string | undefined;
  /** One for each challenge, `334 <base64>`, that may come; an empty text is an empty line. */
  readonly answers: readonly ((challenge: string) => string)[];
}

/** The mechanisms as their standards have them. `learnSecret` is given what tells the password before it is said. */
export function mechanismOf(
  { method, username, password }: Credentials,
  learnSecret: (secret: string) => void,
): Mechanism {
  const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  switch (method) {
    case 'login':
      return { initial: undefined, answers: [() => base64(username), () => base64(password)] };
    case 'plain': {
      // RFC 4616 §2. A server that asks once more (RFC 4954 §4) has not read what came with the command.
      const all = base64(`\0${username}\0${password}`);
      return { initial: all, answers: [() => all] };
    }
    case 'cram-md5':
      return {
        initial: undefined,
        answers: [(challenge) => base64(digestOf(challenge, username, password, learnSecret))],
      };
    case 'xoauth2': {
      // Google and Microsoft: the 334 that comes for a token that is refused says why, and an empty line asks for the verdict.
      const token = base64(`user=${username}\x01auth=Bearer ${password}\x01\x01`);
      return { initial: token, answers: [() => ''] };
    }
  }
}

/** RFC 2195 §2. Who reads the digest could try passwords on it at leisure, so it is a secret too. */
function digestOf(
  challenge: string,
  username: string,
  password: string,
  learnSecret: (secret: string) => void,
): string {
  const digest = createHmac('md5', password).update(Buffer.from(challenge, 'base64')).digest('hex');
  for (const secret of [digest, `${username} ${digest}`]) learnSecret(secret);
  return `${username} ${digest}`;
}
