/** Where a script can step in. `tls` is the handshake itself; `auth-2` and `auth-3` answer a client's later lines. */
export const labStages = [
  'connect',
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
] as const;
export type LabStage = (typeof labStages)[number];

/** What the server does instead of its usual answer. */
export type LabAct =
  | { readonly kind: 'say' | 'say-and-close'; readonly bytes: string | Uint8Array }
  | { readonly kind: 'drip'; readonly bytes: string; readonly everyMs: number }
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
  /** Offered methods; empty: no AUTH. With `starttls` they are offered after TLS only. */
  readonly auth: readonly string[];
  readonly extensions?: readonly string[] | undefined;
  readonly faults: readonly LabFault[];
}

/** The server's EHLO reply, without the last line end. */
export function ehloReply({ tls, auth, extensions }: LabScript, secured: boolean): string {
  const lines = ['lab.test', ...(extensions ?? ['PIPELINING', 'SIZE 1000000', '8BITMIME', 'ENHANCEDSTATUSCODES'])];
  if (tls === 'starttls' && !secured) lines.push('STARTTLS');
  if (auth.length > 0 && (tls !== 'starttls' || secured)) lines.push(`AUTH ${auth.join(' ')}`);
  return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\r\n');
}

/** What happened in a session with the lab. */
export type LabEvent =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'message'; readonly sizeBytes: number; readonly token: string | undefined };
