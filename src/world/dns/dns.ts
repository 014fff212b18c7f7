import type { ReadKey } from '../../relay/dns/dkim-record.js';
import type { LookUps } from '../../relay/dns-text.js';

/** Questions to name servers beyond what connecting asks. A look-up never throws, but when cancelled. */
export interface Dns extends LookUps {
  readonly readKey: ReadKey;
}

/** Asks the system's name servers, or only `server` (`address:port`), for so long in all: what comes later failed. */
export type OpenDns = (server: string | undefined, totalMs: number) => Promise<Dns>;
