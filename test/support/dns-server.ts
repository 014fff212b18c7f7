import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** TXT records by name; `refused` and `failure` are answers of that kind. */
export type Zone = Readonly<Record<string, readonly string[] | 'refused' | 'failure'>>;

export interface DnsServer {
  /** For `--resolver`. */
  readonly place: string;
  readonly asked: readonly string[];
  readonly close: () => void;
}

const codes = { failure: 2, absent: 3, refused: 5 } as const;

/** A name server on 127.0.0.1 (RFC 1035 §4) that knows these TXT records, and of other types one of every name but `gone…`. */
export async function startDns(zone: Zone): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, { address, port }) => {
    const { name, end } = questionOf(query);
    asked.push(name);
    const found = zone[name.toLowerCase()] ?? [];
    const texts = typeof found === 'string' ? [] : found;
    const code = typeof found === 'string' ? codes[found] : texts.length === 0 ? codes.absent : 0;
    const type = query.readUInt16BE(end);
    const answer =
      type === 16 || typeof found === 'string'
        ? reply(query, end, code, texts.map(textRecord))
        : reply(query, end, ...(name.startsWith('gone') ? absent : present(type)));
    socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { place: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() };
}

const absent = [codes.absent, []] as const;

/** An address, or an exchange of the name itself. */
function present(type: number): readonly [number, readonly Buffer[]] {
  const data = type === 15 ? Buffer.from([0, 10, 0xc0, 12]) : Buffer.alloc(type === 28 ? 16 : 4, 1);
  return [0, [record(type, data)]];
}

/** The header, the question as it came, and the records that answer it. */
export function reply(query: Buffer, end: number, code: number, records: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, query.subarray(12, end + 4), ...records]);
}

/** The name as a pointer to the question, class IN, a minute to live. */
export function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 255]);
  return Buffer.concat([head, data]);
}

/** The name that is asked for; behind it, at `end`, stand type and class. */
export function questionOf(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), end: at + 1 };
}

/** A TXT record for the name of the question, cut into pieces of at most 255 bytes (RFC 1035 §3.3.14). */
export function textRecord(text: string): Buffer {
  const pieces = (text.match(/.{1,200}/gs) ?? ['']).map((piece) => Buffer.from(piece, 'latin1'));
  return record(16, Buffer.concat(pieces.flatMap((piece) => [Buffer.from([piece.length]), piece])));
}
