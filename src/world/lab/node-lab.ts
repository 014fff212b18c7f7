import { EventEmitter, on } from 'node:events';
import type { LabEvent } from '../../relay/lab-script.js';
import { bodyOf, fieldsOf, tokenField } from '../../relay/letter.js';
import type { Files } from '../world.js';
import { type Authority, type Issued, makeAuthority, selfSigned } from './certificates.js';
import type { Lab, LabRequest } from './lab.js';
import { serveLab } from './server.js';

const dayMs = 86_400_000;

/** Starts a lab with a certificate authority of its own. */
export async function startNodeLab(request: LabRequest, files: Files, cancelled: AbortSignal): Promise<Lab> {
  const authority = await makeAuthority();
  const pair = request.script.tls === 'none' ? undefined : await issue(authority, request.certificate);
  const bus = new EventEmitter();
  const tell = (event: LabEvent): void => void bus.emit('event', event);
  const server = await serveLab({ ...request.script, pair }, request.port, {
    line: (text) => tell({ kind: 'line', text }),
    message: (text) =>
      tell({ kind: 'message', sizeBytes: text.length, token: bodyOf(fieldsOf(text) ?? [], tokenField) }),
  });
  // The file may be that of a lab that has the port already.
  if (request.caFile !== undefined)
    await files.write(request.caFile, authority.caPem, 'shared').catch((error) => {
      server.close();
      throw error;
    });
  cancelled.addEventListener('abort', server.close, { once: true });
  // Listening begins here, not with the first reader.
  const events = on(bus, 'event', { signal: cancelled });
  return { port: server.port, events: untilCancelled(events, cancelled), close: server.close };
}

async function* untilCancelled(events: AsyncIterable<unknown[]>, signal: AbortSignal): AsyncGenerator<LabEvent> {
  try {
    for await (const [event] of events) yield event as LabEvent;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function issue(authority: Authority, kind: LabRequest['certificate']): Promise<Issued> {
  const names = ['localhost', '127.0.0.1'];
  const fromNow = (days: number): Date => new Date(Date.now() + days * dayMs);
  if (kind === 'self-signed') return selfSigned({ names });
  if (kind === 'wrong-name') return authority.issue({ names: ['mail.example.org'] });
  if (kind === 'expired') return authority.issue({ names, notBefore: fromNow(-30), notAfter: fromNow(-1) });
  return authority.issue(kind === 'not-yet-valid' ? { names, notBefore: fromNow(1) } : { names });
}
