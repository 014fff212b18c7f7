import { connect, type Socket } from 'node:net';
import type { SessionTimings } from '../../relay/receipt.js';
import type { Clock } from '../world.js';
import { cancelledSession } from './cancelled.js';
import { type Attempt, reasonWhy, unreachable } from './failures/connect-failures.js';
import { resolveHost } from './resolve-host.js';
import type { RelayAccess } from './smtp.js';
import { timingsOf } from './timings.js';

export interface Connected {
  readonly socket: Socket;
  readonly address: string;
  readonly dnsMs: number;
  readonly connectMs: number;
}

export interface TcpTools {
  readonly clock: Clock;
  readonly cancelled: AbortSignal;
}

export type Target = Pick<RelayAccess, 'host' | 'addresses' | 'family' | 'sourceAddress' | 'port' | 'budgets'>;

/** One address of it. */
type OneAddress = Pick<Target, 'port' | 'sourceAddress'> & { readonly address: string };

/** Resolves the host and connects to the first of its addresses that answers, in the order of the system. */
export async function connectTcp(target: Target, { clock, cancelled }: TcpTools): Promise<Connected> {
  const startMs = clock.elapsedMs();
  const addresses = await resolveHost(target, cancelled);
  const resolvedMs = clock.elapsedMs();
  const failures: Attempt[] = [];
  for (const [index, address] of addresses.entries()) {
    const leftMs = target.budgets.connectMs - (clock.elapsedMs() - resolvedMs);
    const shareMs = Math.max(leftMs / (addresses.length - index), 1);
    const socket = await connectOne({ ...target, address }, shareMs, cancelled);
    if ('code' in socket) failures.push({ address, code: socket.code });
    else return { socket, address, dnsMs: resolvedMs - startMs, connectMs: clock.elapsedMs() - resolvedMs };
  }
  throw unreachable(target, failures);
}

/** Connects and hangs up. */
export async function reach(target: Target, tools: TcpTools): Promise<{ address: string; timings: SessionTimings }> {
  const { socket, address, dnsMs, connectMs } = await connectTcp(target, tools);
  hangUp(socket);
  return { address, timings: timingsOf([], { dnsMs, connectMs }) };
}

/** What a relay may take to hang up in its turn. */
const farewellMs = 1_000;

/** Ends the connection without a word. What the relay said must be read, or the socket would never see the end. */
function hangUp(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.resume().end();
  setTimeout(() => socket.destroy(), farewellMs).unref();
}

/** Tries every address for itself, and hangs up. `open`, or why not. */
export async function tryAddresses(target: Target, addresses: readonly string[], tools: TcpTools): Promise<Tried[]> {
  return Promise.all(
    addresses.map(async (address) => {
      const startMs = tools.clock.elapsedMs();
      const socket = await connectOne({ ...target, address }, target.budgets.connectMs, tools.cancelled);
      const tookMs = Math.round((tools.clock.elapsedMs() - startMs) * 10) / 10;
      if ('code' in socket) return { address, answer: reasonWhy(socket), tookMs };
      hangUp(socket);
      return { address, answer: 'open', tookMs };
    }),
  );
}

export interface Tried {
  readonly address: string;
  readonly answer: string;
  readonly tookMs: number;
}

/** A connection to one address, or the code of why there is none. Rejects when cancelled. */
export function connectOne(
  { address, port, sourceAddress }: OneAddress,
  ms: number,
  cancelled: AbortSignal,
): Promise<Socket | { readonly code: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: address,
      port,
      // A small write must not wait for the answer to the one before it (RFC 896): the final dot would be 40 ms late.
      noDelay: true,
      ...(sourceAddress === undefined ? {} : { localAddress: sourceAddress }),
    });
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      cancelled.removeEventListener('abort', cancel);
      socket.removeAllListeners();
      act();
    };
    const stop = (answer: () => void): void =>
      settle(() => {
        socket.on('error', () => undefined);
        socket.destroy();
        answer();
      });
    const giveUp = (code: string): void => stop(() => resolve({ code }));
    const cancel = (): void => stop(() => reject(cancelledSession()));
    const timer = setTimeout(giveUp, ms, 'ETIMEDOUT');
    // Until the session listens, a reset must not end the process; the session finds the socket closed.
    const connected = (): void => settle(() => resolve(socket.on('error', () => undefined)));
    socket.once('connect', connected);
    socket.once('error', (error: NodeJS.ErrnoException) => giveUp(error.code ?? 'unknown'));
    if (cancelled.aborted) cancel();
    else cancelled.addEventListener('abort', cancel, { once: true });
  });
}
