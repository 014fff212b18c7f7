import { once } from 'node:events';
import { connect } from 'node:net';
import nodemailer from 'nodemailer';

/** A client of the receiver: the address it seems to come from, the name it claims, and what it hands over. */
export interface HandOver {
  readonly port: number;
  readonly address: string;
  readonly ehloName: string;
  /** Undefined: no TLS. */
  readonly caPem: string | undefined;
  readonly message: string;
}

/** Hands a message to a real server; the PROXY header is version 2, which all of them read. */
export async function handOver({ port, address, ehloName, caPem, message }: HandOver): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(proxyHeader(address, port));
  const transport = nodemailer.createTransport({
    connection: socket,
    host: '127.0.0.1',
    port,
    name: ehloName,
    ...(caPem === undefined ? { ignoreTLS: true } : { requireTLS: true, tls: { ca: caPem } }),
  });
  try {
    await transport.sendMail({ envelope: { from: 'news@shop.example', to: 'qa@example.net' }, raw: message });
  } finally {
    transport.close();
  }
}

/** PROXY protocol §2.2: the signature, version 2 with the command PROXY, TCP over IPv4, 12 bytes of addresses. */
function proxyHeader(address: string, port: number): Buffer {
  const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
  const tail = Buffer.alloc(16);
  tail.set([0x21, 0x11, 0, 12, ...address.split('.').map(Number), 127, 0, 0, 1]);
  tail.writeUInt16BE(40_000, 12);
  tail.writeUInt16BE(port, 14);
  return Buffer.concat([signature, tail]);
}
