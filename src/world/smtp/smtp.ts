import type { ErrorKind } from '../../errors.js';
import type { Budgets } from '../../relay/budgets.js';
import type { Delivery } from '../../relay/delivery.js';
import type { Mailbox } from '../../relay/mailbox.js';
import type { CertificateFacts, SessionTimings, TlsFacts } from '../../relay/receipt.js';
import type { AuthMethod, TlsMode } from '../../relay/sender.js';
import type { SmtpReply } from '../../relay/smtp-reply.js';
import type { SmtpStage } from '../../relay/smtp-stage.js';

/** How to reach a relay and get in, with the secrets resolved. */
export interface RelayAccess {
  readonly host: string;
  /** The addresses of the host to try, one after another; those that it resolves to when left out. */
  readonly addresses?: readonly string[] | undefined;
  /** Only addresses of this family. */
  readonly family?: 4 | 6 | undefined;
  /** The address of this machine to speak from; the system's choice when left out. */
  readonly sourceAddress?: string | undefined;
  readonly port: number;
  readonly tls: TlsMode;
  /** What this machine calls itself in EHLO; its own name, or its address, when left out. */
  readonly ehlo?: string | undefined;
  /** The name that is asked for, and that the certificate must be for; the host when left out. */
  readonly tlsName?: string | undefined;
  readonly clientCertificate?: ClientCertificate | undefined;
  readonly auth: { readonly method: 'none' } | Credentials;
  /** PEM of certificate authorities to trust in addition to the usual ones. */
  readonly caPem: string | undefined;
  readonly budgets: Budgets;
  /** Hears the conversation as it happens, logins masked. */
  readonly observe?: ((line: TranscriptLine) => void) | undefined;
}

/** What this machine shows when a relay asks who it is (RFC 8446 §4.4.2); the key is a secret. */
export interface ClientCertificate {
  readonly certPem: string;
  readonly keyPem: string;
}

/** One line of a transcript. */
export interface TranscriptLine {
  /** Since the connection opened. */
  readonly atMs: number;
  readonly from: 'client' | 'server' | 'session';
  /** Several lines of one reply are joined by line feeds. */
  readonly text: string;
  /** Of a reply: the command that it answers, where others were said after that one. */
  readonly answers?: string;
}

export interface Credentials {
  readonly method: Exclude<AuthMethod, 'none'>;
  readonly username: string;
  readonly password: string;
}

/** What was learnt on the way in. */
export interface SessionFacts {
  /** The address that answered. */
  readonly address: string;
  readonly greeting: SmtpReply;
  /** What this machine called itself. */
  readonly ehloName: string;
  /** The lines of the last EHLO reply without codes, the server's name left out: `SIZE 1000`, `AUTH LOGIN`. */
  readonly extensions: readonly string[];
  readonly tls: TlsFacts | undefined;
}

export interface Envelope {
  readonly reversePath: string;
  readonly forwardPaths: readonly string[];
  /** When the recipients' side is asked to report (RFC 3461 §4.1). */
  readonly dsn?: readonly DsnWhen[] | undefined;
}

export type DsnWhen = 'never' | 'success' | 'failure' | 'delay';

/** An open, authenticated session. */
export interface SmtpSession {
  readonly facts: SessionFacts;
  /** Of the session so far. */
  readonly timings: () => SessionTimings;
  /**
   * Sends RFC 5322 bytes with CRLF line ends. A refusal is a Delivery; a broken conversation before the final dot throws
   * `protocol` or `temporary`. Nothing is ever sent twice.
   */
  readonly send: (envelope: Envelope, message: Uint8Array) => Promise<Delivery>;
  /** MAIL, and RCPT for each recipient, but no message; `final` is undefined. Nothing more can be done in the session. */
  readonly probe: (envelope: Envelope, until: 'mail' | 'rcpt') => Promise<Delivery>;
  /** QUIT, or at once when the relay does not answer it. Never throws. */
  readonly close: () => Promise<Farewell>;
}

/** `contradicted`: after its answer to the message the relay gave another one, so that neither can be believed. */
export type Farewell = 'settled' | 'contradicted';

/** What a look at a relay found, as far as it came. */
export interface Inspection {
  readonly dns: { readonly addresses: readonly string[]; readonly tookMs: number } | undefined;
  /** One attempt for each address; `answer` is `open` or the reason in words. */
  readonly tcp: readonly { readonly address: string; readonly answer: string; readonly tookMs: number }[];
  readonly greeting: SmtpReply | undefined;
  /** Why the addresses before the one that greeted were left, a sentence each. */
  readonly leftAddresses: readonly string[];
  /** What this machine called itself; undefined when it did not come to that. */
  readonly ehloName: string | undefined;
  /** Offered before TLS, and after it. */
  readonly plainExtensions: readonly string[] | undefined;
  readonly extensions: readonly string[] | undefined;
  readonly tls: TlsFacts | undefined;
  /** The certificate that was shown, also when it was refused. */
  readonly certificate: CertificateFacts | undefined;
  readonly isAuthenticated: boolean;
  readonly timings: SessionTimings;
  /** What ended it; undefined when everything up to the login went well. */
  readonly failure: InspectionFailure | undefined;
}

export interface InspectionFailure {
  readonly id: string;
  readonly stage: SmtpStage;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint: string | undefined;
}

/** A message to be put together. */
export interface MessageParts {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly replyTo: string | undefined;
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly { readonly fileName: string; readonly content: Uint8Array }[];
  readonly headerFields: readonly { readonly fieldName: string; readonly fieldBody: string }[];
  readonly messageId: string;
  readonly date: Date;
  /** For `X-Letter-Id`. */
  readonly token: string;
}

/** SMTP. nodemailer is loaded with the first call. */
export interface Smtp {
  /** RFC 5322 bytes with CRLF line ends. */
  readonly compose: (parts: MessageParts) => Promise<Uint8Array>;
  /**
   * Connects, secures, authenticates. Throws `host-not-found`, `unreachable`, `temporary`, `rejected`, `tls`, `protocol`,
   * `authentication`; `data.id` names the cause. No credential leaves before TLS is active where the config wants TLS.
   */
  readonly open: (access: RelayAccess) => Promise<SmtpSession>;
  /** Resolves and connects, and hangs up. Throws as `open`. */
  readonly reach: (access: RelayAccess) => Promise<{ readonly address: string; readonly timings: SessionTimings }>;
  /** Does everything short of MAIL and tells what it saw. Throws only when cancelled. */
  readonly inspect: (access: RelayAccess) => Promise<Inspection>;
}
