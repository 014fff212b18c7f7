import { AkrelayError, type ErrorKind } from '../../errors.js';
import { bytesWithin } from '../bytes-within.js';
import { deadlineIn } from '../deadline.js';
import { failureOf, responseTo } from '../events/post.js';
import type { JsonCall } from './statistics-room.js';

export interface AskOptions {
  readonly cancelled: AbortSignal;
  /** Masks the secrets of the call in what the server says. */
  readonly mask: (text: string) => string;
  /** Before the first retry; doubled each time. */
  readonly retryMs: number;
  readonly sleep: (ms: number, cancelled: AbortSignal) => Promise<void>;
}

/** "4 retries" is what the programs that read `stat.uni` do (observed 2026-11). */
const retries = 4;
const timeoutMs = 60_000;
const mostBytes = 64 * 1024 * 1024;

/**
 * Posts JSON and returns the JSON of the answer, whatever its status. Tries again where no answer came, and for 429 and 5xx. Throws
 * `host-not-found`, `unreachable`, `temporary`, `tls`, `protocol` or `authentication`; no error holds what was sent.
 */
export async function askJson(call: JsonCall, options: AskOptions): Promise<unknown> {
  for (let tries = 0; ; tries += 1) {
    const outcome = await askOnce(call, options);
    if (outcome.kind === 'value') return outcome.value;
    if (outcome.again === 'no' || tries === retries) throw outcome.error;
    await options.sleep(options.retryMs * 2 ** tries, options.cancelled);
  }
}

type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly again: 'yes' | 'no'; readonly error: AkrelayError };

async function askOnce(call: JsonCall, { cancelled, mask }: AskOptions): Promise<Outcome> {
  const url = new URL(call.url);
  const late = deadlineIn(timeoutMs, cancelled);
  try {
    const headers = { 'Content-Type': 'application/json', 'User-Agent': 'akrelay', ...call.headers };
    const body = Buffer.from(JSON.stringify(call.body));
    const request = {
      ...call,
      method: 'POST' as const,
      headers,
      body,
      pace: 'at-once' as const,
      timeoutMs,
      cancelled,
      mask,
    };
    const response = await responseTo(request, late.signal);
    const { statusCode: status = 0 } = response;
    return answered(url, status, await textOf(url, response));
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

/** A refusal as JSON says why: the caller reads it. */
function answered(url: URL, status: number, text: string): Outcome {
  const value = parsed(text);
  if (status === 429 || status >= 500)
    return failed('temporary', `${url.host} answers with status ${status}.`, 'Try again later.', 'yes');
  if (value !== undefined) return { kind: 'value', value: value.value };
  if (status === 401 || status === 403)
    return failed(
      'authentication',
      `${url.host} refuses the token: status ${status}.`,
      'Check the token and its rights.',
      'no',
    );
  const what =
    status >= 300 && status < 400
      ? `redirects (status ${status}), which is not followed`
      : `answers with status ${status} and no JSON`;
  return failed('protocol', `${url.host} ${what}.`, 'Check the address of the API in the config.', 'no');
}

function failed(kind: ErrorKind, message: string, hint: string, again: 'yes' | 'no'): Outcome {
  return { kind: 'failed', again, error: new AkrelayError(kind, { message, hint }) };
}

async function textOf(url: URL, response: AsyncIterable<Buffer>): Promise<string> {
  const bytes = await bytesWithin(response, mostBytes);
  if (bytes !== undefined) return bytes.toString('utf8');
  throw new AkrelayError('protocol', {
    message: `${url.host} answers with more than ${mostBytes / 1024 / 1024} MB.`,
    hint: 'Ask for a shorter period.',
  });
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
