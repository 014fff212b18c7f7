import { type AddressObject, simpleParser } from 'mailparser';
import type { Mailbox } from '../../relay/mailbox.js';
import type { LetterContent } from './letter-content.js';

/** Reads what a person recognises the message by, from the beginning of the message. An unreadable field is undefined; it never throws. */
export async function letterContentOf(bytes: Uint8Array): Promise<LetterContent> {
  try {
    const { from, subject, replyTo } = await simpleParser(Buffer.from(bytes), {
      skipTextToHtml: true,
      skipHtmlToText: true,
      skipImageLinks: true,
    });
    return { author: from?.text, subject, from: mailboxesOf(from), replyTo: mailboxesOf(replyTo) };
  } catch {
    return { author: undefined, subject: undefined, from: [], replyTo: [] };
  }
}

function mailboxesOf(field: AddressObject | undefined): Mailbox[] {
  return (field?.value ?? []).map(({ address = '', name }) => ({ address, displayName: name || undefined }));
}
