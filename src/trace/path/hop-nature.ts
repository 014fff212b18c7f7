import { isLoopback, isPrivate } from '../address/network.js';
import type { Line } from '../hop/hop.js';
import { saysAuthenticated } from '../hop/tls-words.js';

/** Handed in over the web, which no relay does. The address may be one that a client put into a field for proxies. */
export function isFromWeb({ with: protocol = '', via = '' }: Line): boolean {
  return /^(?:https?(?:rest|u)?|mapi|dav)\b/i.test(protocol) || /^https?\b/i.test(via);
}

/**
 * A line where a message began: somebody logged in, or came by web or MAPI. All below it is that user's own text.
 * LMTP with a login is a delivery, not a submission.
 */
export function isSubmission(hop: Line): boolean {
  if (isMailboxDelivery(hop)) return false;
  return isFromWeb(hop) || hop.from?.authenticated === true || saysAuthenticated(hop.with, []);
}

/** LMTP (RFC 2033) is spoken to a mailbox. */
export function isMailboxDelivery(hop: Line): boolean {
  return /^(?:utf8)?lmtp/i.test(hop.with ?? '');
}

/** A delivery to a mailbox from inside the network: LMTP is spoken to no stranger. */
export function isIntoMailbox(hop: Line): boolean {
  const address = hop.from?.tcpInfo.address;
  return isMailboxDelivery(hop) && (address === undefined || isPrivate(address));
}

/**
 * Whether the peer was a part of the server itself. A program on the machine counts for a server that was stated;
 * elsewhere it may be any user's.
 */
export function isInternal(hop: Line, kind: 'stated' | 'inferred'): boolean {
  if (hop.origin === 'program') return kind === 'stated';
  return hop.origin === 'local' || hop.origin === 'note' || isIntoMailbox(hop) || isToMailboxTransport(hop);
}

/** Exchange 2013 and later: the service that writes into the mailbox accepts mail from its own transport alone. */
function isToMailboxTransport(hop: Line): boolean {
  return /^mailbox transport\b/i.test(hop.via ?? '');
}

/** Exchange delivers between its parts under the address of the machine; from outside it comes by the front end, which says so. */
export function isFromItself(hop: Line): boolean {
  const address = hop.from?.tcpInfo.address;
  const isFrontEnd = /^frontend transport\b/i.test(hop.via ?? '');
  return hop.dialect === 'exchange' && !isFrontEnd && address !== undefined && hop.by.address === address;
}

export function isFromLoopback(hop: Line): boolean {
  const address = hop.from?.tcpInfo.address;
  return address !== undefined && isLoopback(address);
}

/** `localhost` and the addresses that mean it. */
export function isLocalName(name: string | undefined): boolean {
  return name !== undefined && /^(?:localhost(?:\.localdomain)?|\[?127\.0\.0\.1\]?|::1|\[IPv6:::1\])$/i.test(name);
}
