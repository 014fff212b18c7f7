import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { questionOf, record, reply, textRecord } from '../dns-server.js';

/** Who an address says it is (PTR), which addresses a name has (A, AAAA), and its texts (TXT). */
export interface Names {
  readonly reverse: Readonly<Record<string, string>>;
  readonly forward: Readonly<Record<string, string | readonly string[]>>;
  readonly texts?: Readonly<Record<string, string>>;
}

export interface NameServer {
  readonly address: string;
  readonly stop: () => void;
}

const types = { address: 1, pointer: 12, text: 16, address6: 28 };

interface Answer {
  readonly type: number;
  readonly bytes: Buffer;
}

function of(type: number, data: Buffer): Answer {
  return { type, bytes: record(type, data) };
}

/** A resolver with these names and no others, on port 53 of an address that only this machine reaches. */
export async function startNameServer(
  { reverse, forward, texts = {} }: Names,
  address = '127.0.0.153',
): Promise<NameServer> {
  const records = new Map<string, readonly Answer[]>();
  const add = (name: string, more: readonly Answer[]): void =>
    void records.set(name.toLowerCase(), [...(records.get(name.toLowerCase()) ?? []), ...more]);
  for (const [ip, name] of Object.entries(reverse)) add(reverseZoneName(ip), [of(types.pointer, labels(name))]);
  for (const [name, ips] of Object.entries(forward)) add(name, [ips].flat().map(addressRecord));
  for (const [name, text] of Object.entries(texts)) add(name, [{ type: types.text, bytes: textRecord(text) }]);
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => {
    socket.send(answer(query, records), peer.port, peer.address);
  });
  socket.bind(53, address);
  await once(socket, 'listening');
  return { address, stop: () => socket.close() };
}

function addressRecord(ip: string): Answer {
  return isIPv6(ip)
    ? of(types.address6, Buffer.from(nibbles(ip), 'hex'))
    : of(types.address, Buffer.from(ip.split('.').map(Number)));
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
function answer(query: Buffer, records: ReadonlyMap<string, readonly Answer[]>): Buffer {
  const { name, end } = questionOf(query);
  const known = records.get(name.toLowerCase());
  const found = (known ?? []).filter(({ type }) => type === query.readUInt16BE(end));
  const answers = found.map(({ bytes }) => bytes);
  return reply(query, end, known === undefined ? 3 : 0, answers);
}

function labels(name: string): Buffer {
  const parts = name.split('.').flatMap((part) => [Buffer.from([part.length]), Buffer.from(part)]);
  return Buffer.concat([...parts, Buffer.from([0])]);
}
