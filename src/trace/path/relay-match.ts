import { type HostPattern, parseHostPattern } from '../address/host-pattern.js';
import { looksLike } from '../address/lookalike.js';
import { isInAny, type Network, parseNetwork } from '../address/network.js';
import type { Line, Span } from '../hop/hop.js';
import { remembered } from '../hop/remembered.js';
import type { KnownRelay } from './verdict.js';

/** A relay, ready for matching. Patterns and networks that cannot be read match nothing. */
export interface CompiledRelay {
  readonly relay: KnownRelay;
  readonly hosts: readonly HostPattern[];
  readonly networks: readonly Network[];
  /** Whether a name that is none of its hosts could be taken for one. */
  readonly isLike: (name: string) => boolean;
}

/** How a hop relates to a relay, strongest first. */
export type MatchKind =
  | 'address-and-name'
  | 'address'
  | 'name'
  | 'reverse-name-unconfirmed'
  | 'claimed-only'
  | 'lookalike'
  | 'none';

export interface Match {
  readonly kind: MatchKind;
  readonly relay: KnownRelay;
  /** The token that decided. */
  readonly span: Span | undefined;
}

export function compileRelay(relay: KnownRelay): CompiledRelay {
  return {
    relay,
    hosts: relay.hosts.flatMap((text) => parseHostPattern(text) ?? []),
    networks: relay.networks.flatMap((cidr) => parseNetwork(cidr) ?? []),
    isLike: remembered((name) => looksLike(name, relay.hosts)),
  };
}

/** Whether anything is known by which the relay could be recognised. */
export function hasPath({ hosts, networks }: CompiledRelay): boolean {
  return hosts.length > 0 || networks.length > 0;
}

/**
 * How the hop's client relates to the relay. The address is what the server saw and weighs most; a looked-up name
 * alone counts only where the server checked that it leads back to the address; the EHLO name never counts.
 */
export function matchRelay(hop: Line, compiled: CompiledRelay): Match {
  const { relay, hosts, networks } = compiled;
  const of = (kind: MatchKind, span?: Span): Match => ({ kind, relay, span });
  const { spans } = hop;
  const info = hop.from?.tcpInfo;
  const names = (name: string | undefined) => name !== undefined && hosts.some((host) => host.matches(name));
  const address = info?.address;
  const isNamed = names(info?.reverseName);
  if (address !== undefined && isInAny(networks, address))
    return isNamed && info?.reverseNameConfirmed !== 'no'
      ? of('address-and-name', spans.address)
      : of('address', spans.address);
  if (isNamed && address !== undefined && info?.reverseNameConfirmed === 'yes') return of('name', spans.reverseName);
  if (isNamed) return of('reverse-name-unconfirmed', spans.reverseName);
  if (names(hop.from?.ehloName)) return of('claimed-only', spans.ehloName);
  if (info?.reverseName !== undefined && compiled.isLike(info.reverseName)) return of('lookalike', spans.reverseName);
  if (hop.from?.ehloName !== undefined && compiled.isLike(hop.from.ehloName)) return of('lookalike', spans.ehloName);
  return of('none');
}
