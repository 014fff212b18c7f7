import type { Mailbox, MailboxAccess, MailboxLimits } from './mailboxes.js';

export interface MailboxTools {
  readonly cwd: string;
  readonly cancelled: AbortSignal;
  readonly mask: (text: string) => string;
}

/** Opens a mailbox of this machine or of a server; only the code for its kind is loaded. Throws AkrelayErrors. */
export async function openNodeMailbox(
  access: MailboxAccess,
  limits: MailboxLimits,
  tools: MailboxTools,
): Promise<Mailbox> {
  switch (access.type) {
    case 'imap':
      return (await import('./imap/imap.js')).openImap(access, limits, tools);
    case 'maildir':
      return (await import('./maildir.js')).openMaildir(access, tools);
    case 'mbox':
      return (await import('./mbox.js')).openMbox(access, tools);
    case 'mailpit':
      return (await import('./mailpit.js')).openMailpit(access, limits, tools);
  }
}
