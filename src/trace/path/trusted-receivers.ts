import { type HostPattern, parseHostPattern } from '../address/host-pattern.js';
import { isInAny, type Network, parseNetwork } from '../address/network.js';
import type { Line } from '../hop/hop.js';
import type { TrustedReceiver } from './verdict.js';

/** Our own servers, ready for matching. */
export interface Ours {
  readonly names: readonly HostPattern[];
  readonly networks: readonly Network[];
}

/** Text that names our own server, as typed: a host pattern, an address or a CIDR. Undefined if it is not one. */
export function parseReceiver(text: string): TrustedReceiver | undefined {
  if (parseNetwork(text)) return { kind: 'network', cidr: text };
  return parseHostPattern(text) ? { kind: 'name', by: text } : undefined;
}

/** Reads the patterns and networks once; what cannot be read matches nothing. */
export function compileReceivers(receivers: readonly TrustedReceiver[]): Ours {
  return {
    names: receivers.flatMap((receiver) => (receiver.kind === 'name' ? (parseHostPattern(receiver.by) ?? []) : [])),
    networks: receivers.flatMap((receiver) => (receiver.kind === 'network' ? (parseNetwork(receiver.cidr) ?? []) : [])),
  };
}

/** Whether the name is that of our own server. */
export function isNameOfOurs(name: string, { names }: Ours): boolean {
  return names.some((pattern) => pattern.matches(name));
}

/** Whether the line says that our own server wrote it. Worth something only where the line itself is believed. */
export function isWrittenBy(hop: Line, ours: Ours): boolean {
  const { name, address } = hop.by;
  if (name !== undefined && (isNameOfOurs(name, ours) || isInAny(ours.networks, name))) return true;
  return address !== undefined && isInAny(ours.networks, address);
}

/** Whether the peer is our own server, judged by what the writer saw, not by what the peer said. */
export function isOurPeer(hop: Line, ours: Ours): boolean {
  const info = hop.from?.tcpInfo;
  if (!info?.address) return false;
  const { address, reverseName, reverseNameConfirmed } = info;
  if (isInAny(ours.networks, address)) return true;
  return reverseNameConfirmed === 'yes' && reverseName !== undefined && isNameOfOurs(reverseName, ours);
}
