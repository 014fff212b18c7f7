import { lookup } from 'node:dns/promises';
import { connect, isIP, isIPv6, type Socket } from 'node:net';
import { AkrelayError } from '../../errors.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { SessionTimings } from '../../relay/receipt.js';
import type { Clock } from '../world.js';
import { closedFailure, failureError, timeoutFailure } from './failures/failures.js';
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

type Target = Pick<RelayAccess, 'host' | 'addresses' | 'family' | 'sourceAddress' | 'port' | 'budgets'>;
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

/** An address that could not be connected to, and the system's code for why. */
export interface Attempt {
  readonly address: string;
  readonly code: string;
}

/** The attempt's reason in words. */
export function reasonWhy({ code }: Pick<Attempt, 'code'>): string {
  return reasons[code] ?? code;
}

/**
 * Every address of a host that may be used, an address literal as it is. Throws `host-not-found`, or `temporary` when no
 * resolver answers.
 */
export async function resolveHost(target: Target, cancelled: AbortSignal): Promise<readonly string[]> {
  const { host, family, sourceAddress } = target;
  const all = target.addresses ?? (isIP(host) ? [host] : await lookUp(target, cancelled));
  const wanted = family ?? (sourceAddress === undefined ? undefined : familyOf(sourceAddress));
  const usable = wanted === undefined ? all : all.filter((address) => familyOf(address) === wanted);
  if (usable.length > 0) return usable;
  throw failureError({
    id: 'dns-no-family',
    kind: 'host-not-found',
    stage: 'dns',
    message: `${host} has no IPv${wanted} address; it has ${all.join(', ')}.`,
    hint: `Remove the flag that selects IPv${wanted}: -${wanted} or --source-address.`,
  });
}

function familyOf(address: string): 4 | 6 {
  return isIPv6(address) ? 6 : 4;
}

async function lookUp({ host, budgets }: Target, cancelled: AbortSignal): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, budgets.dnsMs, 'late');
  });
  const found = await unlessCancelled(
    Promise.race([lookup(host, { all: true }).catch((error: NodeJS.ErrnoException) => error), late]),
    cancelled,
  ).finally(() => clearTimeout(timer));
  if (Array.isArray(found) && found.length > 0) return found.map(({ address }) => address);
  const temporary = found === 'late' || (found instanceof Error && found.code === 'EAI_AGAIN');
  throw failureError({
    id: temporary ? 'dns-temporary' : 'dns-not-found',
    kind: temporary ? 'temporary' : 'host-not-found',
    stage: 'dns',
    message: temporary
      ? `The name servers did not answer for ${host}.`
      : `${host} does not resolve: there is no such host.`,
    hint: temporary
      ? 'Check the network and the name servers of this machine, then try again.'
      : 'Check the host of the sender: akrelay sender list',
    cause: found instanceof Error ? found : undefined,
  });
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
    const cancel = (): void => stop(() => reject(cancelledError()));
    const timer = setTimeout(giveUp, ms, 'ETIMEDOUT');
    // Until the session listens, a reset must not end the process; the session finds the socket closed.
    const connected = (): void => settle(() => resolve(socket.on('error', () => undefined)));
    socket.once('connect', connected);
    socket.once('error', (error: NodeJS.ErrnoException) => giveUp(error.code ?? 'unknown'));
    if (cancelled.aborted) cancel();
    else cancelled.addEventListener('abort', cancel, { once: true });
  });
}

/** What to say when no address could be connected to. */
export function unreachable(target: Target, attempts: readonly Attempt[]): AkrelayError {
  const relay = formatHostPort(target);
  const tried = attempts.map((one) => `${one.address}: ${reasonWhy(one)}`);
  if (target.sourceAddress !== undefined && attempts.every(({ code }) => code === 'EADDRNOTAVAIL'))
    return failureError({
      id: 'connect-failed',
      kind: 'unreachable',
      stage: 'connect',
      message: `This machine does not have the address ${target.sourceAddress}.`,
      hint: 'Use an address of this machine with --source-address, or remove the flag.',
    });
  if (attempts.every(({ code }) => code === 'ETIMEDOUT'))
    return failureError(timeoutFailure(relay, 'connect', target.budgets.connectMs));
  // Accepted and reset in the same breath: the greeting is what did not come.
  if (attempts.every(({ code }) => code === 'ECONNRESET'))
    return failureError(closedFailure(relay, 'greeting', undefined));
  const refused = attempts.some(({ code }) => code === 'ECONNREFUSED');
  return failureError({
    id: refused ? 'connect-refused' : 'connect-failed',
    kind: 'unreachable',
    stage: 'connect',
    message: refused
      ? `${relay} refuses connections (${tried.join('; ')}).`
      : `${relay} cannot be reached (${tried.join('; ')}).`,
    hint:
      target.port === 25
        ? 'Many clouds block outgoing port 25: use the relay on port 587.'
        : 'Check the host and port of the sender, and whether a firewall blocks outgoing mail.',
  });
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'no answer',
  ENETUNREACH: 'no route to that network',
  EHOSTUNREACH: 'no route to that host',
  EADDRNOTAVAIL: 'no address of this machine can reach it',
  EACCES: 'blocked by this machine',
  EPERM: 'blocked by this machine',
  ECONNRESET: 'reset',
};

/** The work's result, unless Ctrl-C comes first. */
async function unlessCancelled<T>(work: Promise<T>, cancelled: AbortSignal): Promise<T> {
  let cancel: () => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    cancel = () => reject(cancelledError());
  });
  if (cancelled.aborted) cancel();
  else cancelled.addEventListener('abort', cancel, { once: true });
  return Promise.race([work, stopped]).finally(() => cancelled.removeEventListener('abort', cancel));
}

export function cancelledError(): AkrelayError {
  return new AkrelayError('cancelled', { message: 'Cancelled; no message was sent.' });
}
