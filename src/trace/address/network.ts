import { type Address, formatAddress, parseAddress } from './address.js';

/** A CIDR block, parsed. */
export interface Network {
  readonly base: Address;
  readonly prefixLength: number;
}

/**
 * The network that `185.138.182.0/24`, `2001:db8::/32` or a single address names; undefined when it names none,
 * also when address bits are right of the prefix.
 */
export function parseNetwork(cidr: string): Network | undefined {
  const [text = '', length, ...rest] = cidr.split('/');
  const base = parseAddress(text);
  if (!base || rest.length > 0 || text.includes('%')) return undefined;
  const bits = base.groups.length * 16;
  if (length === undefined) return { base, prefixLength: bits };
  if (!/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const prefixLength = text.includes(':') && base.family === 4 ? Number(length) - 96 : Number(length);
  if (prefixLength < 0 || prefixLength > bits) return undefined;
  const network = { base, prefixLength };
  return base.groups.every((group, i) => (group & ~maskOf(prefixLength, i) & 0xffff) === 0) ? network : undefined;
}

/** Whether the address, in canonical or any strict text form, lies in the network. Text that is not an address does not. */
export function networkContains(network: Network, address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== undefined && holds(network, parsed);
}

function holds({ base, prefixLength }: Network, { family, groups }: Address): boolean {
  if (family !== base.family) return false;
  for (let i = 0; i * 16 < prefixLength; i++)
    if ((((groups[i] as number) ^ (base.groups[i] as number)) & maskOf(prefixLength, i)) !== 0) return false;
  return true;
}

/** The network in canonical text. */
export function formatNetwork({ base, prefixLength }: Network): string {
  return `${formatAddress(base)}/${prefixLength}`;
}

/** Loopback addresses (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
const loopback = networksOf('127.0.0.0/8', '::1');

/**
 * Addresses that cannot be reached from outside: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291 §2.5.6, loopback,
 * and `0.0.0.0` which some servers print for a local client.
 */
const notGlobal = networksOf(
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '127.0.0.0/8',
  '::1',
  '0.0.0.0',
);

export function isLoopback(address: string): boolean {
  return isInAny(loopback, address);
}

/** Private, link-local, shared or loopback: a peer that is not on the public internet. */
export function isPrivate(address: string): boolean {
  return isInAny(notGlobal, address);
}

/** Whether one of the networks holds the address; false for text that is not an address. */
export function isInAny(networks: readonly Network[], address: string): boolean {
  const parsed = networks.length === 0 ? undefined : parseAddress(address);
  if (parsed === undefined) return false;
  return anyHolds(networks, parsed) || (anyHolds(translators, parsed) && anyHolds(networks, behindTranslator(parsed)));
}

function anyHolds(networks: readonly Network[], address: Address): boolean {
  for (const network of networks) if (holds(network, address)) return true;
  return false;
}

/** Translators from IPv6 to IPv4 (RFC 6052 §2.1). */
const translators = networksOf('64:ff9b::/96');

function behindTranslator({ groups }: Address): Address {
  return { family: 4, groups: groups.slice(6) };
}

function networksOf(...cidrs: readonly string[]): readonly Network[] {
  return cidrs.flatMap((cidr) => parseNetwork(cidr) ?? []);
}

/** The bits of a group of 16 that belong to the prefix. */
export function maskOf(prefixLength: number, group: number): number {
  const bits = Math.min(16, Math.max(0, prefixLength - group * 16));
  return (0xffff << (16 - bits)) & 0xffff;
}
