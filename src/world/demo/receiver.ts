import { rename, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { makeFolders } from '../files/make-folders.js';

export interface RunningServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

export interface KeyPair {
  readonly certPem: string;
  readonly keyPem: string;
}

/**
 * The receiving server of the demo. It takes its client's address from a PROXY header, looks its name up in `names`
 * (a network of its own making), writes its trace fields as RFC 5321 §4.4 asks, and delivers the message into the Maildir
 * `mail` in `folder`. Beside it, a file with the local part of the recipient's address has the message as a person saves it.
 */
export async function startReceiver(
  folder: string,
  pair: KeyPair,
  names: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  for (const part of ['cur', 'new', 'tmp']) await makeFolders(path.join(folder, 'mail', part));
  const server = new SMTPServer({
    name: 'mx.example.net',
    key: pair.keyPem,
    cert: pair.certPem,
    useProxy: true,
    disableReverseLookup: true,
    disabledCommands: ['AUTH'],
    onData: (stream, session, done) => {
      save(folder, stream, session, names).then(() => done(null, 'Saved'), done);
    },
  });
  return listen(server);
}

async function save(
  folder: string,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  names: Readonly<Record<string, string>>,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  const forwardPath = session.envelope.rcptTo[0]?.address ?? 'unknown';
  const message = Buffer.concat([Buffer.from(traceFields(session, forwardPath, names)), ...chunks]);
  // Whole in tmp first: whoever reads new never sees a part.
  const beside = path.join(folder, 'mail', 'tmp', session.id);
  await writeFile(beside, message);
  await rename(beside, path.join(folder, 'mail', 'new', session.id));
  await writeFile(path.join(folder, `${forwardPath.split('@')[0]}.eml`), message);
}

function traceFields(session: SMTPServerSession, forwardPath: string, names: Readonly<Record<string, string>>): string {
  const { remoteAddress, hostNameAppearsAs, tlsOptions, transmissionType, id, envelope } = session;
  const returnPath = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const tls = tlsOptions ? `\r\n\t(using ${tlsOptions.version} with cipher ${tlsOptions.name})` : '';
  const at = new Date().toUTCString().replace('GMT', '+0000');
  return `Return-Path: <${returnPath}>\r\nReceived: from ${hostNameAppearsAs} (${names[remoteAddress] ?? 'unknown'} [${remoteAddress}])${tls}\r\n\tby mx.example.net (akrelay demo) with ${transmissionType} id ${id}\r\n\tfor <${forwardPath}>; ${at}\r\n`;
}

/** Starts a server on a free port of 127.0.0.1. */
export async function listen(server: SMTPServer): Promise<RunningServer> {
  // A client that goes away in the middle is the client's business; the demo's commands report what they saw.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
