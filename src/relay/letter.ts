import { foldLines, type LongLine, type LongLines, longestLine, longLine } from './long-lines.js';

/**
 * Sendsay accepts a message that lacks one of these with 250 and then drops it (docs.sendsay.ru, read 2026-11), so no message
 * leaves without them.
 */
export const requiredFields = ['Message-ID', 'Date', 'From', 'To', 'Subject', 'MIME-Version', 'Content-Type'] as const;

/** Comes back in Sendsay's callbacks as `gate.uniq`; Latin letters, digits, `_` and `-` (docs.sendsay.ru, read 2026-11). */
export const tokenField = 'X-Letter-Id';
export const tokenShape = /^[A-Za-z0-9_-]{1,128}$/;

/** One header field, unfolded. */
export interface LetterField {
  readonly fieldName: string;
  readonly fieldBody: string;
}

/** What may be done to a message that was supplied whole. */
export interface LetterWishes {
  /** Put into `X-Letter-Id` where the message has none; undefined: the message stays without. */
  readonly freshToken: string | undefined;
  readonly longLines: LongLines;
}

/** A message that was supplied whole, made ready to be sent. Text is Latin-1: one character for each byte. */
export type SuppliedLetter =
  | {
      readonly kind: 'ready';
      readonly text: string;
      readonly token: string | undefined;
      readonly messageId: string;
      /** What is no longer as it was supplied, a sentence each. */
      readonly changes: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly finding?: string; readonly hint?: string };

/**
 * Checks a supplied message and gives it a token when it has none. Blank lines above the header go, since the header would
 * become body; `Bcc` goes, since every recipient would read it (RFC 5322 §3.6.3). Line ends become CRLF: a lone CR or LF
 * could end the message early for one server and not for the next (RFC 5321 §2.3.8). Nothing else changes.
 */
export function readyLetter(supplied: string, { freshToken, longLines }: LetterWishes): SuppliedLetter {
  const whole = supplied.replace(/^\xef\xbb\xbf/, '').replace(/\r\n|\r|\n/g, '\r\n');
  const blank = /^(?:[ \t]*\r\n)*/.exec(whole)?.[0] ?? '';
  const text = withBlindCopies(whole.slice(blank.length), () => '');
  if (/^>?From /.test(text)) return refused('it starts with an mbox line "From …"; remove that line');
  const fields = fieldsOf(text);
  if (fields === undefined) return refused('it does not start with header fields, so it is not an e-mail');
  const missing = missingFields(fields);
  if (missing.length > 0)
    return refused(
      `it has no ${missing.join(', ')}; Sendsay accepts a message without ${missing.length === 1 ? 'it' : 'them'} and then drops it silently`,
      { finding: 'silent-loss' },
    );
  const token = bodyOf(fields, tokenField);
  if (token !== undefined && !tokenShape.test(token))
    return refused(`its ${tokenField} contains characters other than Latin letters, digits, "_" and "-"`);
  const folded = longLines === 'folded' ? foldLines(text) : text;
  // Counted in what was supplied, where a person looks for it.
  const long = longLine(blank + withBlindCopies(whole.slice(blank.length), blanked), longLines);
  if (long !== undefined) return tooLong(long, longLines);
  const added = token === undefined && freshToken !== undefined;
  return {
    kind: 'ready',
    text: added ? `${tokenField}: ${freshToken}\r\n${folded}` : folded,
    token: token ?? freshToken,
    messageId: bodyOf(fields, 'Message-ID') ?? '',
    changes: [
      ...(added ? [`${tokenField} was added to the message; use --no-token to prevent it.`] : []),
      ...(blank === '' ? [] : ['Blank lines above the header were removed: they would turn it into text.']),
      ...(text === whole.slice(blank.length)
        ? []
        : ['Bcc was removed from the message: every recipient could read it.']),
      ...(folded === text
        ? []
        : [`Lines longer than ${longestLine} octets were broken; signatures over them are now invalid.`]),
    ],
  };
}

/** The message with something else in the place of each `Bcc` and `Resent-Bcc`, continuation lines included. */
function withBlindCopies(text: string, instead: (field: string) => string): string {
  const end = text.indexOf('\r\n\r\n');
  const header = end < 0 ? text : text.slice(0, end + 2);
  const blindCopies = /^(?:resent-)?bcc[ \t]*:[^\r]*(?:\r\n[ \t][^\r]*)*(?:\r\n|(?![\r\n]|.))/gim;
  return header.replace(blindCopies, instead) + text.slice(header.length);
}

function blanked(field: string): string {
  return field.replace(/[^\r\n]/g, '');
}

function tooLong({ line, octets }: LongLine, longLines: LongLines): SuppliedLetter {
  return refused(`line ${line} has ${octets} octets; the limit is ${longestLine} (RFC 5322 §2.1.1)`, {
    finding: 'line-too-long',
    hint:
      longLines === 'folded'
        ? 'This header line has no space to break it at: shorten it.'
        : 'Encode the text as quoted-printable or base64, or add --fold to break such lines.',
  });
}

/** The required fields that are absent or empty. */
export function missingFields(fields: readonly LetterField[]): readonly string[] {
  return requiredFields.filter((name) => (bodyOf(fields, name) ?? '') === '');
}

/** The header of a text with CRLF line ends; undefined when it does not begin with one. */
export function fieldsOf(text: string): readonly LetterField[] | undefined {
  const end = text.indexOf('\r\n\r\n');
  const lines = text
    .slice(0, end < 0 ? text.length : end)
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .filter((line) => line !== '');
  const fields = lines.map(fieldOf);
  return fields.length > 0 && fields.every((field) => field !== undefined) ? fields : undefined;
}

/** Fields that other flags set, or that the message cannot do without. */
const kept = new Set([
  'bcc',
  'cc',
  'content-transfer-encoding',
  'date',
  'message-id',
  ...requiredFields.map((name) => name.toLowerCase()),
]);

/** Reads `Name: value` of a flag; a string says what is wrong with it. Never lets a second line into the header. */
export function readHeaderWord(word: string): LetterField | string {
  if (/\p{Cc}/u.test(word)) return 'a header field cannot contain line breaks or other control characters';
  const field = fieldOf(word);
  if (field === undefined) return "a header field must look like 'Name: value'";
  const name = field.fieldName.toLowerCase();
  if (kept.has(name)) return `${field.fieldName} is set by akrelay or by its own flag`;
  if (name === tokenField.toLowerCase() && !tokenShape.test(field.fieldBody))
    return `${tokenField} can contain only Latin letters, digits, "_" and "-"`;
  return field;
}

/** RFC 5322 §2.2: printable ASCII without the colon, then the colon. */
function fieldOf(line: string): LetterField | undefined {
  const match = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(line);
  return match ? { fieldName: match[1] ?? '', fieldBody: (match[2] ?? '').trim() } : undefined;
}

/** The body of the first field of that name. */
export function bodyOf(fields: readonly LetterField[], name: string): string | undefined {
  return fields.find(({ fieldName }) => fieldName.toLowerCase() === name.toLowerCase())?.fieldBody;
}

function refused(reason: string, more: { readonly finding?: string; readonly hint?: string } = {}): SuppliedLetter {
  return { kind: 'refused', reason, ...more };
}
