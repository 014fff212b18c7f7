import { parseAddress } from './address.js';
import { formatNetwork, maskOf, parseNetwork } from './network.js';

/** `10.0.0.0/24` for `10.0.0.1/24`: what was meant where address bits are right of the prefix; undefined for anything else. */
export function networkAround(cidr: string): string | undefined {
  const [text = '', length = ''] = cidr.split('/');
  const address = parseAddress(text);
  if (address === undefined || parseNetwork(cidr) !== undefined || !/^\d{1,3}$/.test(length)) return undefined;
  const prefixLength = Number(length);
  if (prefixLength > address.groups.length * 16) return undefined;
  const groups = address.groups.map((group, i) => group & maskOf(prefixLength, i));
  return formatNetwork({ base: { ...address, groups }, prefixLength });
}
