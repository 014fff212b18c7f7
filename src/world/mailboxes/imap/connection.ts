import { checkServerIdentity } from 'node:tls';
import type { ImapFlow } from 'imapflow';
import { cancelledError } from '../../../errors.js';
import { formatHostPort } from '../../../relay/host-port.js';
import { certificateName, tlsOptions } from '../../smtp/tls-options.js';
import type { ImapAccess, MailboxLimits } from '../mailboxes.js';
import { mostMessageBytes } from '../mailboxes.js';
import { imapError, outOfTime, tooMuch } from './failures.js';

export interface ImapTools {
  readonly cancelled: AbortSignal;
  /** Masks the secrets of the call in what the server says. */
  readonly mask: (text: string) => string;
}

/** What one thing that is asked brings at most: lists, searches and headers of a mailbox of 100,000 messages stay below it. */
const mostOtherBytes = 4 * 1024 * 1024;
const mostLineBytes = mostOtherBytes;
/** How often the bytes that came are counted. */
const watchMs = 50;
const farewellMs = 1_000;

/** A connection that is logged in, and that no server can hold longer, or fill with more, than is allowed. */
export interface ImapConnection {
  readonly client: ImapFlow;
  readonly server: string;
  /** The work's result. Rejects in words when it fails, takes too long, or after Ctrl-C; then the connection is gone. */
  readonly within: <Result>(work: () => Promise<Result>, mostBytes?: number) => Promise<Result>;
  readonly close: () => Promise<void>;
}

/** Connects and logs in. Throws in words. */
export async function connectImap(
  access: ImapAccess,
  limits: MailboxLimits,
  { cancelled, mask }: ImapTools,
): Promise<ImapConnection> {
  const { ImapFlow: Client } = await import('imapflow');
  const server = formatHostPort(access);
  const client = new Client(optionsOf(access, limits.timeoutMs));
  let broken: Error | undefined;
  client.on('error', (error: Error) => {
    broken ??= error;
  });
  const endMs = performance.now() + limits.totalMs;
  const within = async <Result>(work: () => Promise<Result>, mostBytes = 0): Promise<Result> => {
    if (cancelled.aborted) throw cancelledError();
    const allowedBytes = client.stats().received + mostOtherBytes + mostBytes;
    const ms = Math.max(1, Math.min(limits.timeoutMs, endMs - performance.now()));
    const watch = watchOver(client, { ms, cancelled, allowedBytes });
    try {
      return await Promise.race([work(), watch.broken]);
    } catch (error) {
      if (cancelled.aborted) throw cancelledError(undefined, error);
      if (watch.why() === 'late') throw outOfTime(server, ms);
      if (watch.why() === 'too-much') throw tooMuch(server);
      throw imapError(broken ?? error, { server, access, mask });
    } finally {
      watch.end();
    }
  };
  try {
    await within(() => client.connect());
  } catch (error) {
    client.close();
    throw error;
  }
  return { client, server, within, close: () => farewell(client) };
}

function optionsOf(access: ImapAccess, timeoutMs: number): ConstructorParameters<typeof ImapFlow>[0] {
  const { host, port, tls, auth, login } = access;
  const name = certificateName(access);
  const { host: _asked, ...trust } =
    tls === 'none' ? {} : tlsOptions({ ...access, clientCertificate: undefined }, 'verified');
  return {
    host,
    port,
    secure: tls === 'implicit',
    // Required where it is asked for: what is not offered is an error, before any login.
    ...(tls === 'implicit' ? {} : { doSTARTTLS: tls === 'starttls' }),
    tls: {
      ...trust,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
    },
    auth:
      auth === 'xoauth2'
        ? { user: login.username, accessToken: login.password }
        : { user: login.username, pass: login.password },
    logger: false,
    clientInfo: { name: 'akrelay' },
    disableAutoIdle: true,
    // What is unpacked could be a thousand times what was sent.
    disableCompression: true,
    disableBinary: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: Math.max(timeoutMs, 60_000),
    maxLineLength: mostLineBytes,
    maxLiteralSize: mostMessageBytes,
    maxResponseSize: mostMessageBytes + mostLineBytes,
    maxResponseTokens: 200_000,
  };
}

interface Watched {
  readonly ms: number;
  readonly cancelled: AbortSignal;
  /** Since the connection began. */
  readonly allowedBytes: number;
}

/** Ends the connection at the end of the time, after Ctrl-C, and when more has come than any mailbox sends. */
function watchOver(client: ImapFlow, { ms, cancelled, allowedBytes }: Watched) {
  let why: 'late' | 'too-much' | 'cancelled' | undefined;
  let reject: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  broken.catch(() => undefined);
  const stop = (reason: NonNullable<typeof why>): void => {
    why ??= reason;
    client.close();
    reject(new Error(reason));
  };
  const cancel = (): void => stop('cancelled');
  const timer = setTimeout(stop, ms, 'late');
  const counter = setInterval(() => {
    if (client.stats().received > allowedBytes) stop('too-much');
  }, watchMs);
  cancelled.addEventListener('abort', cancel, { once: true });
  return {
    broken,
    why: () => why,
    end: () => {
      clearTimeout(timer);
      clearInterval(counter);
      cancelled.removeEventListener('abort', cancel);
    },
  };
}

/** LOGOUT, as far as the server takes it. */
async function farewell(client: ImapFlow): Promise<void> {
  const timer = setTimeout(() => client.close(), farewellMs);
  await client.logout().catch(() => undefined);
  clearTimeout(timer);
  client.close();
}
