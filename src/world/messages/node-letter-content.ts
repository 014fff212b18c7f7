import { simpleParser } from 'mailparser';
import type { LetterContent } from './letter-content.js';

/** Reads what a person recognises the message by, from the beginning of the message. An unreadable field is undefined; it never throws. */
export async function letterContentOf(bytes: Uint8Array): Promise<LetterContent> {
  try {
    const { from, subject } = await simpleParser(Buffer.from(bytes), {
      skipTextToHtml: true,
      skipHtmlToText: true,
      skipImageLinks: true,
    });
    return { author: from?.text, subject };
  } catch {
    return { author: undefined, subject: undefined };
  }
}
