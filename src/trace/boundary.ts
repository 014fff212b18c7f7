import type { Hop } from './hop.js';
import { type HostPattern, parseHostPattern } from './host-pattern.js';
import { isLoopback, isPrivate, type Network, networkContains, parseNetwork } from './network.js';
import { type ReceiverProfile, receiverProfiles } from './receiver-profiles.js';
import type { Trust, TrustedReceiver } from './verdict.js';

/** Where belief ends. */
export type Boundary =
  | { readonly kind: 'found'; readonly index: number; readonly trust: Trust }
  /** Nobody can say whose line this is, or who handed over there. */
  | { readonly kind: 'unsettled'; readonly index: number; readonly trust: Trust; readonly why: Unsettled };

/**
 * `writer`: the newest line's writer was not named · `next-writer`: mail came from a private address, and the line
 * below is of nobody we know · `no-address`: the writer does not say who handed over.
 */
export type Unsettled = 'writer' | 'next-writer' | 'no-address';

/** The servers of ours, ready for matching. */
interface Ours {
  readonly names: readonly HostPattern[];
  readonly networks: readonly Network[];
}

/**
 * Makes the walk from the newest line down, while the peer is one of our own servers, to the first handover from
 * outside. What may be believed is decided by who handed over, never by what a lower line says of itself.
 */
export function boundaryFinder(receivers: readonly TrustedReceiver[]): (hops: readonly Hop[]) => Boundary {
  const ours = compile(receivers);
  return (hops) => findBoundary(hops, ours);
}

function findBoundary(hops: readonly Hop[], ours: Ours): Boundary {
  const first = skipFetch(hops);
  const top = hops[first];
  if (!top) return { kind: 'unsettled', index: 0, trust: { kind: 'none' }, why: 'no-address' };
  if (writtenBy(top, ours)) return walkOwn(hops, first, ours, 'stated');
  const profile = profileOf(top);
  if (profile) return walkProfile(hops, first, profile, ours);
  // Networks alone name peers, not the writer of the newest line: that one is then inferred.
  if (ours.names.length > 0) return { kind: 'unsettled', index: first, trust: { kind: 'none' }, why: 'writer' };
  return walkOwn(hops, first, ours, 'inferred');
}

/** Text that names a server of ours, as typed: a host pattern, an address or a CIDR. Undefined when it is none. */
export function parseReceiver(text: string): TrustedReceiver | undefined {
  if (parseNetwork(text)) return { kind: 'network', cidr: text };
  return parseHostPattern(text) ? { kind: 'name', by: text } : undefined;
}

function compile(receivers: readonly TrustedReceiver[]): Ours {
  return {
    names: receivers.flatMap((receiver) => (receiver.kind === 'name' ? (parseHostPattern(receiver.by) ?? []) : [])),
    networks: receivers.flatMap((receiver) => (receiver.kind === 'network' ? (parseNetwork(receiver.cidr) ?? []) : [])),
  };
}

/** Mail fetched over POP3 or IMAP: that line is the user's own program, and the server's lines begin below it. */
function skipFetch(hops: readonly Hop[]): number {
  const first = hops.findIndex((hop) => hop.dialect !== 'fetchmail');
  return first < 0 ? hops.length : first;
}

function writtenBy(hop: Hop, { names, networks }: Ours): boolean {
  const { name, address } = hop.by;
  if (name !== undefined && names.some((pattern) => pattern.matches(name))) return true;
  const own = [name, address].filter((text) => text !== undefined);
  return own.some((text) => networks.some((network) => networkContains(network, text)));
}

/** Whether the peer is a server of ours, judged by what the writer saw, not by what the peer said. */
function isOurPeer(hop: Hop, { names, networks }: Ours): boolean {
  const info = hop.from?.tcpInfo;
  if (!info?.address || hop.ambiguous) return false;
  const { address, reverseName, reverseNameConfirmed } = info;
  if (networks.some((network) => networkContains(network, address))) return true;
  return reverseNameConfirmed === 'yes' && reverseName !== undefined && names.some((name) => name.matches(reverseName));
}

function walkOwn(hops: readonly Hop[], first: number, ours: Ours, kind: 'stated' | 'inferred'): Boundary {
  let trust = trustOf(kind, hops[first]);
  for (let index = first; index < hops.length; index++) {
    const hop = hops[index];
    const next = hops[index + 1];
    if (!hop) break;
    if (isOurPeer(hop, ours) && next) {
      trust = trustOf('stated', next);
      continue;
    }
    const address = hop.from?.tcpInfo.address;
    if (address !== undefined && !isPrivate(address) && hop.dialect !== 'amavis')
      return { kind: 'found', index, trust };
    if (!next)
      return address === undefined
        ? { kind: 'unsettled', index, trust, why: 'no-address' }
        : { kind: 'found', index, trust };
    if (writtenBy(next, ours) || (kind === 'inferred' && isSameServer(hop, next, hops[first]))) continue;
    if (isLoopbackPeer(hop) && callsItselfLocal(hop, hops[first]) && isLocalName(next.by.name)) continue;
    return { kind: 'unsettled', index, trust, why: address === undefined ? 'no-address' : 'next-writer' };
  }
  return { kind: 'unsettled', index: first, trust, why: 'no-address' };
}

