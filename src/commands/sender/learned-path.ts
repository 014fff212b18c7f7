import { type Preset, presets } from '../../presets/index.js';
import type { ProviderId, RelayPath } from '../../relay/sender.js';
import { parseAddress } from '../../trace/address/address.js';
import { parseHostPattern } from '../../trace/address/host-pattern.js';
import { formatNetwork, networkContains, parseNetwork } from '../../trace/address/network.js';
import type { TcpInfo } from '../../trace/hop/hop.js';

/** How much of the network around the address is taken for the relay's. */
export const networkSizes = ['exact', '24', 'none'] as const;
export type NetworkSize = (typeof networkSizes)[number];

/** What the path does not know yet of this client: only what its receiver saw or checked, never what the client claimed. */
export function learnedPath(client: TcpInfo, size: NetworkSize, known: RelayPath | undefined): RelayPath {
  const { address, reverseName, reverseNameConfirmed } = client;
  const isKnownName = namesHost(known?.hosts, reverseName);
  const isKnownAddress = holdsAddress(known?.networks, address);
  const pattern = reverseName !== undefined && reverseNameConfirmed === 'yes' ? patternOf(reverseName) : undefined;
  const network = address === undefined ? undefined : networkOf(address, size);
  return {
    hosts: pattern === undefined || isKnownName ? [] : [pattern],
    networks: network === undefined || isKnownAddress ? [] : [network],
  };
}

/** The preset that claims this client, where it is not the sender's own. */
export function otherOwner({ address, reverseName }: TcpInfo, provider: ProviderId): Preset | undefined {
  return Object.values(presets).find(
    ({ id, path }) =>
      id !== provider && (namesHost(path?.hosts.value, reverseName) || holdsAddress(path?.networks.value, address)),
  );
}

function namesHost(hosts: readonly string[] = [], name: string | undefined): boolean {
  return name !== undefined && hosts.some((host) => parseHostPattern(host)?.matches(name));
}

function holdsAddress(networks: readonly string[] = [], address: string | undefined): boolean {
  if (address === undefined) return false;
  return networks.map(parseNetwork).some((network) => network !== undefined && networkContains(network, address));
}

/**
 * `gato033.sndsy.ru` as `gato#.sndsy.ru`. Only a number in the first label of three or more counts a pool of hosts: further
 * right it may be part of somebody's domain, and several numbers in a label are an address, a name that every customer
 * of a provider has.
 */
function patternOf(name: string): string {
  const [first = '', ...rest] = name.split('.');
  const numbers = first.match(/\d+/g) ?? [];
  if (rest.length < 2 || numbers.length !== 1 || (numbers[0]?.length ?? 0) > 5) return name;
  return [first.replace(/\d+/, '#'), ...rest].join('.');
}

/** The address alone, or the block around it: the /24, of IPv6 the /64 of a host. */
function networkOf(text: string, size: NetworkSize): string | undefined {
  const address = parseAddress(text);
  if (address === undefined || size === 'none') return undefined;
  const bits = 16 * address.groups.length;
  if (size === 'exact') return formatNetwork({ base: address, prefixLength: bits });
  const prefixLength = address.family === 4 ? 24 : 64;
  const groups = address.groups.map((group, i) => group & mask(prefixLength - 16 * i));
  return formatNetwork({ base: { ...address, groups }, prefixLength });
}

/** The first so many bits of sixteen. */
function mask(bits: number): number {
  return (0xffff << (16 - Math.min(16, Math.max(0, bits)))) & 0xffff;
}
