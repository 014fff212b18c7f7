import { connect } from 'node:net';
import nodemailer from 'nodemailer';

/** A client of the receiver: the address it seems to come from, the name it claims, and what it delivers. */
export interface HandOver {
  readonly port: number;
  readonly address: string;
  readonly ehloName: string;
  readonly caPem: string;
  readonly reversePath: string;
  readonly forwardPath: string;
  readonly message: Uint8Array | string;
}

/**
 * Hands a message to the receiver over SMTP with STARTTLS. The PROXY header (version 1) lets the receiver see the
 * address of a network that this machine does not have.
 */
export async function handOver({
  port,
  address,
  ehloName,
  caPem,
  reversePath,
  forwardPath,
  message,
}: HandOver): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', resolve);
  });
  socket.write(`PROXY TCP4 ${address} 127.0.0.1 40000 ${port}\r\n`);
  const transport = nodemailer.createTransport({
    connection: socket,
    host: '127.0.0.1',
    port,
    name: ehloName,
    requireTLS: true,
    tls: { ca: caPem, servername: 'mx.example.net' },
  });
  try {
    await transport.sendMail({ envelope: { from: reversePath, to: forwardPath }, raw: Buffer.from(message) });
  } finally {
    transport.close();
  }
}
