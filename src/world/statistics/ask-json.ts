import type { IncomingMessage } from 'node:http';
import { TextDecoder } from 'node:util';
import { AkrelayError, type ErrorKind } from '../../errors.js';
import { deadlineIn } from '../deadline.js';
import { failureOf, responseTo } from '../events/post.js';
import type { JsonCall, JsonReply } from './statistics-room.js';

export interface AskOptions {
  readonly cancelled: AbortSignal;
  /** Masks the secrets of the call in what the server says. */
  readonly mask: (text: string) => string;
  /** Before the first retry; doubled each time. */
  readonly retryMs: number;
  /** For one try; 60 seconds where it is left out. */
  readonly timeoutMs?: number;
  readonly sleep: (ms: number, cancelled: AbortSignal) => Promise<void>;
}

/** "4 retries" is what the programs that read `stat.uni` do (observed 2026-11). */
const retries = 4;
const usualMs = 60_000;
const mostBytes = 64 * 1024 * 1024;

/**
 * Posts JSON and returns the JSON of the reply, whatever its status. Tries again where no whole reply came, and for 429 and 5xx. Throws
 * `host-not-found`, `unreachable`, `temporary`, `tls`, `protocol` or `authentication`; no error holds what was sent.
 */
export async function askJson(call: JsonCall, options: AskOptions): Promise<JsonReply> {
  for (let tries = 0; ; tries += 1) {
    const outcome = await askOnce(call, options);
    if (outcome.kind === 'reply') return outcome.reply;
    if (outcome.again === 'no' || tries === retries) throw outcome.error;
    await options.sleep(options.retryMs * 2 ** tries, options.cancelled);
  }
}

type Outcome =
  | { readonly kind: 'reply'; readonly reply: JsonReply }
  | { readonly kind: 'failed'; readonly again: 'yes' | 'no'; readonly error: AkrelayError };

async function askOnce(call: JsonCall, { cancelled, mask, timeoutMs = usualMs }: AskOptions): Promise<Outcome> {
  const url = new URL(call.url);
  const late = deadlineIn(timeoutMs, cancelled);
  try {
    const headers = { 'Content-Type': 'application/json', 'User-Agent': 'akrelay', ...call.headers };
    const body = Buffer.from(JSON.stringify(call.body));
    const request = { ...call, method: 'POST', headers, body, pace: 'at-once', timeoutMs, cancelled, mask } as const;
    const response = await responseTo(request, late.signal);
    const content = await contentOf(response);
    cancelled.throwIfAborted();
    if (content.kind === 'whole') return judged(url, response, content.bytes);
    return broken(url, content, late.signal.aborted ? timeoutMs : undefined);
  } catch (error) {
    cancelled.throwIfAborted();
    if (error instanceof AkrelayError) throw error;
    if (late.signal.aborted)
      return failed(
        'temporary',
        `${url.host} did not answer within ${timeoutMs / 1000} seconds.`,
        'Try again, or ask for a shorter period.',
        'yes',
      );
    const { finding, why, fix } = failureOf(url, error, mask);
    const kind = kinds[finding] ?? 'tls';
    return failed(kind, `${url.host}: ${why}.`, fix, kind === 'tls' ? 'no' : 'yes');
  } finally {
    late.end();
  }
}

const kinds: Readonly<Record<string, ErrorKind>> = {
  'webhook-no-host': 'host-not-found',
  'webhook-unreachable': 'unreachable',
};

type Content =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  /** `of`: as long as the server said that it would be. */
  | { readonly kind: 'cut'; readonly length: number; readonly of: number | undefined }
  | { readonly kind: 'too-large' };

async function contentOf(response: IncomingMessage): Promise<Content> {
  const said = Number(response.headers['content-length'] ?? Number.NaN);
  const of = Number.isNaN(said) ? undefined : said;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > mostBytes) return { kind: 'too-large' };
    }
  } catch {
    return { kind: 'cut', length, of };
  }
  return length < (of ?? 0) ? { kind: 'cut', length, of } : { kind: 'whole', bytes: Buffer.concat(chunks) };
}

function broken({ host }: URL, content: Exclude<Content, { kind: 'whole' }>, lateMs: number | undefined): Outcome {
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
function judged({ host }: URL, { statusCode: status = 0, headers }: IncomingMessage, bytes: Buffer): Outcome {
  if (status === 429 || status >= 500)
    return failed('temporary', `${host} replies with status ${status}.`, 'Try again later.', 'yes');
  if (status >= 300 && status < 400) {
    const { location = '' } = headers;
    const to = URL.canParse(location) ? ` to ${new URL(location).host}` : '';
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

function failed(kind: ErrorKind, message: string, hint: string, again: 'yes' | 'no'): Outcome {
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
