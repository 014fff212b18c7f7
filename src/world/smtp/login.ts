import type { Channel } from './channel/channel.js';
import { authEndless, authRefused } from './failures/auth-failures.js';
import { failureError } from './failures/failures.js';
import { mechanismOf } from './mechanisms.js';
import type { Credentials } from './smtp.js';

/** Authenticates with the configured method and no other. Throws `authentication`, `temporary` or `protocol`. */
export async function login(
  channel: Channel,
  credentials: Credentials,
  learnSecret: (secret: string) => void,
): Promise<void> {
  const { method } = credentials;
  const { initial, answers } = mechanismOf(credentials, learnSecret);
  const command = `AUTH ${method.toUpperCase()}`;
  let { reply, raw } = await channel.exchange(initial === undefined ? command : `${command} ${initial}`);
  for (const answer of answers) {
    if (reply.replyCode !== 334) break;
    ({ reply, raw } = await channel.exchange(answer(raw.text)));
  }
  if (reply.replyCode === 334) throw failureError(authEndless(channel.relay, method, reply));
  if (reply.replyCode >= 300) throw failureError(authRefused(channel.relay, method, reply));
}
