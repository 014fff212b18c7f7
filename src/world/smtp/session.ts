import { TLSSocket } from 'node:tls';
import { formatHostPort } from '../../relay/host-port.js';
import { parseReply } from '../../relay/smtp-reply.js';
import { authNotOffered } from './auth-failures.js';
import { missingCapability } from './capabilities.js';
import { tlsFacts } from './certificate-facts.js';
import { classify } from './classify.js';
import { asciiDomain, deliver } from './deliver.js';
import { failureError } from './failures.js';
import { hearing } from './hearing.js';
import { login } from './login.js';
import { probe } from './probe.js';
import type { RelayAccess, SessionFacts, SmtpSession } from './smtp.js';
import { connectTcp } from './tcp.js';
import { type ConnectTimings, timingsOf } from './timings.js';
import { trusting } from './trust.js';
import { startWatch } from './watch.js';
import { type SessionTools, secureNow, startWire, type Wire } from './wire.js';

/** How long to wait for the answer to QUIT; the message is long settled by then. */
const quitMs = 1_000;

/** What is known of a session while it opens; still there when opening fails. */
export interface Trail {
  wire?: Wire;
  connect?: ConnectTimings;
  facts?: SessionFacts;
}

export interface OpenOptions {
  readonly trail?: Trail;
  /** `look` takes any certificate, to show what it says; no credential may be sent then. */
  readonly certificates?: 'verified' | 'look';
}

/** Opens a session: connect, greeting, EHLO, TLS, AUTH. */
export async function openSession(
  access: RelayAccess,
  tools: SessionTools,
  { trail = {}, certificates = 'verified' }: OpenOptions = {},
): Promise<SmtpSession> {
  const trust = certificates === 'look' ? { rejectUnauthorized: false } : trusting(access.caPem);
  const { clock, cancelled } = tools;
  const watch = startWatch({ relay: formatHostPort(access), budgets: access.budgets, clock, cancelled });
  const tcp = await connectTcp(access, tools).catch((error) => {
    watch.end();
    throw error;
  });
  trail.connect = tcp;
  const beforeTlsMs = clock.elapsedMs();
  const socket =
    access.tls === 'implicit' ? await secureNow(access, tcp.socket, trust, watch, hearing(tools.secrets)) : tcp.socket;
  const connect = access.tls === 'implicit' ? { ...tcp, tlsMs: clock.elapsedMs() - beforeTlsMs } : tcp;
  trail.connect = connect;
  const wire = await startWire({ access, tools, watch, socket, trust }).catch((error) => {
    watch.end();
    socket.destroy();
    throw error;
  });
  trail.wire = wire;
  try {
    const facts = await enter(wire, tcp.address, trail);
    const opening = wire.dialogue.exchanges.length;
    return {
      facts,
      timings: () => timingsOf(wire.dialogue.exchanges, connect),
      send: async (envelope, message) => {
        const missing = missingCapability(
          wire.relay,
          facts.extensions,
          {
            ...envelope,
            forwardPaths: envelope.forwardPaths.map(asciiDomain),
            reversePath: asciiDomain(envelope.reversePath),
          },
          message,
        );
        if (missing) throw failureError(missing);
        if (wire.dialogue.exchanges.length > opening) again(wire, opening);
        return deliver(wire, envelope, message);
      },
      probe: (envelope, until) => probe(wire, envelope, until),
      close: () => close(wire),
    };
  } catch (error) {
    await close(wire);
    throw error;
  }
}

/** From the greeting to the login. */
async function enter(wire: Wire, address: string, trail: Trail): Promise<SessionFacts> {
  const { access, connection, watch, relay } = wire;
  watch.waits('greeting');
  const at = { relay, host: access.host, stage: 'greeting' as const, hearing: wire.hearing };
  await watch.race(
    new Promise<void>((resolve, reject) =>
      connection.connect((error?: Error | null) => (error ? reject(failureError(classify(error, at))) : resolve())),
    ),
  );
  const facts = factsOf(wire, address);
  trail.facts = facts;
  if (access.auth.method !== 'none') {
    const missing = authNotOffered(relay, access.auth.method, facts.extensions);
    if (missing) throw failureError(missing);
    await login(wire, access.auth);
  }
  watch.rest();
  return facts;
}

function factsOf({ connection, dialogue, hearing }: Wire, address: string): SessionFacts {
  const greeting = parseReply(dialogue.exchanges[0]?.reply ?? '');
  const ehlo = dialogue.exchanges.findLast(({ stage }) => stage === 'ehlo')?.reply ?? '';
  const socket = connection._socket;
  return {
    address,
    greeting: greeting ?? { replyCode: 220, enhancedStatusCode: undefined, text: '' },
    extensions: extensionsOf(ehlo),
    tls: socket instanceof TLSSocket ? tlsFacts(socket, hearing) : undefined,
  };
}

/** The lines of an EHLO reply without codes; the first, the server's name, is left out (RFC 5321 §4.1.1.1). */
export function extensionsOf(ehlo: string): readonly string[] {
  return ehlo
    .split('\n')
    .slice(1)
    .map((line) => line.slice(4).trim())
    .filter((line) => line !== '');
}

/** Another message in the same session: its own total budget, and the last one's exchanges are done with. */
function again({ dialogue, watch }: Wire, opening: number): void {
  dialogue.forget(opening);
  watch.renew();
}

/** Says QUIT where the relay waits for a command, else hangs up. */
async function close({ connection, dialogue, watch }: Wire): Promise<void> {
  watch.end();
  if (!connection.destroyed && !dialogue.isWaiting()) {
    const ended = new Promise((resolve) => connection.once('end', resolve));
    connection.quit();
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, quitMs).unref())]);
  }
  connection.close();
}
