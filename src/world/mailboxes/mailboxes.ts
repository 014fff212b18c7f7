import type { MailboxAuth } from '../../relay/mailbox-settings.js';
import type { TlsMode } from '../../relay/sender.js';

/** What a message is known by; one that has either is meant. Which is newest is never asked. */
export interface MessageKey {
  /** Its `X-Letter-Id`, which akrelay also puts into the Message-ID. */
  readonly token: string | undefined;
  /** Without angle brackets. */
  readonly messageId: string | undefined;
}

/** A message of a mailbox. */
export interface FoundMessage {
  /** As its mailbox calls it. */
  readonly folder: string;
  readonly kind: FolderKind;
  /** When the mailbox took it in, ISO 8601 UTC; undefined where it does not say. */
  readonly arrivedAt: string | undefined;
  /** How many messages of that folder have the key; this one is the first of them. */
  readonly copies: number;
  /** For the mailbox that found it. */
  readonly place: string;
}

export type FolderKind = 'inbox' | 'junk' | 'other';

/** How a message was removed: `marked` where the server can only mark it, not remove it alone. */
export type Removal = 'deleted' | 'marked';

/**
 * A mailbox that is open. Nothing in it changes, and nothing is marked as read, but by `remove`. Each call takes as long as
 * the access allows, rejects after Ctrl-C, and throws an AkrelayError in words.
 */
export interface Mailbox {
  /** Which folders are looked into; known after the first `find`. */
  readonly folders: () => readonly string[];
  /** Looks once. */
  readonly find: (key: MessageKey) => Promise<FoundMessage | undefined>;
  /** Resolves when the mailbox says that mail came, or when the time is up. */
  readonly changed: (withinMs: number) => Promise<void>;
  /** Every byte, as the mailbox keeps it. Throws `mailbox-moved` where it is not there any more as it was found. */
  readonly fetch: (found: FoundMessage) => Promise<Uint8Array>;
  readonly remove: (found: FoundMessage) => Promise<Removal>;
  readonly close: () => Promise<void>;
}

/** What it takes to log in to a server, secrets resolved. */
export interface ServerLogin {
  readonly username: string;
  readonly password: string;
}

interface ServerAccess {
  readonly tlsName: string | undefined;
  readonly caPem: string | undefined;
}

export interface ImapAccess extends ServerAccess {
  readonly type: 'imap';
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  readonly auth: MailboxAuth;
  readonly login: ServerLogin;
  readonly folders: readonly string[] | undefined;
}

export interface MailpitAccess extends ServerAccess {
  readonly type: 'mailpit';
  readonly url: string;
  readonly login: ServerLogin | undefined;
}

/** How to reach a mailbox. Paths are relative to the working folder. */
export type MailboxAccess =
  | ImapAccess
  | MailpitAccess
  | { readonly type: 'maildir'; readonly path: string; readonly folders: readonly string[] | undefined }
  | { readonly type: 'mbox'; readonly path: string };

export interface MailboxLimits {
  /** For each call. */
  readonly timeoutMs: number;
  /** For all of them, from now. */
  readonly totalMs: number;
}

/** Opens a mailbox. Throws AkrelayErrors. */
export type OpenMailbox = (access: MailboxAccess, limits: MailboxLimits) => Promise<Mailbox>;

/** No message that is fetched is larger: more than any relay takes. */
export const mostMessageBytes = 64 * 1024 * 1024;
