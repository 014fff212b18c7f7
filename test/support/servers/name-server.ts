import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { questionOf, record, reply } from '../dns-server.js';

/** Who an address says it is (PTR), and which addresses a name has (A, AAAA). */
export interface Names {
  readonly reverse: Readonly<Record<string, string>>;
  readonly forward: Readonly<Record<string, string | readonly string[]>>;
}

export interface NameServer {
  readonly address: string;
  readonly stop: () => void;
}

const types = { address: 1, pointer: 12, address6: 28 };

interface DnsRecord {
  readonly type: number;
  readonly data: Buffer;
}

/** A resolver with these names and no others, on port 53 of an address that only this machine reaches. */
export async function startNameServer({ reverse, forward }: Names, address = '127.0.0.153'): Promise<NameServer> {
  const records = new Map<string, readonly DnsRecord[]>();
  for (const [ip, name] of Object.entries(reverse))
    records.set(reverseZoneName(ip), [{ type: types.pointer, data: labels(name) }]);
  for (const [name, ips] of Object.entries(forward)) records.set(name.toLowerCase(), [ips].flat().map(addressRecord));
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => {
    socket.send(answer(query, records), peer.port, peer.address);
  });
  socket.bind(53, address);
  await once(socket, 'listening');
  return { address, stop: () => socket.close() };
}

function addressRecord(ip: string): DnsRecord {
  return isIPv6(ip)
    ? { type: types.address6, data: Buffer.from(nibbles(ip), 'hex') }
    : { type: types.address, data: Buffer.from(ip.split('.').map(Number)) };
}

/** RFC 1035 §3.5, RFC 3596 §2.5. */
function reverseZoneName(ip: string): string {
  const [parts, zone] = isIPv6(ip) ? [[...nibbles(ip)], 'ip6.arpa'] : [ip.split('.'), 'in-addr.arpa'];
  return `${parts.reverse().join('.')}.${zone}`;
}

/** An IPv6 address without an IPv4 tail, as 32 hexadecimal digits. */
function nibbles(ip: string): string {
  const [left = [], right = []] = ip.split('::').map((half) => half.split(':').filter(Boolean));
  const groups = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return groups.map((group: string) => group.padStart(4, '0')).join('');
}

/** RFC 1035 §4: the header, the question as it came, and its records; or NXDOMAIN; or no data for another type. */
function answer(query: Buffer, records: ReadonlyMap<string, readonly DnsRecord[]>): Buffer {
  const { name, end } = questionOf(query);
  const known = records.get(name.toLowerCase());
  const found = (known ?? []).filter(({ type }) => type === query.readUInt16BE(end));
  const answers = found.map(({ type, data }) => record(type, data));
  return reply(query, end, known === undefined ? 3 : 0, answers);
}

function labels(name: string): Buffer {
  const parts = name.split('.').flatMap((part) => [Buffer.from([part.length]), Buffer.from(part)]);
  return Buffer.concat([...parts, Buffer.from([0])]);
}
