import { isInAny, isLoopback, isPrivate } from '../address/network.js';
import type { Line } from '../hop/hop.js';
import {
  isFromLoopback,
  isLocalDelivery,
  isLocalName,
  isMailboxDelivery,
  isProcessNote,
  isSubmission,
} from './hop-nature.js';
import { isLinkedBorder, networksOf, profileOf, type ReceiverProfile, roleIn } from './receiver-profiles.js';
import { compileReceivers, isOurPeer, isWrittenBy, type Ours } from './trusted-receivers.js';
import type { Trust, TrustedReceiver } from './verdict.js';

/** Where belief ends. */
export type Boundary =
  | {
      readonly kind: 'found';
      readonly index: number;
      readonly trust: Trust;
      /** Reached past a scanner that vouches for the address alone: the names may be the client's. */
      readonly names?: 'unproven';
    }
  /** Nobody can say whose line this is, or who handed over there. */
  | { readonly kind: 'unsettled'; readonly index: number; readonly trust: Trust; readonly why: Unsettled };

/**
 * `writer`: the newest line's writer was not named · `next-writer`: the line below is of nobody we know ·
 * `private-peer`: the peer's address is inside a network that was not stated · `no-address`: the line does not say who
 * handed over · `foreign`: a line that does not belong to the profile stands above its border.
 */
export type Unsettled = 'writer' | 'next-writer' | 'private-peer' | 'no-address' | 'foreign';

/**
 * Makes the walk from the newest line down, while the peer is one of our own servers, to the first handover from
 * outside. What may be believed is decided by who handed over, never by what a lower line says of itself: a line leads
 * on only when it shows that its peer was ours, never because it shows nothing.
 */
export function boundaryFinder(receivers: readonly TrustedReceiver[]): (hops: readonly Line[]) => Boundary {
  const ours = compileReceivers(receivers);
  return (hops) => findBoundary(hops, ours);
}

function findBoundary(hops: readonly Line[], ours: Ours): Boundary {
  const first = firstServerLine(hops, ours);
  const top = hops[first];
  if (!top) return { kind: 'unsettled', index: 0, trust: { kind: 'none' }, why: 'no-address' };
  if (isWrittenBy(top, ours)) return walkOwn({ hops, first, ours, kind: 'stated' });
  const profile = profileOf(top);
  if (profile) return walkProfile(hops, first, profile, ours);
  // Networks alone name peers, not the writer of the newest line: that one is then inferred.
  if (ours.names.length === 0) return walkOwn({ hops, first, ours, kind: 'inferred' });
  const trust: Trust = { kind: 'none' };
  return top.ambiguous
    ? { kind: 'found', index: first, trust }
    : { kind: 'unsettled', index: first, trust, why: 'writer' };
}

/**
 * Past the lines of a program that fetched the mail over POP3 or IMAP, which is the user's own, and past notes that
 * name no server. With stated names, also past deliveries to a mailbox: containers sign those with names of their own.
 */
function firstServerLine(hops: readonly Line[], ours: Ours): number {
  const first = hops.findIndex((hop) => hop.ambiguous || !isSkipped(hop, ours));
  return first < 0 ? hops.length : first;
}

function isSkipped(hop: Line, ours: Ours): boolean {
  if (hop.dialect === 'fetchmail' || isProcessNote(hop)) return true;
  const address = hop.from?.tcpInfo.address;
  const isToMailbox = isMailboxDelivery(hop) && (address === undefined || isPrivate(address));
  return ours.names.length > 0 && isToMailbox && !isWrittenBy(hop, ours) && profileOf(hop) === undefined;
}

interface Walk {
  readonly hops: readonly Line[];
  readonly first: number;
  readonly ours: Ours;
  readonly kind: 'stated' | 'inferred';
}

function walkOwn(walk: Walk): Boundary {
  const { hops, first, ours, kind } = walk;
  let trust = trustOf(kind, hops[first]);
  for (let index = first; index < hops.length; index++) {
    const hop = hops[index] as Line;
    const next = hops[index + 1];
    const address = hop.from?.tcpInfo.address;
    const found = (): Boundary => foundAt(walk, index, trust);
    const stop = (why: Unsettled): Boundary => ({ kind: 'unsettled', index, trust, why });
    if (hop.ambiguous) return found();
    if (isSubmission(hop)) return address !== undefined && !isLoopback(address) ? found() : stop('no-address');
    if (isOurPeer(hop, ours) && next) trust = trustOf('stated', next);
    else if (address !== undefined && !isPrivate(address) && hop.dialect !== 'amavis') return found();
    else if (!next) return address === undefined || isLoopback(address) ? stop('no-address') : found();
    else if (!leadsOn(walk, hop, next)) {
      if (address === undefined) return stop('no-address');
      const isKnownPeer = isLoopback(address) || hop.dialect === 'amavis' || isMailboxDelivery(hop);
      return stop(isKnownPeer && !isWrittenBy(next, ours) ? 'next-writer' : 'private-peer');
    }
  }
  return { kind: 'unsettled', index: hops.length - 1, trust, why: 'no-address' };
}

