import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { labPassword } from './lab/sender.js';
import type { LabServer } from './lab/server.js';

/** A real server that knows one account, `lab-user`, and takes no mail without it; `options` loosen it. */
export async function startStrictRelay(
  pair: { readonly certPem: string; readonly keyPem: string },
  options: SMTPServerOptions = {},
): Promise<LabServer> {
  const lines: string[] = [];
  const server = new SMTPServer({
    key: pair.keyPem,
    cert: pair.certPem,
    authMethods: ['LOGIN', 'PLAIN'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) => {
      lines.push(`AUTH ${username}`);
      if (username === 'lab-user' && password === labPassword) done(null, { user: username });
      else done(new Error('Login refused'));
    },
    onMailFrom: (_address, _session, done) => {
      lines.push('MAIL');
      done();
    },
    onData: (stream, _session, done) => {
      lines.push('DATA');
      stream.resume().on('end', () => done());
    },
    // smtp-server itself offers AUTH before TLS too, and then refuses it.
    onConnect: (_session, done) => {
      server.options.disabledCommands = ['AUTH'];
      done();
    },
    onSecure: (_socket, _session, done) => {
      server.options.disabledCommands = [];
      done();
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    lines,
    messages: [],
    close: () => server.close(() => undefined),
  };
}
