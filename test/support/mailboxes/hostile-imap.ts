import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** What the server does with a line of its client, split into its tag and the rest; `''` stands for the connection itself. */
type Act = (say: (text: string) => void, tag: string, command: string, socket: Socket) => void;

/** A server that logs everybody in and has one empty folder, but for what `act` does: true = nothing more is said to the line. */
export async function startHostileImap(
  act: (...words: Parameters<Act>) => boolean,
): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    const say = (text: string): void => void (socket.destroyed || socket.write(text, 'latin1'));
    if (!act(say, '', '', socket)) say('* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n');
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [tag = '', ...words] = line.split(' ');
        const command = words.join(' ');
        if (!act(say, tag, command, socket)) usual(say, tag, command, socket);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const usual: Act = (say, tag, command, socket) => {
  if (/^LIST/i.test(command)) say('* LIST (\\HasNoChildren) "/" INBOX\r\n');
  if (/^(?:SELECT|EXAMINE)/i.test(command))
    say('* 1 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 1] .\r\n* OK [UIDNEXT 2] .\r\n* FLAGS (\\Seen)\r\n');
  if (/^UID SEARCH/i.test(command)) say('* SEARCH\r\n');
  if (/^LOGOUT/i.test(command)) say('* BYE\r\n');
  say(`${tag} OK done\r\n`);
  if (/^LOGOUT/i.test(command)) socket.end();
};

/** Says the same again and again, as fast as it is read, until the client goes. */
export function flood(socket: Socket, text: string): true {
  const block = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)), 'latin1');
  const more = (): void => {
    while (!socket.destroyed && socket.write(block)) if (socket.destroyed) return;
    socket.once('drain', more);
  };
  more();
  return true;
}