function trustOf(kind: 'stated' | 'inferred', hop: Hop | undefined): Trust {
  const writer = hop?.by.name ?? hop?.by.address;
  return kind === 'stated' ? { kind, receivers: writer === undefined ? [] : [writer] } : { kind };
}

/**
 * With nothing stated: whether the line below was written by the same server, which handed the message to a filter or
 * a mailbox of its own and took it back. Only a peer on the machine itself shows that, and one that calls itself local:
 * a proxy in front of the server shows a loopback peer too, but passes on the client's own name.
 */
function isSameServer(hop: Hop, next: Hop, top: Hop | undefined): boolean {
  const sameName = next.by.name !== undefined && next.by.name === top?.by.name;
  if (!sameName) return false;
  if (!hop.from) return isLocalDelivery(hop);
  // amavis repeats the client's name and address; the server's own line below it must say the same.
  const address = hop.from.tcpInfo.address;
  if (hop.dialect === 'amavis') return address !== undefined && address === next.from?.tcpInfo.address;
  return callsItselfLocal(hop, top) && (isLoopbackPeer(hop) || (address === undefined && isLocalDelivery(hop)));
}

function callsItselfLocal(hop: Hop, top: Hop | undefined): boolean {
  const claimed = hop.from?.ehloName?.toLowerCase();
  return claimed === undefined || isLocalName(claimed) || claimed === top?.by.name;
}

/** LMTP is spoken to a mailbox, `local` by a program on the machine: neither is open to outsiders. */
function isLocalDelivery(hop: Hop): boolean {
  return (
    /^(?:lmtp|utf8lmtp|local)/i.test(hop.with ?? '') || /\buserid\b|invoked (?:by|from)/i.test(hop.by.software ?? '')
  );
}

function isLoopbackPeer(hop: Hop): boolean {
  const address = hop.from?.tcpInfo.address;
  return address !== undefined && isLoopback(address);
}

function isLocalName(name: string | undefined): boolean {
  return name !== undefined && /^(?:localhost(?:\.localdomain)?|\[?127\.0\.0\.1\]?|::1)$/.test(name);
}

function profileOf(top: Hop): ReceiverProfile | undefined {
  return receiverProfiles.find((profile) => roleIn(profile, top) !== 'none');
}

function roleIn(profile: ReceiverProfile, hop: Hop): 'border' | 'inner' | 'none' {
  const name = hop.by.name ?? '';
  if (hop.from && profile.border.some((pattern) => pattern.test(name))) return 'border';
  return profile.inner.some((pattern) => pattern.test(name)) ? 'inner' : 'none';
}

function walkProfile(hops: readonly Hop[], first: number, profile: ReceiverProfile, ours: Ours): Boundary {
  const trust: Trust = { kind: 'profile', profile: profile.id };
  const networks = compile(profile.networks.map((cidr) => ({ kind: 'network', cidr }))).networks;
  for (let index = first; index < hops.length; index++) {
    const hop = hops[index];
    const above = index > first ? hops[index - 1] : undefined;
    if (!hop) break;
    const role =
      roleIn(profile, hop) === 'none' && isLinkedBorder(profile, hop, above) ? 'border' : roleIn(profile, hop);
    if (role === 'none') return { kind: 'unsettled', index, trust, why: 'next-writer' };
    const address = hop.from?.tcpInfo.address;
    const isFedFromInside =
      address === undefined || isPrivate(address) || networks.some((network) => networkContains(network, address));
    if (role === 'inner' && isFedFromInside) continue;
    return isOurPeer(hop, ours) && hops[index + 1]
      ? walkOwn(hops, index + 1, ours, 'stated')
      : { kind: 'found', index, trust };
  }
  return { kind: 'unsettled', index: hops.length - 1, trust, why: 'no-address' };
}

/** A border host that signs with its private address is believed when the line above names that address as its peer. */
function isLinkedBorder(profile: ReceiverProfile, hop: Hop, above: Hop | undefined): boolean {
  const own = hop.by.address;
  if (!profile.borderByAddress || own === undefined || !isPrivate(own)) return false;
  return above?.from?.tcpInfo.address === own || above?.from?.ehloName === own;
}
