import { isPrivate } from '../address/network.js';
import type { Line } from '../hop/hop.js';
import { isFromLoopback, isIntoMailbox } from './hop-nature.js';
import { profileOf } from './receiver-profiles.js';
import { callsItselfLocal, stepFrom } from './step-from.js';
import { isNameOfOurs, isOurPeer, isWrittenBy, type Ours } from './trusted-receivers.js';
import type { Trust } from './verdict.js';
import { walkProfile } from './walk-profile.js';

/** Where belief ends. */
export type Boundary =
  | {
      readonly kind: 'found';
      readonly index: number;
      readonly trust: Trust;
      /** Reached past a scanner that vouches for the address alone: the names may be the client's. */
      readonly names?: 'unproven';
    }
  /** Nobody can say whose line this is, or who delivered it there. */
  | { readonly kind: 'unsettled'; readonly index: number; readonly trust: Trust; readonly why: Unsettled };

/**
 * `unreadable`: no writer's grammar accounts for the line · `writer`: the newest line's writer was not named ·
 * `next-writer`: the line below is of nobody we know · `loopback`: the peer was on the same machine, a filter or a proxy
 * that hides the client · `private-peer`: the peer's address is inside a network that was not stated ·
 * `mailbox-peer`: a host that was not stated delivered to a mailbox · `no-address`: the
 * line does not say who delivered it · `nothing-below`: the peer was ours, and its own line is missing · `fetched`: the
 * mail was fetched from a mailbox that was not named · `foreign`: a line that does not belong to the profile is above
 * its border · `stale-profile`: a peer that the profile does not know
 */
export type Unsettled =
  | 'unreadable'
  | 'writer'
  | 'next-writer'
  | 'loopback'
  | 'private-peer'
  | 'mailbox-peer'
  | 'no-address'
  | 'nothing-below'
  | 'fetched'
  | 'foreign'
  | 'stale-profile';

/** The same place, where the line turned out to be no whole one. */
export function unreadable({ index, trust }: Boundary): Boundary {
  return { kind: 'unsettled', index, trust, why: 'unreadable' };
}

/** What a walk goes by. */
export interface Walk {
  readonly hops: readonly Line[];
  /** Number of the newest line that counts. */
  readonly first: number;
  readonly ours: Ours;
  readonly kind: 'stated' | 'inferred';
  /** Whether the address is one by which a relay is recognised: such a peer is where we want to arrive. */
  readonly isRelay: (address: string) => boolean;
}

/**
 * Makes the walk from the newest line down, while the peer is one of our own servers, to the first delivery from
 * outside. What may be believed is decided by who delivered it, never by what a lower line says of itself: a line leads
 * on only when it shows that its peer was ours, never because it shows nothing.
 */
export function findBoundary(hops: readonly Line[], ours: Ours, isRelay: Walk['isRelay']): Boundary {
  return beginAt({ hops, first: 0, ours, kind: 'stated', isRelay });
}

function beginAt(from: Walk): Boundary {
  const { hops, ours } = from;
  const first = firstServerLine(hops, from.first, ours);
  const top = hops[first];
  const trust: Trust = { kind: 'none' };
  if (!top)
    return { kind: 'unsettled', index: Math.min(first, Math.max(0, hops.length - 1)), trust, why: 'no-address' };
  if (!top.accounted) return { kind: 'unsettled', index: first, trust, why: 'unreadable' };
  if (top.origin === 'fetched') return passFetched({ ...from, first }, first);
  const profile = profileOf(top);
  const isStated = isWrittenBy(top, ours);
  if (profile)
    return walkProfile({ ...from, first, kind: 'stated' }, profile, isStated ? trustOf('stated', top) : undefined);
  if (isStated) return walkOwn({ ...from, first, kind: 'stated' });
  // Networks alone name peers, not the writer of the newest line: that one is then inferred.
  if (ours.names.length === 0) return walkOwn({ ...from, first, kind: 'inferred' });
  return { kind: 'unsettled', index: first, trust, why: 'writer' };
}

