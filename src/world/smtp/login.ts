import { createHmac } from 'node:crypto';
import { AkrelayError } from '../../errors.js';
import { parseReply } from '../../relay/smtp-reply.js';
import type { Credentials } from '../smtp.js';
import { authRefused } from './auth-failures.js';
import type { LibraryError } from './classify.js';
import { closedFailure, failureError } from './failures.js';
import type { Wire } from './wire.js';

/** Authenticates with the configured method and no other. Throws `authentication`, `temporary` or `protocol`. */
export async function login(wire: Wire, credentials: Credentials): Promise<void> {
  const { connection, watch, dialogue, relay } = wire;
  const { method, username, password } = credentials;
  const done = new Promise<void>((resolve, reject) => {
    const options = { method: method.toUpperCase(), user: username, pass: password };
    connection.login(options, (error: LibraryError | null) => (error ? reject(error) : resolve()));
  });
  try {
    await watch.race(done);
  } catch (error) {
    if (error instanceof AkrelayError) throw error;
    const reply = parseReply((error as LibraryError).response ?? '');
    throw failureError(reply ? authRefused(relay, method, reply) : closedFailure(relay, dialogue.stage(), error));
  } finally {
    learnDigests(wire, credentials);
  }
}

/** A CRAM-MD5 response lets its reader try passwords at leisure, so it is a secret too (RFC 2195 §2). */
function learnDigests({ dialogue, tools }: Wire, { method, username, password }: Credentials): void {
  if (method !== 'cram-md5') return;
  for (const { reply } of dialogue.exchanges.filter(({ stage }) => stage === 'auth')) {
    const challenge = Buffer.from(/^334 (\S+)/.exec(reply)?.[1] ?? '', 'base64').toString('ascii');
    const digest = createHmac('md5', password).update(challenge).digest('hex');
    for (const secret of [digest, `${username} ${digest}`]) tools.learnSecret(secret);
  }
}
