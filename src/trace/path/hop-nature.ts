import { isLoopback } from '../address/network.js';
import type { Line } from '../hop/hop.js';
import { saysAuthenticated } from '../hop/tls-words.js';

/** A line without `from` and `by`, such as qmail's `(qmail 4711 invoked from network)`: it says nothing of servers. */
export function isProcessNote(hop: Line): boolean {
  return hop.from === undefined && hop.by.name === undefined;
}

/**
 * A line where a message began: somebody logged in, or came by web or MAPI. All below it is that user's own text.
 * LMTP with a login is a delivery, not a submission.
 */
export function isSubmission(hop: Line): boolean {
  const protocol = hop.with ?? '';
  if (isMailboxDelivery(hop)) return false;
  if (/^(?:https?(?:rest|u)?|mapi)\b/i.test(protocol) || /^https?\b/i.test(hop.via ?? '')) return true;
  return hop.from?.authenticated === true || saysAuthenticated(protocol, []);
}

/** LMTP (RFC 2033) is spoken to a mailbox. */
export function isMailboxDelivery(hop: Line): boolean {
  return /^(?:utf8)?lmtp/i.test(hop.with ?? '');
}

/**
 * Whether the peer was a part of the server: LMTP is spoken to a mailbox, a note comes from the server itself. A
 * program on the machine (`with local`) counts for a server that was stated; elsewhere it may be any user's.
 */
export function isLocalDelivery(hop: Line, kind: 'stated' | 'inferred'): boolean {
  if (isMailboxDelivery(hop) || isProcessNote(hop)) return true;
  if (kind === 'inferred') return false;
  const byProgram = /\bfrom userid\b|\/Submit\b/.test(hop.by.software ?? '');
  return /^local\b/i.test(hop.with ?? '') || (hop.from === undefined && byProgram);
}

export function isFromLoopback(hop: Line): boolean {
  const address = hop.from?.tcpInfo.address;
  return address !== undefined && isLoopback(address);
}

/** `localhost` and the addresses that mean it. */
export function isLocalName(name: string | undefined): boolean {
  return name !== undefined && /^(?:localhost(?:\.localdomain)?|\[?127\.0\.0\.1\]?|::1|\[IPv6:::1\])$/i.test(name);
}
