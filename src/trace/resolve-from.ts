import type { Dialect, FromShape } from './dialects.js';
import type { FromParts } from './from-clause.js';
import type { HopFrom, Span, TcpInfo } from './hop.js';
import { normaliseHost } from './host-name.js';

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
  if (parts.heloPlace === 'beside') return 'address-with-helo';
  if (parts.helo) return parts.headAddress ? 'address-helo' : 'name-helo';
  if (parts.isMapped) return 'mapped';
  return parts.bracketed ? 'bracket' : 'bare';
}

/** Says whose name and whose address each piece is, by what the writer is known to print. */
export function resolveFrom(parts: FromParts, dialect: Dialect): ResolvedFrom {
  const isHeadFree = parts.seen === undefined || parts.place === 'attached';
  const isHeadPeer = isHeadFree && (dialect.headAddress === 'peer' || parts.helo !== undefined);
  const seen = (isHeadPeer ? parts.headAddress : undefined) ?? parts.seen;
  const headName = parts.headAddress ? undefined : parts.head;
  const isHeadLookedUp = dialect.head === 'looked-up' || parts.mark === 'verified';
  const lookedUp = parts.name ?? (isHeadLookedUp ? headName : undefined);
  // Without an address nothing was looked up: `from root by host with local` names a user.
  const reverse = seen && lookedUp && isHostText(lookedUp.text) ? lookedUp : undefined;
  const isHeadClaim = seen !== parts.headAddress || seen === undefined;
  const ehlo = parts.helo ?? (isHeadClaim ? parts.head : undefined);
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

/** Not `unknown` and the like, which writers print where there is no name. */
function isHostText(text: string): boolean {
  return !/^(?:<?unknown>?|softdnserr|unverified|unresolved)$/i.test(text);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
