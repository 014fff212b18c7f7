import { isLoopback, isPrivate } from '../address/network.js';
import type { Line } from '../hop/hop.js';
import type { Unsettled, Walk } from './boundary.js';
import { isFromItself, isFromWeb, isInternal, isLocalName, isMailboxDelivery, isSubmission } from './hop-nature.js';
import { profileOf, type ReceiverProfile, roleIn, sendingProfileOf } from './receiver-profiles.js';
import { isNameOfOurs, isOurPeer, isWrittenBy } from './trusted-receivers.js';

/** Where a line of ours leads: to the line below, out of our servers, into a provider's, or nowhere. */
export type Step =
  | { readonly kind: 'on' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'profile'; readonly profile: ReceiverProfile }
  | { readonly kind: 'stop'; readonly why: Unsettled };

const on: Step = { kind: 'on' };
const outside: Step = { kind: 'outside' };
const stop = (why: Unsettled): Step => ({ kind: 'stop', why });

/** Who delivered to the writer of the line, and whether the line below is of one of ours. */
export function stepFrom(walk: Walk, hop: Line, next: Line | undefined): Step {
  if (!hop.accounted) return stop('unreadable');
  const address = hop.from?.tcpInfo.address;
  if (hop.ambiguous) return outside;
  if (address !== undefined && hop.dialect === 'amavis') return fromScanner(walk, address, next);
  if (address !== undefined && walk.isRelay(address)) return isFromWeb(hop) ? stop('no-address') : outside;
  if (isSubmission(hop)) return address === undefined || isLoopback(address) ? stop('no-address') : outside;
  if (isInternal(hop, walk.kind)) return below(next, 'no-address', () => isOfOurs(walk, next));
  if (address === undefined) return stop('no-address');
  if (isLoopback(address)) return fromLoopback(walk, hop, next);
  if (isFromItself(hop)) return below(next, 'nothing-below', () => next?.by.name === hop.by.name);
  const profile = next && profileAbove(walk, hop, next);
  if (profile) return { kind: 'profile', profile };
  if (isOurPeer(hop, walk.ours)) return below(next, 'nothing-below', () => isOfPeer(walk, hop, pastNotes(walk, next)));
  // A private peer can be a network translator or a balancer, behind which everybody has that address: it must be stated.
  if (isPrivate(address)) return stop(next ? 'private-peer' : 'nothing-below');
  return isMailboxDelivery(hop) && next ? stop('mailbox-peer') : outside;
}

function below(next: Line | undefined, without: Unsettled, isOurs: () => boolean): Step {
  if (next === undefined) return stop(without);
  return isOurs() ? on : stop('next-writer');
}

/** Whether one of ours wrote the line below a delivery inside a server. */
function isOfOurs({ ours, kind, hops, first }: Walk, next: Line | undefined): boolean {
  if (next === undefined) return false;
  if (next.origin === 'note' || isWrittenBy(next, ours)) return true;
  return kind === 'inferred' && next.by.name !== undefined && next.by.name === hops[first]?.by.name;
}

/** The first line that names its writer. */
function pastNotes({ hops }: Walk, next: Line | undefined): Line | undefined {
  const from = next === undefined ? hops.length : hops.indexOf(next);
  return hops.slice(from).find(({ origin }) => origin !== 'note');
}

/**
 * Whether a peer of ours wrote the line below: it must be named, by the user or by the line above, which checked the
 * name. Where it is not a delivery to a mailbox, it is another host than the one it delivered to; a balancer that hides its
 * clients writes no line at all.
 */
function isOfPeer({ ours }: Walk, hop: Line, next: Line | undefined): boolean {
  const { name } = next?.by ?? {};
  if (next === undefined || name === undefined) return false;
  if (name === hop.by.name && !isMailboxDelivery(hop)) return false;
  const info = hop.from?.tcpInfo;
  const isChecked = info?.reverseNameConfirmed === 'yes' && info.reverseName === name;
  return isChecked || isNameOfOurs(name, ours);
}

/** amavis repeats the client's name and address, or shows its own loopback; the server's own line below must agree. */
function fromScanner(walk: Walk, address: string, next: Line | undefined): Step {
  return below(next, 'nothing-below', () => {
    const client = next?.from?.tcpInfo.address;
    return isOfOurs(walk, next) && (isLoopback(address) || client === address);
  });
}

/**
 * A filter gives the message back over loopback and calls itself by a name of this machine; a client behind a proxy that
 * hides it can call itself so too, and forge the line below. So the filter must be a known one: it writes a line of its
 * own, or it is part of an appliance.
 */
function fromLoopback(walk: Walk, hop: Line, next: Line | undefined): Step {
  if (next === undefined) return stop('nothing-below');
  if (!callsItselfLocal(walk, hop)) return stop('loopback');
  return isScanner(walk, next) || (isProxmox(hop) && isProxmox(next) && isOfOurs(walk, next)) ? on : stop('loopback');
}

/** The Postfix of Proxmox Mail Gateway signs with that name; its filter hands back over loopback. */
function isProxmox({ by }: Line): boolean {
  return by.software?.toLowerCase() === 'proxmox';
}

export function callsItselfLocal({ ours }: Pick<Walk, 'ours'>, hop: Line): boolean {
  const claimed = hop.from?.ehloName?.toLowerCase();
  if (claimed === undefined || isLocalName(claimed) || claimed === hop.by.name) return true;
  return isNameOfOurs(claimed, ours);
}

/** A scanner signs as `localhost (mx.example.net [127.0.0.1])`, or by its host's name: the name in the comment is its host's. */
function isScanner({ ours, hops, first }: Walk, line: Line): boolean {
  const { name, alias, address } = line.by;
  if (line.dialect !== 'amavis' || address === undefined || !isLoopback(address)) return false;
  return [name, alias].every(
    (one) => one === undefined || isLocalName(one) || one === hops[first]?.by.name || isNameOfOurs(one, ours),
  );
}

/** A mailbox provider or its gateway that passed the message on, and whose own border counts. It comes by no private address. */
function profileAbove({ ours }: Walk, hop: Line, next: Line): ReceiverProfile | undefined {
  const isPublic = !isPrivate(hop.from?.tcpInfo.address ?? '');
  const profile = sendingProfileOf(hop) ?? (isPublic && isOurPeer(hop, ours) ? profileOf(next) : undefined);
  return profile && roleIn(profile, next) !== 'none' ? profile : undefined;
}
