import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { LabScript } from './script.js';
import { LabSession } from './session.js';

export interface LabServer {
  readonly port: number;
  /** Every line that clients sent; `<TLS>` where a handshake ended. */
  readonly lines: readonly string[];
  /** The texts that were accepted. */
  readonly messages: readonly string[];
  readonly close: () => void;
}

/** Starts a scripted SMTP server on 127.0.0.1, on a port of the system's choice unless one is given. */
export async function startLab(script: LabScript, port = 0): Promise<LabServer> {
  const record = { lines: [] as string[], messages: [] as string[] };
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    new LabSession(socket, script, record).begin();
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...record,
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
