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

type Parties = Addresses & { readonly replyTo: string | undefined };

/**
 * Puts a message together at each call, or makes the supplied one ready, with a token of its own. Throws `not-an-email`
 * for one that Sendsay would drop.
 */
export function letterWriter(content: Content, parties: Parties, world: Tools): () => Promise<Letter> {
  let first: Composed | undefined;
  return async () => {
    const token = `akrelay-${world.randomHex(12)}`;
    if (content.kind === 'supplied') return supplied(content.path, await world.files.read(content.path), token);
    if (first !== undefined) return likeFirst(first, token, world.clock.now());
    first = await composed(content, parties, token, world);
    return first.letter;
  };
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

/** A letter, and what of it is another in the next one. */
interface Composed {
  readonly letter: Letter;
  readonly freshToken: string;
  readonly date: Date;
}

/** The same letter with another token, Message-ID and date: files are not read, and nothing encoded, a thousand times. */
function likeFirst({ letter, freshToken, date }: Composed, token: string, now: Date): Letter {
  const renewed = (text: string): string => text.replaceAll(freshToken, token);
  const text = renewed(Buffer.from(letter.bytes).toString('latin1'))
    .replace(`\r\nDate: ${fieldDate(date)}\r\n`, `\r\nDate: ${fieldDate(now)}\r\n`)
    .replace(sentLine(date), sentLine(now));
  return { bytes: Buffer.from(text, 'latin1'), token: renewed(letter.token), messageId: renewed(letter.messageId) };
}

/** As the message has it: RFC 5322 §3.3, in UTC. */
function fieldDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

async function composed(
  { subject, text, html, attach, headerFields }: Extract<Content, { kind: 'composed' }>,
  { from, to, cc, replyTo }: Parties,
  freshToken: string,
  world: Tools,
): Promise<Composed> {
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
  return { letter: { bytes, token, messageId }, freshToken, date };
}

/** Lines short enough to travel without an encoding. */
function testText(token: string, date: Date): string {
  return [
    'This is a test message that was sent through a mail relay.',
    '',
    `Token: ${token}`,
    sentLine(date),
    '',
    'Save it as it was received and run: akrelay verify <file>',
    '',
  ].join('\n');
}

function sentLine(date: Date): string {
  return `Sent:  ${date.toISOString()}`;
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || 'attachment';
}
