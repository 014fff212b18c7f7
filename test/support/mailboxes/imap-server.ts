import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Server, Socket } from 'node:net';

const require = createRequire(import.meta.url);

interface Hoodiecrow {
  readonly server: Server;
  readonly listen: (port: number, host: string, done: () => void) => void;
  readonly close: (done: () => void) => void;
  readonly appendMessage: (folder: string, flags: readonly string[], date: false, raw: string) => void;
  readonly getMailbox: (folder: string) => { readonly messages: readonly { readonly flags: readonly string[] }[] };
}

export interface ImapServer {
  readonly port: number;
  readonly deliver: (folder: string, raw: string) => void;
  /** Of each message of a folder. */
  readonly flags: (folder: string) => readonly (readonly string[])[];
  readonly close: () => Promise<void>;
}

/** The login that the server knows; as an access token, `testtoken`. */
export const imapLogin = { username: 'testuser', password: 'testpass' };

export interface ImapServerOptions {
  /** Undefined: clear text. */
  readonly pair?: { readonly certPem: string; readonly keyPem: string };
  readonly tls?: 'starttls' | 'implicit';
  readonly idle?: 'offered' | 'not-offered';
}

/** A small IMAP server in this process: INBOX, `Спам` with the special use \Junk, and `Archive`. Messages are Latin-1 text. */
export async function startImap(options: ImapServerOptions = {}): Promise<ImapServer> {
  const { pair, tls = 'implicit', idle = 'offered' } = options;
  const hoodiecrow = require('hoodiecrow-imap') as (options: object) => Hoodiecrow;
  const plugins = ['ID', 'SASL-IR', 'AUTH-PLAIN', 'XOAUTH2', 'NAMESPACE', 'SPECIAL-USE', 'UIDPLUS'];
  const server = hoodiecrow({
    plugins: [...plugins, ...(idle === 'offered' ? ['IDLE'] : []), ...(pair && tls === 'starttls' ? ['STARTTLS'] : [])],
    secureConnection: pair !== undefined && tls === 'implicit',
    credentials: pair && { key: pair.keyPem, cert: pair.certPem },
    storage: {
      INBOX: {},
      '': { folders: { '&BCEEPwQwBDw-': { 'special-use': '\\Junk' }, Archive: {} } },
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Else each answer would wait for the client's acknowledgement of the line before.
  server.server.on('connection', (socket: Socket) => void socket.setNoDelay(true));
  const { port } = server.server.address() as { port: number };
  const encoded = (folder: string): string => (folder === 'Спам' ? '&BCEEPwQwBDw-' : folder);
  return {
    port,
    deliver: (folder, raw) => server.appendMessage(encoded(folder), [], false, raw),
    flags: (folder) => server.getMailbox(encoded(folder)).messages.map(({ flags }) => flags),
    close: async () => {
      server.server.close();
      await once(server.server, 'close');
    },
  };
}