/** Past notes about processes, a fetched copy's way into the local server and, with stated names, past deliveries to a mailbox: containers sign those with names of their own. */
function firstServerLine(hops: readonly Line[], from: number, ours: Ours): number {
  const first = hops.findIndex((hop, i) => i >= from && !isSkipped(hop, ours) && !isLocalCopy(hop, hops[i + 1], ours));
  return first < 0 ? hops.length : first;
}

/**
 * A program fetched the mail from a mailbox and handed it to the server of its own machine. Not on a server that takes
 * mail from outside: there a proxy may hide a client who imitates this.
 */
function isLocalCopy(hop: Line, next: Line | undefined, ours: Ours): boolean {
  const isFetched = next?.accounted === true && next.origin === 'fetched' && next.by.name === hop.by.name;
  return (
    isFetched && hop.accounted && isFromLoopback(hop) && callsItselfLocal({ ours }, hop) && !isWrittenBy(hop, ours)
  );
}

function isSkipped(hop: Line, ours: Ours): boolean {
  if (!hop.accounted) return false;
  if (hop.origin === 'note') return true;
  return ours.names.length > 0 && isIntoMailbox(hop) && !isWrittenBy(hop, ours) && profileOf(hop) === undefined;
}

/**
 * The mail was taken out of a mailbox, whose own server's lines are below; that server must be known again. A server of
 * ours that fetches elsewhere vouches for no line below.
 */
export function passFetched(walk: Walk, index: number): Boundary {
  const hop = walk.hops[index] as Line;
  const below = walk.hops[index + 1];
  const isForeign = isWrittenBy(hop, walk.ours) && !isOurMailbox(hop, walk.ours);
  const isKnown = below !== undefined && (!isForeign || profileOf(below) !== undefined);
  if (!isKnown || below.by.name === hop.by.name)
    return { kind: 'unsettled', index, trust: trustOf(walk.kind, hop), why: 'fetched' };
  return beginAt({ ...walk, first: index + 1 });
}

/** The host that was fetched from; its name is the one that the program was told. */
function isOurMailbox(hop: Line, ours: Ours): boolean {
  const { ehloName, tcpInfo } = hop.from ?? {};
  if (tcpInfo?.address !== undefined && isPrivate(tcpInfo.address)) return true;
  return isOurPeer(hop, ours) || (ehloName !== undefined && isNameOfOurs(ehloName, ours));
}

/** Follows our own servers' lines from the first one. */
export function walkOwn(walk: Walk): Boundary {
  const { hops, first, ours, kind } = walk;
  let trust = trustOf(kind, hops[first]);
  for (let index = first; index < hops.length; index++) {
    const hop = hops[index] as Line;
    if (hop.origin === 'fetched' && hop.accounted) return passFetched(walk, index);
    const step = stepFrom(walk, hop, hops[index + 1]);
    if (step.kind === 'stop') return { kind: 'unsettled', index, trust, why: step.why };
    if (step.kind === 'outside') return foundAt(walk, index, trust);
    if (step.kind === 'profile') return walkProfile({ ...walk, first: index + 1 }, step.profile, trust);
    if (isOurPeer(hop, ours)) trust = trustOf('stated', hops[index + 1]);
  }
  throw new RangeError('unreachable: the last line leads nowhere');
}

/** Above a border that a scanner has vouched for, the names may be the client's. */
function foundAt({ hops, first }: Walk, index: number, trust: Trust): Boundary {
  const above = index > first ? hops[index - 1] : undefined;
  const isVouched = above?.dialect === 'amavis' && !isFromLoopback(above);
  return isVouched ? { kind: 'found', index, trust, names: 'unproven' } : { kind: 'found', index, trust };
}

export function trustOf(kind: 'stated' | 'inferred', hop: Line | undefined): Trust {
  const writer = hop?.by.name ?? hop?.by.address;
  return kind === 'stated' ? { kind, receivers: writer === undefined ? [] : [writer] } : { kind };
}
