import { Resolver } from 'node:dns/promises';
import { cancelledError } from '../smtp/tcp.js';
import type { Dns } from './dns.js';
import { readPublicKey } from './public-key.js';

/** Two attempts of this length for each name server. */
const patienceMs = 2_500;

/** Name servers by Node's own resolver, which reads no hosts file and keeps nothing. */
export function nodeDns(server: string | undefined, totalMs: number, cancelled: AbortSignal): Dns {
  const resolver = new Resolver({ timeout: patienceMs, tries: 2 });
  if (server !== undefined) resolver.setServers([server]);
  cancelled.addEventListener('abort', () => resolver.cancel(), { once: true });
  let isLate = false;
  setTimeout(() => {
    isLate = true;
    resolver.cancel();
  }, totalMs).unref();
  return {
    readKey: readPublicKey,
    texts: async (name) => {
      if (isLate) return late;
      try {
        return { kind: 'found', texts: (await resolver.resolveTxt(name)).map((pieces) => pieces.join('')) };
      } catch (error) {
        if (cancelled.aborted) throw cancelledError();
        if (isLate) return late;
        const code = String((error as NodeJS.ErrnoException).code);
        if (code === 'ENOTFOUND' || code === 'ENODATA') return { kind: 'none' };
        const whose = code === 'ESERVFAIL' ? 'of-the-zone' : 'of-this-machine';
        return { kind: 'failed', why: reasons[code] ?? `answers ${code}`, whose };
      }
    },
  };
}

const late = { kind: 'failed', why: 'did not answer in time', whose: 'of-this-machine' } as const;

const reasons: Readonly<Record<string, string>> = {
  ETIMEOUT: 'does not answer',
  ECONNREFUSED: 'cannot be reached',
  ESERVFAIL: 'fails (SERVFAIL)',
  EREFUSED: 'refuses to answer',
  EBADNAME: 'takes this for no name',
};
