import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Who an address says it is (PTR), and which addresses a name has (A). */
export interface Names {
  readonly reverse: Readonly<Record<string, string>>;
  readonly forward: Readonly<Record<string, string>>;
}

export interface NameServer {
  readonly address: string;
  readonly stop: () => void;
}

const typeA = 1;
const typePtr = 12;

/** A resolver with these names and no others, on port 53 of an address that only this machine reaches. */
export async function startNameServer({ reverse, forward }: Names, address = '127.0.0.153'): Promise<NameServer> {
  const records = new Map<string, { readonly type: number; readonly data: Buffer }>();
  for (const [ip, name] of Object.entries(reverse))
    records.set(`${ip.split('.').reverse().join('.')}.in-addr.arpa`, { type: typePtr, data: labels(name) });
  for (const [name, ip] of Object.entries(forward))
    records.set(name, { type: typeA, data: Buffer.from(ip.split('.').map(Number)) });
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => {
    socket.send(answer(query, records), peer.port, peer.address);
  });
  socket.bind(53, address);
  await once(socket, 'listening');
  return { address, stop: () => socket.close() };
}

/** RFC 1035 §4: the header, the question as it came, and one record; or NXDOMAIN; or no data for another type. */
function answer(query: Buffer, records: ReadonlyMap<string, { readonly type: number; readonly data: Buffer }>): Buffer {
  const { name, end } = question(query);
  const found = records.get(name.toLowerCase());
  const record = found?.type === query.readUInt16BE(end) ? found : undefined;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (found === undefined ? 3 : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(record === undefined ? 0 : 1, 6);
  const asked = query.subarray(12, end + 4);
  return Buffer.concat(record === undefined ? [header, asked] : [header, asked, recordBytes(record)]);
}

function question(query: Buffer): { readonly name: string; readonly end: number } {
  const parts: string[] = [];
  let place = 12;
  for (let length = query[place] ?? 0; length > 0; length = query[place] ?? 0) {
    parts.push(query.toString('latin1', place + 1, place + 1 + length));
    place += length + 1;
  }
  return { name: parts.join('.'), end: place + 1 };
}

/** The name as a pointer to the question, class IN, a minute to live. */
function recordBytes({ type, data }: { readonly type: number; readonly data: Buffer }): Buffer {
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
}

function labels(name: string): Buffer {
  const parts = name.split('.').flatMap((part) => [Buffer.from([part.length]), Buffer.from(part)]);
  return Buffer.concat([...parts, Buffer.from([0])]);
}
