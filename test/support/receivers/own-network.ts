import { execFileSync } from 'node:child_process';
import { type Names, startNameServer } from '../servers/name-server.js';
import { startIdent } from './ident-server.js';
import { addresses, clients, inner, mx, names } from './network.js';

export interface OwnNetwork {
  /** What the ident servers say of the connection that comes from this port. */
  readonly identAnswers: Map<number, string>;
  readonly stop: () => void;
}

/** Gives `lo` its addresses, and starts the name server, which may know more, and an ident server for each client. */
export async function startNetwork({ forward, texts }: Partial<Names> = {}): Promise<OwnNetwork> {
  for (const address of addresses)
    ip('address', 'add', address, 'dev', 'lo', ...(address.includes(':') ? ['nodad'] : []));
  // The servers of one network live on one machine here: what connects to the inner one comes from the border.
  ip('route', 'change', 'local', inner.address, 'dev', 'lo', 'table', 'local', 'scope', 'host', 'src', mx.address);
  const identAnswers = new Map<number, string>();
  const nameServer = await startNameServer(
    { reverse: names.reverse, forward: { ...names.forward, ...forward }, texts: texts ?? {} },
    '127.0.0.53',
  );
  const ident = await Promise.all(Object.values(clients).map(({ address }) => startIdent(address, identAnswers)));
  const stop = (): void => {
    for (const server of [nameServer, ...ident]) server.stop();
  };
  return { identAnswers, stop };
}

function ip(...words: readonly string[]): void {
  execFileSync('ip', words);
}
