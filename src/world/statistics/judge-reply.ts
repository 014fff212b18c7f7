import type { IncomingMessage } from 'node:http';
import { TextDecoder } from 'node:util';
import { AkrelayError, type ErrorKind } from '../../errors.js';
import { gathered } from '../bytes-within.js';
import type { JsonReply } from './statistics-room.js';

const mostBytes = 64 * 1024 * 1024;

/** What came of one try. */
export type Outcome =
  | { readonly kind: 'reply'; readonly reply: JsonReply }
  | { readonly kind: 'failed'; readonly again: 'yes' | 'no'; readonly error: AkrelayError };

/** The body of a reply. */
export type Content =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  /** `of`: as long as the server said that it would be. */
  | { readonly kind: 'cut'; readonly length: number; readonly of: number | undefined }
  | { readonly kind: 'too-large' };

/** Reads a body to its end, or to where it breaks off. */
export async function contentOf(response: IncomingMessage): Promise<Content> {
  const said = Number(response.headers['content-length'] ?? Number.NaN);
  const of = Number.isNaN(said) ? undefined : said;
  const { bytes, end } = await gathered(response, mostBytes);
  if (end === 'more') return { kind: 'too-large' };
  const isCut = end === 'broken' || bytes.length < (of ?? 0);
  return isCut ? { kind: 'cut', length: bytes.length, of } : { kind: 'whole', bytes };
}

/** What is said of a reply that is not whole; `lateMs`: it was the time that ended it. */
export function broken(
  { host }: URL,
  content: Exclude<Content, { kind: 'whole' }>,
  lateMs: number | undefined,
): Outcome {
  if (content.kind === 'too-large')
    return failed(
      'protocol',
      `${host} sends a reply of more than ${mostBytes / 1024 / 1024} MB.`,
      'Ask for a shorter period.',
      'no',
    );
  const { length, of } = content;
  const bytes = of === undefined ? `${length} bytes` : `${length} of ${of} bytes`;
  const what =
    lateMs === undefined
      ? `cut off its reply after ${bytes}`
      : `sent only ${bytes} of its reply within ${lateMs / 1000} seconds`;
  return failed('temporary', `${host} ${what}; nothing was stored.`, tryAgain, 'yes');
}

const tryAgain = 'Try again; if it happens again, ask for a shorter period.';

/** A refusal as JSON says why: the caller reads it. */
export function judged(
  { host }: URL,
  { statusCode: status = 0, headers }: IncomingMessage,
  bytes: Buffer,
  mask: (text: string) => string,
): Outcome {
  if (status === 429 || status >= 500)
    return failed('temporary', `${host} replies with status ${status}.`, 'Try again later.', 'yes');
  if (status >= 300 && status < 400) {
    const { location = '' } = headers;
    const to = URL.canParse(location) ? ` to ${mask(new URL(location).host)}` : '';
    return failed(
      'protocol',
      `${host} redirects${to} (status ${status}); redirects are not followed.`,
      checkAddress,
      'no',
    );
  }
  const text = textOf(bytes);
  const value = text === undefined ? undefined : parsed(text);
  if (value !== undefined) return { kind: 'reply', reply: { status, value: value.value } };
  if (status === 401 || status === 403)
    return failed(
      'authentication',
      `${host} refuses the token: status ${status}.`,
      'Check the token and its rights.',
      'no',
    );
  if (text === undefined)
    return failed('protocol', `${host} sends a reply that is not UTF-8, as JSON must be.`, checkAddress, 'no');
  if (/^\s*[[{]/.test(text))
    return failed(
      'temporary',
      `${host} sends a reply of ${bytes.length} bytes that is incomplete JSON; nothing was stored.`,
      tryAgain,
      'yes',
    );
  const what = /^\s*</.test(text) ? 'a web page instead of JSON' : text.trim() === '' ? 'no content' : 'no JSON';
  return failed('protocol', `${host} replies with status ${status} and ${what}.`, checkAddress, 'no');
}

const checkAddress = 'Check the address of the API in the config; a proxy or a login page may answer in its place.';

export function failed(kind: ErrorKind, message: string, hint: string, again: 'yes' | 'no'): Outcome {
  return { kind: 'failed', again, error: new AkrelayError(kind, { message, hint }) };
}

/** JSON is UTF-8, whatever the header says (RFC 8259 §8.1); names in another encoding would be read wrong. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
