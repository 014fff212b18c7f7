import { isIPv6, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { formatHostPort } from '../../relay/host-port.js';
import { parseReply } from '../../relay/smtp-reply.js';
import type { Redactor } from '../secrets/redactor.js';
import { brokenReply, classify, type LibraryError } from './classify.js';
import { learnDigest } from './cram-md5.js';
import { type Dialogue, type Exchange, startDialogue } from './dialogue.js';
import { closedFailure, failureError, notSmtpFailure } from './failures.js';
import { type Hearing, hearing } from './hearing.js';
import type { RelayAccess } from './smtp.js';
import type { TcpTools } from './tcp.js';
import { starttlsInjection, starttlsNotOffered } from './tls-failures.js';
import type { Watch } from './watch.js';

export interface SessionTools extends TcpTools {
  readonly secrets: Redactor;
}

/** What the parts of one session share. */
export interface Wire {
  /** `host:port`, for sentences. */
  readonly relay: string;
  readonly access: RelayAccess;
  readonly connection: SMTPConnection;
  readonly dialogue: Dialogue;
  readonly watch: Watch;
  readonly tools: SessionTools;
  readonly hearing: Hearing;
}

export interface WireParts {
  readonly access: RelayAccess;
  readonly tools: SessionTools;
  readonly watch: Watch;
  /** Connected; with `tls: implicit` the handshake is done. */
  readonly socket: Socket;
  readonly trust: ConnectionOptions;
}

/** The longest reply that is read; real ones stay below a few kilobytes. */
export const longestReplyBytes = 65_536;
/** nodemailer's own clocks are set past ours, so that ours give the reason. */
const neverMs = 3_600_000;

/** nodemailer's connection on a socket of ours, with its log as the dialogue. Nothing is sent yet. */
export async function startWire({ access, tools, watch, socket, trust }: WireParts): Promise<Wire> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const relay = formatHostPort(access);
  // Closed while the library was being loaded: nobody listened, and nobody will be told again.
  if (socket.destroyed || socket.readableEnded) throw failureError(closedFailure(relay, 'greeting', undefined));
  const beganMs = tools.clock.elapsedMs();
  const heard = hearing(tools.secrets);
  const dialogue = startDialogue(tools.clock.elapsedMs, {
    heard: (stage, reply) => {
      if (stage === 'auth' && access.auth.method === 'cram-md5') learnDigest(reply, access.auth, tools.secrets.learn);
      return heard.reply(reply);
    },
    waits: watch.waits,
    replied: (exchange) => inspect(exchange),
    injected: () => end(failureError(starttlsInjection(relay, 'starttls'))),
    // What nodemailer tells of a closed connection is a reply without its line end: a part of one, for all we know.
    said: (from, text) =>
      access.observe?.({ atMs: Math.round((tools.clock.elapsedMs() - beganMs) * 10) / 10, from, text }),
    isClosed: () => connection._socket !== false && connection._socket?.closed === true,
  });
  const connection = new Connection({
    connection: socket,
    host: access.host,
    port: access.port,
    name: ehloName(socket),
    secure: access.tls === 'implicit',
    secured: access.tls === 'implicit',
    requireTLS: access.tls === 'starttls',
    ignoreTLS: access.tls !== 'starttls',
    tls: trust,
    logger: dialogue.logger,
    transactionLog: true,
    maxResponseSize: longestReplyBytes,
    connectionTimeout: neverMs,
    greetingTimeout: neverMs,
    socketTimeout: neverMs,
    socketCloseTimeout: 0,
  });
  const end = (error: Error): void => {
    watch.fail(error);
    connection.close();
  };
  const inspect = (exchange: Exchange): void => {
    const { stage, reply } = exchange;
    if (reply.length > longestReplyBytes) end(failureError(brokenReply(relay, stage, undefined)));
    else if (parseReply(reply) === undefined) {
      // The final dot's answer is judged by the delivery: the message may be in.
      if (stage !== 'dot') end(failureError(notSmtpFailure(relay, stage, reply)));
    } else if (stage === 'ehlo' && access.tls === 'starttls' && !connection.secure && reply.startsWith('2')) {
      // Before nodemailer asks for what is not there.
      if (!/^\d{3}[ -]STARTTLS\s*$/im.test(reply)) end(failureError(starttlsNotOffered(relay)));
    }
  };
  connection.on('error', (error: LibraryError) =>
    watch.fail(failureError(classify(error, { relay, host: access.host, stage: dialogue.stage(), hearing: heard }))),
  );
  return { relay, access, connection, dialogue, watch, tools, hearing: heard };
}

/** The handshake of `tls: implicit`, before any SMTP. */
export function secureNow(
  access: RelayAccess,
  socket: Socket,
  trust: ConnectionOptions,
  watch: Watch,
  heard: Hearing,
): Promise<TLSSocket> {
  watch.waits('tls');
  const secured = connectTls({ ...trust, socket, host: access.host, ...serverName(access.host) });
  const shaken = new Promise<TLSSocket>((resolve, reject) => {
    const failed = (error: LibraryError): void =>
      reject(
        failureError(
          classify(error, { relay: formatHostPort(access), host: access.host, stage: 'tls', hearing: heard }),
        ),
      );
    secured.once('secureConnect', () => resolve(secured));
    secured.on('error', failed);
    secured.once('close', () => failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
  return watch.race(shaken).catch((error) => {
    watch.end();
    secured.destroy();
    socket.destroy();
    throw error;
  });
}

/** RFC 6066 §3: a name, never an address. */
function serverName(host: string): { servername?: string } {
  return /^[\d.]+$|:/.test(host) ? {} : { servername: host };
}

/** This machine's full name, else the address it speaks from as a literal (RFC 5321 §4.1.4). */
function ehloName(socket: Socket): string {
  const name = hostname();
  if (/^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(name)) return name;
  const address = socket.localAddress ?? '127.0.0.1';
  return isIPv6(address) ? `[IPv6:${address}]` : `[${address}]`;
}
