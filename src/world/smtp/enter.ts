import { TLSSocket } from 'node:tls';
import { offersStarttls } from '../../relay/extensions.js';
import { parseReply, type SmtpReply } from '../../relay/smtp-reply.js';
import { tlsFacts } from './certificate-facts.js';
import { shakeHands } from './channel/handshake.js';
import { authNotOffered } from './failures/auth-failures.js';
import { failureError, refusedSession } from './failures/failures.js';
import { starttlsNotOffered, starttlsRefused } from './failures/starttls-failures.js';
import { login } from './login.js';
import type { Place, SessionTools, Trail } from './session.js';
import type { SessionFacts } from './smtp.js';

/** Waits for the greeting. Throws when the relay does not take sessions: another of its addresses may. */
export async function greet({ channel, ehloName }: Place): Promise<SmtpReply> {
  const reply = parseReply(await channel.greeted) as SmtpReply;
  if (reply.replyCode >= 400) throw failureError(refusedSession(channel.relay, 'greeting', reply, ehloName));
  return reply;
}

/** From the greeting to the login: EHLO, TLS where the config wants it, AUTH. */
export async function enter(
  place: Place,
  greeting: SmtpReply,
  tools: SessionTools,
  trail: Trail,
): Promise<SessionFacts> {
  const { access, address, channel, ehloName } = place;
  let ehlo = await sayHello(place);
  if (access.tls === 'starttls') {
    await startTls(place, extensionsOf(ehlo));
    trail.tls = tlsOf(place);
    ehlo = await sayHello(place);
  }
  const facts = { address, greeting, ehloName, extensions: extensionsOf(ehlo), tls: tlsOf(place) };
  if (access.auth.method !== 'none') {
    const missing = authNotOffered(channel.relay, access.auth.method, facts.extensions);
    if (missing) throw failureError(missing);
    await login(channel, access.auth, tools.secrets.learn);
  }
  return facts;
}

/** EHLO, or HELO for a relay that does not know it (RFC 5321 §3.2); that one has no STARTTLS. The reply as it came. */
async function sayHello({ access, channel, ehloName }: Place): Promise<string> {
  let reply = await channel.ask(`EHLO ${ehloName}`);
  const isUnknown = reply.replyCode === 500 || reply.replyCode === 502;
  if (isUnknown && access.tls !== 'starttls') reply = await channel.ask(`HELO ${ehloName}`);
  if (reply.replyCode >= 400) throw failureError(refusedSession(channel.relay, 'ehlo', reply, ehloName));
  return channel.conversation.exchanges.at(-1)?.reply ?? '';
}

async function startTls({ channel, tls, masks }: Place, extensions: readonly string[]): Promise<void> {
  if (!offersStarttls(extensions)) throw failureError(starttlsNotOffered(channel.relay));
  const reply = await channel.ask('STARTTLS');
  if (reply.replyCode >= 400) throw failureError(starttlsRefused(channel.relay, reply));
  await channel.secure((plain) => shakeHands(plain, tls, { relay: channel.relay, masks }));
}

function tlsOf({ channel: { socket }, masks }: Place): SessionFacts['tls'] {
  return socket instanceof TLSSocket ? tlsFacts(socket, masks) : undefined;
}

/** The lines of an EHLO reply without codes; the first, the server's name, is left out (RFC 5321 §4.1.1.1). */
export function extensionsOf(ehlo: string): readonly string[] {
  return ehlo
    .split('\n')
    .slice(1)
    .map((line) => line.slice(4).trim())
    .filter((line) => line !== '');
}
