import type { Socket } from 'node:net';
import type { LabAct } from '../../relay/lab-script.js';

/** Does to a client what the script says. `plain` is the connection below TLS. */
export function act(what: LabAct, socket: Socket, plain: Socket): void {
  if (what.kind === 'say' || what.kind === 'say-and-close') socket.write(what.bytes);
  if (what.kind === 'close' || what.kind === 'say-and-close') socket.end();
  if (what.kind === 'reset') plain.resetAndDestroy();
  if (what.kind === 'drip') drip(socket, what.bytes, what.everyMs);
  if (what.kind === 'flood') flood(socket, what.bytes.repeat(Math.ceil(16_384 / what.bytes.length)));
}

function drip(socket: Socket, bytes: string, everyMs: number): void {
  const [first, ...rest] = [...bytes];
  if (first === undefined || socket.destroyed) return;
  socket.write(first);
  setTimeout(drip, everyMs, socket, rest.join(''), everyMs).unref();
}

/** One piece after the other, each when the client took the one before. */
function flood(socket: Socket, piece: string): void {
  if (!socket.destroyed) socket.write(piece, () => setImmediate(flood, socket, piece));
}
