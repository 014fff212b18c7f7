import type { Mailbox } from '../../relay/mailbox.js';

/** What a person recognises a message by, decoded (RFC 2047). */
export interface LetterContent {
  readonly author: string | undefined;
  readonly subject: string | undefined;
  /** The mailboxes of From and of Reply-To. */
  readonly from: readonly Mailbox[];
  readonly replyTo: readonly Mailbox[];
}
