import type { RecipientOutcome, SendOutcome } from './delivery.js';
import type { AuthMethod, TlsMode } from './sender.js';

/** What the TLS handshake settled; undefined where there was none. */
export interface TlsFacts {
  /** `TLSv1.3`. */
  readonly version: string;
  readonly cipher: string;
  readonly certificate: CertificateFacts;
}

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Names and addresses it is for (subjectAltName). */
  readonly names: readonly string[];
  /** ISO 8601, UTC. */
  readonly validFrom: string;
  readonly validTo: string;
  readonly fingerprintSha256: string;
}

/** Milliseconds of each phase of one session; undefined where the phase did not happen. */
export interface SessionTimings {
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly greetingMs?: number;
  readonly ehloMs?: number;
  readonly tlsMs?: number;
  readonly authMs?: number;
  /** MAIL, RCPT and DATA commands. */
  readonly envelopeMs?: number;
  /** The message and the reply to it. */
  readonly messageMs?: number;
}

/** What one attempt to send proves. The JSON of `send`, and the file of `--receipt`. */
export interface Receipt {
  readonly outcome: SendOutcome;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly sender: string;
  readonly virtualSender: string | null;
  /** The value of `X-Letter-Id`: comes back in Sendsay's callbacks as `gate.uniq`; null where the message has none. */
  readonly token: string | null;
  readonly messageId: string;
  /** What of a message given with `--eml` was changed, a sentence each. */
  readonly changes: readonly string[];
  readonly relay: {
    readonly host: string;
    readonly port: number;
    readonly address: string;
    readonly tls: TlsMode;
    readonly auth: AuthMethod;
    readonly greeting: string;
    /** What this machine called itself in EHLO. */
    readonly ehloName: string;
    readonly extensions: readonly string[];
  };
  readonly envelope: { readonly reversePath: string; readonly forwardPaths: readonly string[] };
  readonly recipients: readonly RecipientReceipt[];
  /** The reply to the message itself; null when none came. */
  readonly finalReply: ReplyFacts | null;
  readonly queueId: string | null;
  readonly sizeBytes: number;
  readonly tls: TlsFacts | null;
  readonly timings: SessionTimings & { readonly totalMs: number };
}

export interface RecipientReceipt extends ReplyFacts {
  readonly forwardPath: string;
  /** The command that the reply answers: a refused MAIL FROM stands for every recipient. */
  readonly answered: 'mail' | 'rcpt';
  readonly outcome: RecipientOutcome;
}

export interface ReplyFacts {
  readonly replyCode: number;
  readonly enhancedStatusCode: string | null;
  readonly text: string;
}
