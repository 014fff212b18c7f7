import { once } from 'node:events';
import { createServer } from 'node:net';

/** RFC 1413 on port 113 of an address: of the connection from each port it says what its owner wants said. */
export async function startIdent(
  address: string,
  answers: ReadonlyMap<number, string>,
): Promise<{ readonly stop: () => void }> {
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
  return { stop: () => server.close() };
}
