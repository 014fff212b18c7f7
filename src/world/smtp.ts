import type { Budgets } from '../relay/budgets.js';
import type { Delivery } from '../relay/delivery.js';
import type { SessionTimings, TlsFacts } from '../relay/receipt.js';
import type { AuthMethod, TlsMode } from '../relay/sender.js';
import type { SmtpReply } from '../relay/smtp-reply.js';

/** How to reach a relay and get in, with the secrets resolved. */
export interface RelayAccess {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  readonly auth: { readonly method: 'none' } | Credentials;
  /** PEM of certificate authorities to trust beside the usual ones. */
  readonly caPem: string | undefined;
  readonly budgets: Budgets;
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
  /** The lines of the last EHLO reply without codes, the server's name left out: `SIZE 1000`, `AUTH LOGIN`. */
  readonly extensions: readonly string[];
  readonly tls: TlsFacts | undefined;
}

export interface Envelope {
  readonly reversePath: string;
  readonly forwardPaths: readonly string[];
}

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
  /** QUIT, or at once when the relay does not answer it. Never throws. */
  readonly close: () => Promise<void>;
}

/** A message to be put together. */
export interface MessageParts {
  readonly from: { readonly address: string; readonly displayName: string | undefined };
  readonly to: readonly string[];
  readonly cc: readonly string[];
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
   * `authentication`; `data.id` names the cause. No credential leaves before TLS stands where the config wants TLS.
   */
  readonly open: (access: RelayAccess) => Promise<SmtpSession>;
}
