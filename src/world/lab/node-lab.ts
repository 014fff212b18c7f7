import { EventEmitter, on } from 'node:events';
import { AkrelayError } from '../../errors.js';
import type { LabEvent, LabMessage } from '../../relay/lab-script.js';
import { bodyOf, fieldsOf, tokenField } from '../../relay/letter.js';
import type { Files } from '../world.js';
import { type Authority, type Issued, isOfLab, makeAuthority, selfSigned } from './certificates.js';
import type { Lab, LabRequest } from './lab.js';
import { openMaildir } from './maildir.js';
import { serveLab } from './server.js';

const dayMs = 86_400_000;

export interface LabPlace {
  readonly files: Files;
  readonly cwd: string;
  readonly cancelled: AbortSignal;
}

/** Starts a lab with a certificate authority of its own. Throws `cannot-write` before it listens. */
export async function startNodeLab(request: LabRequest, { files, cwd, cancelled }: LabPlace): Promise<Lab> {
  const { script, certificate, clientCertificate, caFile, keep } = request;
  if (caFile !== undefined) {
    await files.expectPlace(caFile);
    await mustBeOurs(caFile, files);
  }
  const maildir = keep === undefined ? undefined : await openMaildir(cwd, keep);
  const authority = await makeAuthority();
  const pair = script.tls === 'none' ? undefined : await issue(authority, certificate);
  const clientAuthority = clientCertificate === 'wanted' ? authority.caPem : undefined;
  const bus = new EventEmitter();
  const tell = (event: LabEvent): void => void bus.emit('event', event);
  const take = (message: LabMessage): void => {
    const { text } = message;
    const token = bodyOf(fieldsOf(text) ?? [], tokenField);
    try {
      const file = maildir?.keep(message, new Date());
      tell({ kind: 'message', sizeBytes: text.length, token, file });
    } catch (error) {
      bus.emit('error', error);
    }
  };
  const server = await serveLab({ ...script, pair, clientAuthority }, request.port, {
    line: (text) => tell({ kind: 'line', text }),
    message: take,
  });
  // The file may be that of a lab that has the port already.
  if (caFile !== undefined)
    await files.write(caFile, authority.caPem, 'shared').catch((error) => {
      server.close();
      throw error;
    });
  cancelled.addEventListener('abort', server.close, { once: true });
  // Ctrl-C may have come while it was made.
  if (cancelled.aborted) server.close();
  // Listening begins here, not with the first reader.
  const events = cancelled.aborted ? [] : on(bus, 'event', { signal: cancelled });
  return { port: server.port, events: untilCancelled(events, cancelled), close: server.close };
}

/** Throws `cannot-write` for a file that no lab wrote: it would be lost. */
async function mustBeOurs(caFile: string, files: Files): Promise<void> {
  await files.expectPlace(caFile);
  const held = await files.read(caFile, { fate: 'replaceable', mostMegabytes: 1 }).catch((error) => {
    if (error instanceof AkrelayError && error.kind === 'input-missing') return undefined;
    throw error;
  });
  if (held === undefined || isOfLab(Buffer.from(held).toString('latin1'))) return;
  throw new AkrelayError('cannot-write', {
    message: `${caFile} already exists and was not written by akrelay lab; nothing was written.`,
    hint: 'Use another file: --ca-file lab-ca.pem',
  });
}

async function* untilCancelled(
  events: AsyncIterable<unknown[]> | readonly never[],
  signal: AbortSignal,
): AsyncGenerator<LabEvent> {
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
