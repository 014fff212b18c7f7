import { canonicalAddress } from '../address/address.js';
import { normaliseHost } from '../address/host-name.js';
import type { SeenAddress } from './comment-info.js';
import type { Dialect, FromShape } from './dialects.js';
import type { FromParts } from './from-clause.js';
import type { HopFrom, Span, TcpInfo } from './hop.js';

/** A `from` clause whose pieces have been told apart. */
export interface ResolvedFrom {
  readonly from: Omit<HopFrom, 'authenticated'>;
  readonly ehloName: Span | undefined;
  readonly reverseName: Span | undefined;
  readonly address: Span | undefined;
}

/** How the clause is laid out, for telling the writer. */
export function shapeOf(parts: FromParts | undefined): FromShape {
  if (!parts?.seen && !parts?.headAddress) return parts ? 'other' : 'none';
  if (parts.rhostFlags) return 'rhost-flags';
  // Exim leaves the label out where it repeats the head; who prints both put the client's own word in front.
  if (parts.heloPlace === 'beside') return isHeadRepeated(parts) ? 'bracket' : 'address-with-helo';
  if (parts.helo) return parts.headAddress ? 'address-helo' : 'name-helo';
  if (parts.isMapped) return 'mapped';
  return parts.bracketed ? 'bracket' : 'bare';
}

function isHeadRepeated({ head, helo }: FromParts): boolean {
  return head !== undefined && helo !== undefined && normaliseHost(head.text) === normaliseHost(helo.text);
}

/**
 * Whether the clause leaves open which address is the client's: several of them, text that may be the client's own, or
 * pieces that this writer does not put there. Where the head is the peer, another address beside it is one too many,
 * but for Yahoo's placeholder.
 */
export function isUnclear(parts: FromParts, dialect: Dialect): boolean {
  if (parts.conflict || !parts.isClean || parts.place === 'attached') return true;
  if (parts.helo && (dialect.labels === 'never' || parts.heloPlace === 'behind')) return true;
  if (parts.either && !isEitherLabel(parts, dialect)) return true;
  const head = parts.headAddress?.address;
  const isHeadPeer = dialect.headAddress === 'peer' || parts.heloPlace === 'apart';
  return (
    isHeadPeer && head !== undefined && head !== '127.0.0.1' && parts.seen !== undefined && parts.seen.address !== head
  );
}

/** Whether `(HELO [203.0.113.9])` can only be the client's own word: the writer labels, and says the address elsewhere. */
function isEitherLabel(parts: FromParts, dialect: Dialect): boolean {
  if (dialect.labels === 'never' || parts.heloPlace === 'behind') return false;
  return parts.seen !== undefined || (parts.headAddress !== undefined && dialect.headAddress === 'peer');
}

/** The address that is the client's, as far as the clause decides it. */
function clientOf(parts: FromParts, dialect: Dialect): SeenAddress | undefined {
  if (parts.either && !isEitherLabel(parts, dialect))
    return parts.seen || parts.headAddress ? undefined : parts.either.address;
  const isHeadFree = parts.seen === undefined || parts.place === 'attached';
  const isHeadPeer = isHeadFree && (dialect.headAddress === 'peer' || parts.helo !== undefined);
  const head = isHeadPeer && parts.headAddress;
  return head ? { ...head, port: head.port ?? parts.headPort } : parts.seen;
}

/** Says whose name and whose address each piece is, by what the writer is known to print. */
export function resolveFrom(parts: FromParts, dialect: Dialect, order: 'orderly' | 'twofold'): ResolvedFrom {
  const seen = parts.isUndecided || order === 'twofold' ? undefined : clientOf(parts, dialect);
  const headName = parts.headAddress ? undefined : parts.head;
  const isHeadLookedUp = dialect.head === 'looked-up' || parts.mark === 'verified';
  // A label that stands with the only address is the peer's name.
  const labelName = parts.either && seen === parts.either.address ? parts.either.name : undefined;
  const lookedUp = labelName ?? parts.name ?? (isHeadLookedUp ? headName : undefined);
  // Without an address nothing was looked up: `from root by host with local` names a user.
  const reverse = seen && lookedUp && isHostText(lookedUp.text) ? lookedUp : undefined;
  const isHeadClaim = seen === undefined || seen.start !== parts.headAddress?.start;
  const ehlo = (labelName ? undefined : parts.helo) ?? (isHeadClaim ? parts.head : undefined);
  const tcpInfo: TcpInfo = {
    reverseName: reverse && normaliseHost(reverse.text),
    reverseNameConfirmed: reverse ? confirmationOf(parts, dialect) : 'unknown',
    address: seen?.address,
    port: seen?.port,
  };
  return {
    from: { ehloName: ehlo?.text || undefined, tcpInfo },
    ehloName: ehlo && spanOf(ehlo),
    reverseName: reverse && spanOf(reverse),
    address: seen && spanOf(seen),
  };
}

function confirmationOf(parts: FromParts, dialect: Dialect): TcpInfo['reverseNameConfirmed'] {
  if (parts.mark === 'forged') return 'no';
  return parts.mark === 'verified' ? 'yes' : dialect.confirms;
}

/** Not `unknown` and the like, or the address once more, which writers print where there is no name. */
function isHostText(text: string): boolean {
  return !/^(?:<?unknown>?|softdnserr|unverified|unresolved)$/i.test(text) && canonicalAddress(text) === undefined;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
