import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { AkrelayError } from '../../errors.js';
import type { LabScript } from '../../relay/lab-script.js';
import { reasonOf } from '../files/node-reason.js';
import { type LabRecorder, LabSession } from './session.js';

/** Clients at a time; more are turned away. */
const mostClients = 200;
/** A client that says nothing for so long is gone. */
const idleMs = 600_000;

export interface RunningLab {
  readonly port: number;
  readonly close: () => void;
}

/** Starts a scripted SMTP server on 127.0.0.1; port 0 is one of the system's choice. Throws `unreachable` when the port is taken. */
export async function serveLab(
  script: LabScript,
  port: number,
  record: Pick<LabRecorder, 'line' | 'message'>,
  host = '127.0.0.1',
): Promise<RunningLab> {
  const sockets = new Set<Socket>();
  let lastId = 122;
  const recorder = { ...record, nextId: () => `LAB${++lastId}` };
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.setTimeout(idleMs, () => socket.destroy());
    new LabSession(socket, script, recorder).begin();
  });
  server.maxConnections = mostClients;
  server.listen(port, host);
  await once(server, 'listening').catch((cause) => {
    throw new AkrelayError('unreachable', {
      message: `Cannot listen on ${host}:${port}: ${reasonOf(cause)}.`,
      hint: 'Choose another port with --port, or leave it out.',
      cause,
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
