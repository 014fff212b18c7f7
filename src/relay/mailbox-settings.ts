import type { SecretReference, TlsMode } from './sender.js';

export const mailboxKinds = ['imap', 'maildir', 'mbox', 'mailpit'] as const;
export const mailboxAuthMethods = ['password', 'xoauth2'] as const;
export type MailboxAuth = (typeof mailboxAuthMethods)[number];

/** What a server asks for before it shows a mailbox. */
interface ServerSettings {
  readonly username: SecretReference | undefined;
  /** With xoauth2 the access token. */
  readonly password: SecretReference | undefined;
  /** The name that the certificate must be for; undefined: the host. */
  readonly tlsName: string | undefined;
  /** PEM file of an authority to trust too; relative to the folder of the config, as the paths are. */
  readonly ca: string | undefined;
}

export interface ImapSettings extends ServerSettings {
  readonly name: string;
  readonly type: 'imap';
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  readonly auth: MailboxAuth;
  /** Undefined: the inbox, the Junk folder and, where there is one, the folder of all mail. */
  readonly folders: readonly string[] | undefined;
}

export interface MaildirSettings {
  readonly name: string;
  readonly type: 'maildir';
  readonly path: string;
  readonly folders: readonly string[] | undefined;
}

/** Where test messages arrive, and how it is read. */
export type MailboxSettings =
  | ImapSettings
  | MaildirSettings
  | { readonly name: string; readonly type: 'mbox'; readonly path: string }
  | ({ readonly name: string; readonly type: 'mailpit'; readonly url: string } & ServerSettings);

/** RFC 8314 §3.2 for TLS from the first byte, RFC 9051 §2.1 otherwise. */
export function imapPort(tls: TlsMode): number {
  return tls === 'implicit' ? 993 : 143;
}
