import { askWeb, type WebAnswer } from '../web/ask-web.js';
import { bodyOfLine } from './record.js';
import type { ReceivedBody } from './store.js';

/** Where bodies are passed on to, and how this receiver calls itself there. */
export interface Target {
  readonly url: string;
  /** For `Via` (RFC 9110 §7.6.3). */
  readonly pseudonym: string;
}

/** `refused`: the same request will not be taken later either. `unreached`: nothing of it was sent. `cut`: it was cancelled. */
export type Passed =
  | { readonly kind: 'taken'; readonly status: number }
  | { readonly kind: 'refused' | 'failed' | 'unreached'; readonly why: string; readonly askedMs: number }
  | { readonly kind: 'cut' };

const requestMs = 30_000;

/** Posts the body of a whole line, as it came. A request in hand is made again after it was cut: the target may have acted on it already. */
export async function postLine(line: Buffer, { url, pseudonym }: Target, cancelled: AbortSignal): Promise<Passed> {
  const { bytes: body, ...facts } = bodyOfLine(line);
  try {
    const answer = await askWeb({
      url,
      method: 'POST',
      headers: headersOf(facts, pseudonym),
      body,
      pace: 'at-once',
      caPem: undefined,
      timeoutMs: requestMs,
      cancelled,
      // Nothing that the server says is kept.
      mask: (text) => text,
    });
    return passed(answer);
  } catch (error) {
    if (cancelled.aborted) return { kind: 'cut' };
    throw error;
  }
}

/** Those of the request that brought it. It names all receivers that it went through, so that each knows it again. */
function headersOf(facts: Omit<ReceivedBody, 'bytes'>, pseudonym: string): Record<string, string> {
  const { contentType, encoding, hops } = facts;
  return {
    Via: `${hops === undefined ? '' : `${hops}, `}1.1 ${pseudonym}`,
    ...(contentType === '' ? {} : { 'Content-Type': contentType }),
    ...(encoding === 'gzip' ? { 'Content-Encoding': 'gzip' } : {}),
  };
}

const loopDetected = 508;

/** 4xx says that it is the request; but for 408 and 429 (RFC 9110 §15.5, RFC 6585 §4). */
function passed(answer: WebAnswer): Passed {
  if (answer.kind === 'failed')
    return { kind: answer.reached === 'no' ? 'unreached' : 'failed', why: answer.why, askedMs: 0 };
  const { status, retryAfterMs: askedMs = 0 } = answer;
  if (status >= 200 && status < 300) return { kind: 'taken', status };
  const isLoop = status === loopDetected;
  const isFinal = isLoop || (status >= 400 && status < 500 && status !== 408 && status !== 429);
  const why = `status ${status}${isLoop ? ': the URL leads back to a receiver that has the request already' : ''}`;
  return { kind: isFinal ? 'refused' : 'failed', why, askedMs };
}
