import type { Mailbox } from '../../relay/mailbox.js';
import type { MessageParts } from './smtp.js';

/** Puts a message together: RFC 5322 bytes, CRLF line ends, everything beyond ASCII encoded (RFC 2045, 2047). */
export async function compose(parts: MessageParts): Promise<Uint8Array> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { from, replyTo, text, html } = parts;
  const fieldNames = ['X-Letter-Id', ...parts.headerFields.map(({ fieldName }) => fieldName)];
  // Names as they were given; nodemailer would write X-Letter-ID.
  const given = new Map(fieldNames.map((name) => [name.toLowerCase(), name]));
  const message = new MailComposer({
    from: named(from),
    to: parts.to.map(named),
    cc: parts.cc.map(named),
    subject: parts.subject,
    messageId: parts.messageId,
    date: parts.date,
    headers: [
      { key: 'X-Letter-Id', value: parts.token },
      ...parts.headerFields.map(({ fieldName, fieldBody }) => ({ key: fieldName, value: fieldBody })),
    ],
    attachments: parts.attachments.map(({ fileName, content }) => ({
      filename: fileName,
      content: Buffer.from(content),
    })),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    // Nothing in a message may make this program read a file or call a host.
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
    normalizeHeaderKey: (name) => given.get(name.toLowerCase()) ?? name,
  }).compile();
  return message.build();
}

function named({ address, displayName }: Mailbox): { readonly name: string; readonly address: string } {
  return { name: displayName ?? '', address };
}
