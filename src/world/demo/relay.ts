import { SMTPServer } from 'smtp-server';
import { type KeyPair, listen, type RunningServer } from './receiver.js';

export interface RelayOptions {
  readonly pair: KeyPair;
  readonly username: string;
  readonly password: string;
  /** What the relay does with a message it has accepted. */
  readonly handOn: (message: Buffer, reversePath: string, forwardPath: string) => Promise<void>;
}

/** The relay of the demo: STARTTLS, then AUTH LOGIN with one account, then it hands each message on. */
export async function startRelay({ pair, username, password, handOn }: RelayOptions): Promise<RunningServer> {
  const server = new SMTPServer({
    name: 'smtp.gate.example',
    banner: 'akrelay demo relay',
    key: pair.keyPem,
    cert: pair.certPem,
    authMethods: ['LOGIN'],
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => {
      if (auth.username === username && auth.password === password) done(null, { user: username });
      else done(new Error('Login refused'));
    },
    onData: (stream, session, done) => {
      const chunks: Uint8Array[] = [];
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      stream.on('end', () => {
        const reversePath = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        const trace = `Received: from ${session.hostNameAppearsAs} ([127.0.0.1]) by gato007.sndsy.ru with ${session.transmissionType} id ${session.id}; ${new Date().toUTCString().replace('GMT', '+0000')}\r\n`;
        const message = Buffer.concat([Buffer.from(trace), ...chunks]);
        const handedOn = session.envelope.rcptTo.map(({ address }) => handOn(message, reversePath, address));
        Promise.all(handedOn).then(() => done(null, `Queued as ${session.id}`), done);
      });
    },
  });
  return listen(server);
}
