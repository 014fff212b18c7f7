import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIP } from 'node:net';
import {
  type Answer,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  RECURSION_DESIRED,
  streamEncode,
} from 'dns-packet';
import { parseHostPort } from '../../relay/host-port.js';

interface Place {
  readonly host: string;
  readonly port: number;
}

/** What a message over UDP may hold without being cut on its way (DNS flag day 2020). */
const udpPayloadSize = 1232;

export type RecordType = 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR';

/**
 * Asks one name server, `address` or `address:port`, for records of a name; aliases on the way are among them. Rejects when it
 * cannot be reached or when the signal comes first.
 *
 * Not by the runtime's resolver: Bun's gives the pieces of a TXT record as if each were a record, and a DKIM key has two.
 */
export async function askRecords(
  server: string,
  name: string,
  type: RecordType,
  signal: AbortSignal,
): Promise<{ readonly code: string; readonly records: readonly Answer[] }> {
  const place = placeOf(server);
  const query: Packet = {
    type: 'query',
    id: randomInt(65_536),
    flags: RECURSION_DESIRED,
    // A packet has no place for the dot that ends a full name, and its answer comes without it.
    questions: [{ type, name: name.replace(/\.$/, '') }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  };
  const first = await askByUdp(place, query, signal);
  const answer = first.flag_tc ? await askByTcp(place, query, signal) : first;
  return { code: codeOf(answer), records: answer.answers ?? [] };
}

/** Whether a name can be asked for at all: labels of 1 to 63 bytes (RFC 1035 §2.3.4). */
export function isAskable(name: string): boolean {
  const labels = name.replace(/\.$/, '').split('.');
  return name.length <= 253 && labels.every((label) => /^[!-~]{1,63}$/.test(label));
}

function placeOf(server: string): Place {
  if (isIP(server)) return { host: server, port: 53 };
  const { host = server, port = 53 } = parseHostPort(server) ?? {};
  return { host, port };
}

/** The pieces of a TXT record in one. */
export function joined(data: unknown): string {
  return Buffer.concat([data].flat() as Buffer[]).toString();
}

function codeOf(answer: DecodedPacket): string {
  return (answer as { readonly rcode?: string }).rcode ?? 'NOERROR';
}

async function askByUdp({ host, port }: Place, query: Packet, signal: AbortSignal): Promise<DecodedPacket> {
  signal.throwIfAborted();
  const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      socket.on('error', reject);
      socket.on('message', (message) => {
        const answer = answerTo(query, message);
        if (answer) resolve(answer);
      });
      // Connected: the system drops what anybody else sends, and says so when nobody listens there.
      const send = (failure?: unknown): void => (failure ? reject(failure) : socket.send(encode(query)));
      socket.connect(port, host, send);
    });
  } finally {
    socket.close();
  }
}

/** For an answer that UDP does not hold: each way with its length in two bytes before it (RFC 1035 §4.2.2). */
async function askByTcp(place: Place, query: Packet, signal: AbortSignal): Promise<DecodedPacket> {
  const socket = connect({ ...place, signal });
  socket.write(streamEncode(query));
  let read = Buffer.alloc(0);
  for await (const piece of socket) {
    read = Buffer.concat([read, piece]);
    const length = read.length < 2 ? Number.POSITIVE_INFINITY : read.readUInt16BE(0);
    const answer = read.length < length + 2 ? undefined : answerTo(query, read.subarray(2, length + 2));
    if (answer) return answer;
  }
  throw new Error('the name server closed the connection');
}

/** The message, if it answers the question. */
function answerTo({ id, questions }: Packet, message: Buffer): DecodedPacket | undefined {
  try {
    const answer = decode(message);
    const [asked, answered] = [questions, answer.questions].map((list) => list?.[0]?.name.toLowerCase());
    return answer.flag_qr && answer.id === id && asked === answered ? answer : undefined;
  } catch {
    return undefined;
  }
}
