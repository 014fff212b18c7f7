import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { AkrelayError } from '../../errors.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { SmtpReply } from '../../relay/smtp-reply.js';
import { tlsFacts } from './certificate-facts.js';
import { Channel } from './channel/channel.js';
import { shakeHands } from './channel/handshake.js';
import { startWatch, type Watch } from './channel/watch.js';
import { ownName } from './ehlo-name.js';
import { greet } from './enter.js';
import { type Attempt, reasonWhy, unreachable } from './failures/connect-failures.js';
import { closedFailure, failureError } from './failures/failures.js';
import { type Masks, masksOf } from './masks.js';
import { resolveHost } from './resolve-host.js';
import type { Place, SessionTools, Trail } from './session.js';
import type { RelayAccess } from './smtp.js';
import { connectOne } from './tcp.js';

export interface Greeted {
  readonly place: Place;
  readonly greeting: SmtpReply;
}

interface Visit {
  readonly access: RelayAccess;
  readonly tls: ConnectionOptions;
  readonly tools: SessionTools;
  readonly trail: Trail;
  readonly addresses: readonly string[];
  readonly dnsMs: number;
  /** On the clock. */
  readonly resolvedMs: number;
  readonly deadlineMs: number;
}

/**
 * The first address of the relay that greets. One that cannot be reached, hangs up or does not take sessions now is left
 * for the next (RFC 5321 §5.1); a certificate that is refused is not.
 */
export async function firstPlace(
  access: RelayAccess,
  tls: ConnectionOptions,
  tools: SessionTools,
  trail: Trail,
): Promise<Greeted> {
  const startMs = tools.clock.elapsedMs();
  const addresses = await resolveHost(access, tools.cancelled);
  const resolvedMs = tools.clock.elapsedMs();
  const deadlineMs = startMs + access.budgets.totalMs;
  const visit = { access, tls, tools, trail, addresses, dnsMs: resolvedMs - startMs, resolvedMs, deadlineMs };
  const attempts: Attempt[] = [];
  const refusals: AkrelayError[] = [];
  for (const [index, address] of addresses.entries()) {
    const socket = await connectOne({ ...access, address }, connectMs(visit, index), tools.cancelled);
    if ('code' in socket && socket.code !== 'ECONNRESET') {
      attempts.push({ address, code: socket.code });
      continue;
    }
    // Reset in the same breath as it was accepted: the greeting is what did not come.
    const found =
      'code' in socket
        ? failureError(closedFailure(relayAt(visit, address), 'greeting', undefined))
        : await greeted(visit, address, socket).catch((error: unknown) => error as Error);
    if (!(found instanceof Error)) return found;
    if (!isLeftForNext(found) || tools.clock.elapsedMs() > deadlineMs) throw found;
    refusals.push(found);
    trail.leftAddresses = refusals.map(({ message }) => message);
  }
  throw failureOf(access, attempts, refusals);
}

/** An address's share of the time for connecting. */
function connectMs({ access, addresses, resolvedMs, tools }: Visit, index: number): number {
  const leftMs = access.budgets.connectMs - (tools.clock.elapsedMs() - resolvedMs);
  return Math.max(leftMs / (addresses.length - index), 1);
}

/** For sentences: with the address where the host has several. */
function relayAt({ access, addresses }: Visit, address: string): string {
  return `${formatHostPort(access)}${addresses.length > 1 ? ` (${address})` : ''}`;
}

async function greeted(visit: Visit, address: string, socket: Socket): Promise<Greeted> {
  const { access, tools, trail, dnsMs, resolvedMs, deadlineMs } = visit;
  const { clock, cancelled } = tools;
  const relay = relayAt(visit, address);
  const watch = startWatch({ relay, budgets: access.budgets, deadlineMs, clock, cancelled });
  const connect = { dnsMs, connectMs: clock.elapsedMs() - resolvedMs };
  trail.connect = connect;
  try {
    const ehloName = access.ehlo ?? ownName(socket);
    const masks = masksOf(tools.secrets);
    const secured = access.tls === 'implicit' ? await secureNow(visit, socket, { relay, masks }, watch) : socket;
    const channel = new Channel({ relay, socket: secured, watch, clock, observe: access.observe, masks });
    const place = { access, address, ehloName, channel, watch, tls: visit.tls, masks };
    trail.place = place;
    const greeting = await watch.race(greet(place));
    trail.greeting = greeting;
    return { place, greeting };
  } catch (error) {
    watch.end();
    socket.destroy();
    throw error;
  }
}

/** The handshake of `tls: implicit`, before any SMTP. */
async function secureNow(
  { tls, tools, trail }: Visit,
  socket: Socket,
  at: { readonly relay: string; readonly masks: Masks },
  watch: Watch,
): Promise<Socket> {
  const beginMs = tools.clock.elapsedMs();
  watch.waits('tls');
  const secured = await watch.race(shakeHands(socket, tls, at));
  trail.tls = tlsFacts(secured, at.masks);
  if (trail.connect) trail.connect = { ...trail.connect, tlsMs: tools.clock.elapsedMs() - beginMs };
  return secured;
}

/** Whether another address may do better: this one did not come as far as a greeting that takes us. */
function isLeftForNext(error: Error): error is AkrelayError {
  if (!(error instanceof AkrelayError)) return false;
  const { stage, id } = error.data;
  return stage === 'greeting' || id === 'closed-tls' || id === 'timeout-tls';
}

/** The address that came farthest says why; what became of the others is below. */
function failureOf(access: RelayAccess, attempts: readonly Attempt[], refusals: readonly AkrelayError[]): AkrelayError {
  const [first, ...others] = refusals;
  if (first === undefined) return unreachable(access, attempts);
  if (others.length + attempts.length === 0) return first;
  const details = [
    ...others.map(({ message }) => message),
    ...attempts.map((one) => `${one.address}: ${reasonWhy(one)}`),
  ];
  const { kind, message, hint, data, cause } = first;
  return new AkrelayError(kind, { message, details, data, cause, ...(hint === undefined ? {} : { hint }) });
}
