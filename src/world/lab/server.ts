import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { AkrelayError } from '../../errors.js';
import type { LabScript } from '../../relay/lab-script.js';
import { reasonOf } from '../files/node-reason.js';
import { type LabRecorder, LabSession } from './session.js';

export interface RunningLab {
  readonly port: number;
  readonly close: () => void;
}

/** Starts a scripted SMTP server on 127.0.0.1; port 0 is one of the system's choice. Throws `unreachable` when the port is taken. */
export async function serveLab(script: LabScript, port: number, record: LabRecorder): Promise<RunningLab> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    new LabSession(socket, script, record).begin();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((cause) => {
    throw new AkrelayError('unreachable', {
      message: `Cannot listen on 127.0.0.1:${port}: ${reasonOf(cause)}.`,
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
