import { AkrelayError } from '../../errors.js';
import { bodyOf, fieldsOf, missingFields, readyLetter, tokenField } from '../../relay/letter.js';
import { domainOf } from '../../relay/mailbox.js';
import type { World } from '../../world/world.js';
import type { Content } from './options.js';
import type { Addresses } from './recipients.js';

/** A message ready to go. */
export interface Letter {
  /** RFC 5322, CRLF line ends. */
  readonly bytes: Uint8Array;
  readonly token: string;
  readonly messageId: string;
}

type Tools = Pick<World, 'files' | 'smtp' | 'clock' | 'randomHex'>;

/** Puts the message together, or makes a supplied one ready. Throws `not-an-email` for one that Sendsay would drop. */
export async function letterOf(
  content: Content,
  addresses: Addresses & { readonly replyTo: string | undefined },
  world: Tools,
): Promise<Letter> {
  const token = `akrelay-${world.randomHex(12)}`;
  return content.kind === 'supplied'
    ? supplied(content.path, await world.files.read(content.path), token)
    : composed(content, addresses, token, world);
}

function supplied(path: string, content: Uint8Array, freshToken: string): Letter {
  const letter = readyLetter(Buffer.from(content).toString('latin1'), freshToken);
  if (letter.kind === 'refused')
    throw new AkrelayError('not-an-email', {
      message: `${path === '-' ? 'The message' : path} is not sent: ${letter.reason}.`,
      hint: 'Correct the message, or leave --eml out to send one that has everything.',
      data: letter.finding === undefined ? {} : { id: letter.finding },
    });
  const { text, token, messageId } = letter;
  return { bytes: Buffer.from(text, 'latin1'), token, messageId };
}

async function composed(
  { subject, text, html, attach, headerFields }: Extract<Content, { kind: 'composed' }>,
  { from, to, cc, replyTo }: Addresses & { readonly replyTo: string | undefined },
  freshToken: string,
  world: Tools,
): Promise<Letter> {
  const token = bodyOf(headerFields, tokenField) ?? freshToken;
  const messageId = `<${freshToken}@${domainOf(from.address)}>`;
  const date = world.clock.now();
  const attachments = await Promise.all(
    attach.map(async (path) => ({ fileName: fileName(path), content: await world.files.read(path) })),
  );
  const bytes = await world.smtp.compose({
    from,
    to,
    cc,
    replyTo,
    subject: subject ?? `akrelay test ${token}`,
    text: text ?? (html === undefined ? testText(token, date) : undefined),
    html,
    attachments,
    headerFields: headerFields.filter(({ fieldName }) => fieldName.toLowerCase() !== tokenField.toLowerCase()),
    messageId,
    date,
    token,
  });
  const missing = missingFields(fieldsOf(Buffer.from(bytes).toString('latin1')) ?? []);
  if (missing.length > 0) throw new Error(`composed without ${missing.join(', ')}`);
  return { bytes, token, messageId };
}

/** Lines short enough to travel without an encoding. */
function testText(token: string, date: Date): string {
  return [
    'This is a test message that was sent through a mail relay.',
    '',
    `Token: ${token}`,
    `Sent:  ${date.toISOString()}`,
    '',
    'Save it as it was received and run: akrelay verify <file>',
    '',
  ].join('\n');
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || 'attachment';
}
