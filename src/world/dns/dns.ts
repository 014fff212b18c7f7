import type { ReadKey } from '../../relay/dns/dkim-record.js';
import type { TextAnswer } from '../../relay/dns-text.js';

/** Questions to name servers beyond what connecting asks. */
export interface Dns {
  /** Never throws, but when cancelled. */
  readonly texts: (name: string) => Promise<TextAnswer>;
  readonly readKey: ReadKey;
}

/** Asks the system's name servers, or only `server` (`address:port`), for so long in all: what comes later failed. */
export type OpenDns = (server: string | undefined, totalMs: number) => Promise<Dns>;
