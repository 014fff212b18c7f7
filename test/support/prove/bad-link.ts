import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * `slow`: bytes are passed on late. `silent`: nothing is passed on, and nothing is closed. `cut`: connections end, and new ones
 * too; `back-soon`: for some seconds.
 */
export type LinkState = 'good' | 'slow' | 'silent' | 'cut' | 'back-soon';

export interface BadLink {
  readonly become: (state: LinkState) => void;
  readonly stop: () => void;
}

const lateMs = 100;
const soonMs = 5_000;

/** A network between a client and a server: every byte goes through it. */
export async function startBadLink(host: string, port: number, to: number): Promise<BadLink> {
  const sockets = new Set<Socket>();
  let state: LinkState = 'good';
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const become = (next: LinkState): void => {
    state = next;
    if (next === 'cut' || next === 'back-soon') cut();
    if (next === 'back-soon') setTimeout(() => become('good'), soonMs);
  };
  const passOn = (from: Socket, into: Socket): void => {
    sockets.add(from);
    from.on('data', (chunk: Buffer) => {
      const write = (): void => void (into.writable && into.write(chunk));
      if (state === 'good') write();
      if (state === 'slow') setTimeout(write, lateMs);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      into.destroy();
    });
  };
  const server = createServer((client) => {
    if (state === 'cut' || state === 'back-soon') return client.destroy();
    const upstream = connect(to, host);
    passOn(client, upstream);
    passOn(upstream, client);
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    become,
    stop: () => {
      cut();
      server.close();
    },
  };
}
