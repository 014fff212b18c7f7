import type { ConnectionOptions } from 'node:tls';
import { outcomeOf, parseReply, type SmtpReply } from '../../relay/smtp-reply.js';
import type { Redactor } from '../secrets/redactor.js';
import { missingCapability } from './capabilities.js';
import type { Channel } from './channel/channel.js';
import type { Watch } from './channel/watch.js';
import { deliverBy, startClient } from './deliver.js';
import { enter } from './enter.js';
import { failureError } from './failures/failures.js';
import type { Masks } from './masks.js';
import { firstPlace } from './place.js';
import { probe } from './probe.js';
import type { Envelope, Farewell, RelayAccess, SessionFacts, SmtpSession } from './smtp.js';
import type { TcpTools } from './tcp.js';
import { type ConnectTimings, timingsOf } from './timings.js';
import { type CertificateCheck, tlsOptions } from './tls-options.js';

export interface SessionTools extends TcpTools {
  readonly secrets: Redactor;
}

/** One address of a relay that answers, and the channel to it. */
export interface Place {
  readonly access: RelayAccess;
  readonly address: string;
  readonly ehloName: string;
  readonly channel: Channel;
  readonly watch: Watch;
  readonly tls: ConnectionOptions;
  readonly masks: Masks;
}

/** What is known of a session while it opens; still there when opening fails. */
export interface Trail {
  place?: Place;
  connect?: ConnectTimings;
  tls?: SessionFacts['tls'];
  greeting?: SmtpReply;
  /** Why addresses before this one were left, a sentence each. */
  leftAddresses?: readonly string[];
}

export interface OpenOptions {
  readonly trail?: Trail;
  /** No credential may be sent over a certificate that was only looked at. */
  readonly certificates?: CertificateCheck;
}

/** How long to wait for the answer to QUIT; the message is long settled by then. */
const quitMs = 1_000;

/** Opens a session: connect, greeting, EHLO, TLS, AUTH. */
export async function openSession(
  access: RelayAccess,
  tools: SessionTools,
  { trail = {}, certificates = 'verified' }: OpenOptions = {},
): Promise<SmtpSession> {
  const tls = tlsOptions(access, certificates);
  const { place, greeting } = await firstPlace(access, tls, tools, trail);
  try {
    return sessionAt(place, await enter(place, greeting, tools, trail), trail);
  } catch (error) {
    await close(place);
    throw error;
  }
}

function sessionAt(place: Place, facts: SessionFacts, { connect }: Trail): SmtpSession {
  const { channel, watch } = place;
  const { exchanges } = channel.conversation;
  const opening = exchanges.length;
  let client: ReturnType<typeof startClient> | undefined;
  watch.rest();
  return {
    facts,
    timings: () => timingsOf(exchanges, connect ?? { dnsMs: 0, connectMs: 0 }),
    send: async (envelope, message) => {
      mustBePossible(place, facts, envelope, message);
      if (exchanges.length > opening) await again(place, opening);
      client ??= startClient(place);
      return deliverBy(await client, place, envelope, message);
    },
    probe: async (envelope, until) => {
      mustBePossible(place, facts, envelope, new Uint8Array());
      return probe(channel, envelope, until);
    },
    close: () => close(place),
  };
}

function mustBePossible(
  { channel }: Place,
  { extensions }: SessionFacts,
  envelope: Envelope,
  message: Uint8Array,
): void {
  const missing = missingCapability(channel.relay, extensions, envelope, message);
  if (missing) throw failureError(missing);
}

/** Another message in the same session: its own total budget, and the last one's exchanges are done with. */
async function again({ channel, watch }: Place, opening: number): Promise<void> {
  const { exchanges } = channel.conversation;
  const last = exchanges.slice(opening);
  watch.renew();
  // RFC 5321 §4.1.4: a sender that was accepted and led to no message is still there.
  const mail = parseReply(last.find(({ stage }) => stage === 'mail')?.reply ?? '');
  const isOpen = mail !== undefined && outcomeOf(mail) === 'accepted' && !last.some(({ stage }) => stage === 'dot');
  if (isOpen && channel.conversation.isQuiet) await channel.ask('RSET');
  channel.conversation.forget(opening);
}

/** Says QUIT where the relay waits for a command, else hangs up. */
async function close({ channel, watch }: Place): Promise<Farewell> {
  watch.end();
  if (channel.isOpen && channel.conversation.isQuiet) await withinMs(quitMs, channel.ask('QUIT'));
  channel.hangUp();
  return channel.conversation.isContradicted ? 'contradicted' : 'settled';
}

async function withinMs(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
