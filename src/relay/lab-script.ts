import type { SmtpStage } from './smtp-stage.js';

/**
 * Where a script can step in, by the stages of a session. `greeting` is the connection with its greeting, `tls` the
 * handshake itself; `auth-2` and `auth-3` answer a client's later lines.
 */
export const labStages = [
  'greeting',
  'ehlo',
  'starttls',
  'tls',
  'auth',
  'auth-2',
  'auth-3',
  'mail',
  'rcpt',
  'data',
  'text',
  'dot',
  'rset',
  'quit',
] as const satisfies readonly (SmtpStage | 'auth-2' | 'auth-3')[];
export type LabStage = (typeof labStages)[number];

/** What the server does instead of its usual answer. */
export type LabAct =
  | { readonly kind: 'say' | 'say-and-close'; readonly bytes: string | Uint8Array }
  | { readonly kind: 'drip'; readonly bytes: string; readonly everyMs: number }
  /** Says it again and again, as fast as the client takes it. */
  | { readonly kind: 'flood'; readonly bytes: string }
  | { readonly kind: 'close' | 'reset' | 'stall' };

/** A fault: at this stage, for the nth time that a session reaches it (1 = first; undefined = always). */
export interface LabFault {
  readonly at: LabStage;
  readonly nth?: number;
  readonly act: LabAct;
}

export interface LabScript {
  readonly tls: 'none' | 'starttls' | 'implicit';
  /** Certificate and key in PEM; wanted unless `tls` is none. */
  readonly pair?: { readonly certPem: string; readonly keyPem: string } | undefined;
  /** PEM of the authority whose certificates a client must show one of; undefined: none is asked for. */
  readonly clientAuthority?: string | undefined;
  /** The newest version of TLS that is spoken; undefined: Node's. */
  readonly newestTls?: 'TLSv1.1' | 'TLSv1.2' | undefined;
  /** Offered methods; empty: no AUTH. With `starttls` they are offered after TLS only. */
  readonly auth: readonly string[];
  readonly extensions?: readonly string[] | undefined;
  readonly faults: readonly LabFault[];
}

/** The largest message that is taken, and offered as SIZE. */
export const labSizeBytes = 10_485_760;
/** The name that the server gives itself. */
export const labName = 'lab.test';
/** What `--keep` plays: the address from which the lab hands mail on (kept for documentation, RFC 5737), and who takes it. */
export const labAddress = '192.0.2.25';
export const labMailbox = 'mx.lab.test';

/** The server's EHLO reply, without the last line end. */
export function ehloReply({ tls, auth, extensions }: LabScript, secured: boolean): string {
  const usual = ['PIPELINING', `SIZE ${labSizeBytes}`, '8BITMIME', 'ENHANCEDSTATUSCODES'];
  const lines = [labName, ...(extensions ?? usual)];
  if (tls === 'starttls' && !secured) lines.push('STARTTLS');
  if (auth.length > 0 && (tls !== 'starttls' || secured)) lines.push(`AUTH ${auth.join(' ')}`);
  return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\r\n');
}

/** A message that was taken. */
export interface LabMessage {
  readonly id: string;
  /** Latin-1: one character for each byte; CRLF line ends, the last one left out. */
  readonly text: string;
  /** What the client called itself. */
  readonly ehloName: string;
  readonly clientAddress: string;
  /** RFC 3848: `ESMTPSA`. */
  readonly transmissionType: string;
  /** Undefined in clear text. */
  readonly tls: { readonly version: string; readonly cipher: string } | undefined;
  readonly reversePath: string;
  readonly forwardPaths: readonly string[];
}

/** What happened in a session with the lab. */
export type LabEvent =
  | { readonly kind: 'line'; readonly text: string }
  | {
      readonly kind: 'message';
      readonly sizeBytes: number;
      readonly token: string | undefined;
      /** Where it was kept; undefined when nothing is kept. */
      readonly file: string | undefined;
    };
