import { AkrelayError } from '../../errors.js';
import { parseReply } from '../../relay/smtp-reply.js';
import { authRefused } from './auth-failures.js';
import type { LibraryError } from './classify.js';
import { closedFailure, failureError } from './failures.js';
import type { Credentials } from './smtp.js';
import type { Wire } from './wire.js';

/** Authenticates with the configured method and no other. Throws `authentication`, `temporary` or `protocol`. */
export async function login(
  { connection, watch, dialogue, relay, hearing }: Wire,
  credentials: Credentials,
): Promise<void> {
  const { method, username, password } = credentials;
  const done = new Promise<void>((resolve, reject) => {
    const options = { method: method.toUpperCase(), user: username, pass: password };
    connection.login(options, (error: LibraryError | null) => (error ? reject(error) : resolve()));
  });
  try {
    await watch.race(done);
  } catch (error) {
    if (error instanceof AkrelayError) throw error;
    const reply = parseReply(hearing.reply((error as LibraryError).response ?? ''));
    throw failureError(reply ? authRefused(relay, method, reply) : closedFailure(relay, dialogue.stage(), error));
  }
}