function foundAt({ hops, first }: Walk, index: number, trust: Trust): Boundary {
  const isVouched = index > first && hops[index - 1]?.dialect === 'amavis';
  return isVouched ? { kind: 'found', index, trust, names: 'unproven' } : { kind: 'found', index, trust };
}

function trustOf(kind: 'stated' | 'inferred', hop: Line | undefined): Trust {
  const writer = hop?.by.name ?? hop?.by.address;
  return kind === 'stated' ? { kind, receivers: writer === undefined ? [] : [writer] } : { kind };
}

/** Whether a line without a public peer shows that the peer was ours, and the line below is of one of ours. */
function leadsOn({ hops, first, ours, kind }: Walk, hop: Line, next: Line): boolean {
  const top = hops[first];
  const isSameHost = next.by.name !== undefined && next.by.name === top?.by.name;
  const isNextOurs = isWrittenBy(next, ours) || (kind === 'inferred' && isSameHost);
  const address = hop.from?.tcpInfo.address;
  // amavis repeats the client's name and address; the server's own line below it must say the same.
  if (hop.dialect === 'amavis') return isNextOurs && address !== undefined && address === next.from?.tcpInfo.address;
  if (isLocalDelivery(hop, kind) && (address === undefined || isPrivate(address)))
    return isNextOurs || isProcessNote(next);
  if (isFromLoopback(hop)) return (isNextOurs || isLocalName(next.by.name)) && callsItselfLocal(hop, top, ours);
  // A private peer can be a network translator, behind which everybody has that address: it must be stated.
  return kind === 'stated' && isNextOurs && isWithinExchange(hop, next);
}

/**
 * Exchange 2013 and later take mail from outside through the front end, which says so; a line that does not is a
 * handover among its own parts, and the line below carries the address that this one saw.
 */
function isWithinExchange(hop: Line, next: Line): boolean {
  const isBack = hop.dialect === 'exchange' && hop.serverVersion?.startsWith('15.') && hop.via === undefined;
  const address = hop.from?.tcpInfo.address;
  return isBack === true && next.dialect === 'exchange' && address !== undefined && next.by.address === address;
}

/** A proxy in front of the server shows a loopback peer too, but passes on the client's own name. */
function callsItselfLocal(hop: Line, top: Line | undefined, { names }: Ours): boolean {
  const claimed = hop.from?.ehloName?.toLowerCase();
  if (claimed === undefined || isLocalName(claimed) || claimed === top?.by.name) return true;
  return names.some((name) => name.matches(claimed));
}

function walkProfile(hops: readonly Line[], first: number, profile: ReceiverProfile, ours: Ours): Boundary {
  const trust: Trust = { kind: 'profile', profile: profile.id };
  const networks = networksOf(profile);
  for (let index = first; index < hops.length; index++) {
    const hop = hops[index] as Line;
    const stop = (why: Unsettled): Boundary => ({ kind: 'unsettled', index, trust, why });
    const address = hop.from?.tcpInfo.address;
    const role = isLinkedBorder(profile, hop, index > first ? hops[index - 1] : undefined)
      ? 'border'
      : roleIn(profile, hop);
    if (role === 'none') return stop('foreign');
    if (hop.ambiguous) return { kind: 'found', index, trust };
    const isStore = profile.storeSpeaksHttp && role === 'inner' && /^https\b/i.test(hop.with ?? '');
    const isOrigin = !isStore && (isSubmission(hop) || /^local\b/i.test(hop.with ?? ''));
    const isInside = address === undefined || isPrivate(address) || isInAny(networks, address);
    if (isOrigin) return isInside ? stop('no-address') : { kind: 'found', index, trust };
    // A border host that takes from itself has handed the message to a filter of its own.
    if ((role === 'inner' && isInside) || isFromLoopback(hop)) continue;
    if (!isOurPeer(hop, ours) || !hops[index + 1]) return { kind: 'found', index, trust };
    return walkOwn({ hops, first: index + 1, ours, kind: 'stated' });
  }
  return { kind: 'unsettled', index: hops.length - 1, trust, why: 'no-address' };
}
