import { isInAny, isPrivate } from '../address/network.js';
import type { Line } from '../hop/hop.js';
import { type Boundary, type Unsettled, type Walk, walkOwn } from './boundary.js';
import { isFromLoopback, isFromWeb, isIntoMailbox, isSubmission } from './hop-nature.js';
import { isLinkedBorder, networksOf, type ReceiverProfile, roleIn } from './receiver-profiles.js';
import { isOurPeer } from './trusted-receivers.js';
import type { Trust } from './verdict.js';

/** Follows a mailbox provider's own lines to the one that its border host wrote, whatever is below that. */
export function walkProfile(walk: Walk, profile: ReceiverProfile, known?: Trust): Boundary {
  const trust: Trust = known ?? { kind: 'profile', profile: profile.id };
  const { hops, first, ours } = walk;
  for (let index = first; index < hops.length; index++) {
    const hop = hops[index] as Line;
    const step = stepIn(walk, profile, index);
    if (step === 'on') continue;
    if (step !== 'border') return { kind: 'unsettled', index, trust, why: step };
    // A gateway of ours in front of the provider.
    if (isOurPeer(hop, ours) && hops[index + 1]) return walkOwn({ ...walk, first: index, kind: 'stated' });
    return { kind: 'found', index, trust };
  }
  return { kind: 'unsettled', index: hops.length - 1, trust, why: 'no-address' };
}

function stepIn({ hops, first, isRelay }: Walk, profile: ReceiverProfile, index: number): 'on' | 'border' | Unsettled {
  const hop = hops[index] as Line;
  const role = isLinkedBorder(profile, hop, index > first ? hops[index - 1] : undefined)
    ? 'border'
    : roleIn(profile, hop);
  const address = hop.from?.tcpInfo.address;
  if (role === 'none') return 'foreign';
  if (!hop.accounted) return 'unreadable';
  if (hop.ambiguous) return 'border';
  if (address !== undefined && isRelay(address)) return isFromWeb(hop) ? 'no-address' : 'border';
  const isInside = address === undefined || isPrivate(address) || isInAny(networksOf(profile), address);
  if (isOrigin(profile, hop, role)) return isInside ? 'no-address' : 'border';
  // A border host that takes from itself has handed the message to a filter of its own.
  if (isFromLoopback(hop) || isIntoMailbox(hop)) return 'on';
  if (role === 'border') return address === undefined ? 'no-address' : 'border';
  return isInside ? 'on' : 'stale-profile';
}

/** Where a message began: somebody logged in, or wrote it in the provider's web pages. */
function isOrigin(profile: ReceiverProfile, hop: Line, role: 'border' | 'inner'): boolean {
  const isStore = profile.storeSpeaksHttp && role === 'inner' && /^https\b/i.test(hop.with ?? '');
  return !isStore && (isSubmission(hop) || hop.origin === 'program');
}
