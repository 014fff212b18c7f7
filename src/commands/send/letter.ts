import { AkrelayError, usageError } from '../../errors.js';
import { bodyOf, fieldsOf, missingFields, readyLetter, tokenField } from '../../relay/letter.js';
import { longestLine, longLine } from '../../relay/long-lines.js';
import { domainOf } from '../../relay/mailbox.js';
import type { MessageParts } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import type { Content } from './options.js';
import type { Addresses } from './recipients.js';

/** A message ready to go. */
export interface Letter {
  /** RFC 5322, CRLF line ends. */
  readonly bytes: Uint8Array;
  /** Undefined: the message has none, and was to get none. */
  readonly token: string | undefined;
  readonly messageId: string;
  /** What is not as it was supplied, a sentence each. */
  readonly changes: readonly string[];
}

type Tools = Pick<World, 'files' | 'smtp' | 'clock' | 'randomHex'>;

type Parties = Addresses & { readonly replyTo: string | undefined };

/**
 * Reads the files of a message, then puts it together at each call, or makes the supplied one ready, with a token of its own.
 * The writer throws `not-an-email` for one that Sendsay would drop.
 */
export async function letterWriter(
  content: Content,
  { withinMs, ...parties }: Parties & { readonly withinMs: number | undefined },
  world: Tools,
): Promise<() => Promise<Letter>> {
  const newToken = (): string => `akrelay-${world.randomHex(12)}`;
  if (content.kind === 'supplied') {
    const text = Buffer.from(await world.files.read(content.path, { withinMs })).toString('latin1');
    return async () => supplied(text, content, newToken());
  }
  const attachments = await Promise.all(
    content.attach.map(async (path) => ({
      fileName: fileName(path),
      content: await world.files.read(path, { withinMs }),
    })),
  );
  let first: Composed | undefined;
  return async () => {
    if (first !== undefined) return likeFirst(first, newToken(), world.clock.now());
    first = await composed({ ...content, attachments }, parties, newToken(), world);
    return first.letter;
  };
}

function supplied(
  text: string,
  { path, token: wish, longLines }: Extract<Content, { kind: 'supplied' }>,
  token: string,
): Letter {
  const letter = readyLetter(text, { freshToken: wish === 'added' ? token : undefined, longLines });
  if (letter.kind === 'refused')
    throw new AkrelayError('not-an-email', {
      message: `${path === '-' ? 'The message' : path} was not sent: ${letter.reason}.`,
      hint: letter.hint ?? 'Correct the message, or remove --eml to send a complete test message.',
      data: letter.finding === undefined ? {} : { id: letter.finding },
    });
  const { messageId, changes } = letter;
  return { bytes: Buffer.from(letter.text, 'latin1'), token: letter.token, messageId, changes };
}

/** A letter, and what of it is another in the next one. */
interface Composed {
  readonly letter: Letter & { readonly token: string };
  readonly freshToken: string;
  readonly date: Date;
}

/** The same letter with another token, Message-ID and date: files are not read, and nothing encoded, a thousand times. */
function likeFirst({ letter, freshToken, date }: Composed, token: string, now: Date): Letter {
  const renewed = (text: string): string => text.replaceAll(freshToken, token);
  const text = renewed(Buffer.from(letter.bytes).toString('latin1'))
    .replace(`\r\nDate: ${fieldDate(date)}\r\n`, `\r\nDate: ${fieldDate(now)}\r\n`)
    .replace(sentLine(date), sentLine(now));
  return {
    bytes: Buffer.from(text, 'latin1'),
    token: renewed(letter.token),
    messageId: renewed(letter.messageId),
    changes: [],
  };
}

/** As the message has it: RFC 5322 §3.3, in UTC. */
function fieldDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

/** What is to be put together, its files read. */
type Readable = Extract<Content, { kind: 'composed' }> & Pick<MessageParts, 'attachments'>;

async function composed(
  { subject, text, html, attachments, headerFields }: Readable,
  { from, to, cc, replyTo }: Parties,
  freshToken: string,
  world: Tools,
): Promise<Composed> {
  const token = bodyOf(headerFields, tokenField) ?? freshToken;
  const messageId = `<${freshToken}@${domainOf(from.address)}>`;
  const date = world.clock.now();
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
  const whole = Buffer.from(bytes).toString('latin1');
  const missing = missingFields(fieldsOf(whole) ?? []);
  if (missing.length > 0) throw new Error(`composed without ${missing.join(', ')}`);
  const long = longLine(whole, 'refused');
  if (long !== undefined)
    throw usageError(
      `A line of the message would have ${long.octets} octets; the limit is ${longestLine} (RFC 5322 §2.1.1).`,
      'Shorten the long word in --header, --subject or an address, or break the long lines of an attached .eml.',
    );
  return { letter: { bytes, token, messageId, changes: [] }, freshToken, date };
}

/** Lines short enough to travel without an encoding. */
function testText(token: string, date: Date): string {
  return [
    'This is a test message, sent through a mail relay.',
    '',
    `Token: ${token}`,
    sentLine(date),
    '',
    'Save it with full headers and run: akrelay verify <file>',
    '',
  ].join('\n');
}

function sentLine(date: Date): string {
  return `Sent:  ${date.toISOString()}`;
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || 'attachment';
}
