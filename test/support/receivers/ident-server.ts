import { once } from 'node:events';
import { createServer } from 'node:net';

export interface IdentServer {
  /** What to say of the client's connection from this port. */
  readonly answers: Map<number, string>;
  readonly stop: () => void;
}

/** RFC 1413 on port 113 of an address: it says of each connection what its owner wants said. */
export async function startIdent(address: string): Promise<IdentServer> {
  const answers = new Map<number, string>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (query: Buffer) => {
      const pair = query.toString('latin1').trim();
      const answer = answers.get(Number.parseInt(pair, 10));
      socket.end(Buffer.from(`${pair} : ${answer ? `USERID : UNIX : ${answer}` : 'ERROR : NO-USER'}\r\n`, 'latin1'));
    });
  });
  server.listen(113, address);
  await once(server, 'listening');
  return { answers, stop: () => server.close() };
}
