import { type HostPattern, parseHostPattern } from '../address/host-pattern.js';
import { lookalikesOf } from '../address/lookalike.js';
import { isInAny, isPrivate, type Network, parseNetwork } from '../address/network.js';
import type { Line } from '../hop/hop.js';
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
  readonly token: keyof Line['spans'] | undefined;
}

export function compileRelay(relay: KnownRelay): CompiledRelay {
  return {
    relay,
    hosts: relay.hosts.flatMap((text) => parseHostPattern(text) ?? []),
    networks: relay.networks.flatMap((cidr) => parseNetwork(cidr) ?? []),
    isLike: lookalikesOf(relay.hosts),
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
  const of = (kind: MatchKind, token?: Match['token']): Match => ({ kind, relay, token });
  const info = hop.from?.tcpInfo;
  const names = (name: string | undefined) => name !== undefined && hosts.some((host) => host.matches(name));
  const address = info?.address;
  const isNamed = names(info?.reverseName);
  if (address !== undefined && isInAny(networks, address))
    return isNamed && info?.reverseNameConfirmed !== 'no'
      ? of('address-and-name', 'address')
      : of('address', 'address');
  // Inside a network anybody is given any name.
  const isChecked = address !== undefined && !isPrivate(address) && info?.reverseNameConfirmed === 'yes';
  if (isNamed && isChecked) return of('name', 'reverseName');
  if (isNamed) return of('reverse-name-unconfirmed', 'reverseName');
  if (names(hop.from?.ehloName)) return of('claimed-only', 'ehloName');
  return of('none');
}

/** The match of a hop that has none otherwise, when a name in it could be taken for one of the relay's. */
export function resemblance(hop: Line, { relay, isLike }: CompiledRelay): Match | undefined {
  const { ehloName, tcpInfo } = hop.from ?? {};
  const token = [['reverseName', tcpInfo?.reverseName] as const, ['ehloName', ehloName] as const].find(
    ([, name]) => name !== undefined && isLike(name),
  )?.[0];
  return token && { kind: 'lookalike', relay, token };
}
