import { type HostPattern, parseHostPattern } from '../address/host-pattern.js';
import { isInAny, type Network, parseNetwork } from '../address/network.js';
import type { Line } from '../hop/hop.js';
import type { TrustedReceiver } from './verdict.js';

/** The servers of ours, ready for matching. */
export interface Ours {
  readonly names: readonly HostPattern[];
  readonly networks: readonly Network[];
}

/** Text that names a server of ours, as typed: a host pattern, an address or a CIDR. Undefined when it is none. */
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

/** Whether the name is that of a server of ours. */
export function isNameOfOurs(name: string, { names }: Ours): boolean {
  return names.some((pattern) => pattern.matches(name));
}

/** Whether the line says that a server of ours wrote it. Worth something only where the line itself is believed. */
export function isWrittenBy(hop: Line, ours: Ours): boolean {
  const { name, address } = hop.by;
  if (name !== undefined && (isNameOfOurs(name, ours) || isInAny(ours.networks, name))) return true;
  return address !== undefined && isInAny(ours.networks, address);
}

/** Whether the peer is a server of ours, judged by what the writer saw, not by what the peer said. */
export function isOurPeer(hop: Line, ours: Ours): boolean {
  const info = hop.from?.tcpInfo;
  if (!info?.address) return false;
  const { address, reverseName, reverseNameConfirmed } = info;
  if (isInAny(ours.networks, address)) return true;
  return reverseNameConfirmed === 'yes' && reverseName !== undefined && isNameOfOurs(reverseName, ours);
}
