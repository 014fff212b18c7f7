import type { ClientRequest, IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { TlsFacts } from '../../relay/receipt.js';
import { gathered } from '../bytes-within.js';
import { deadlineIn } from '../deadline.js';
import { isCode } from '../files/node-reason.js';
import { tlsFacts } from '../smtp/certificate-facts.js';
import { trusting } from '../smtp/trust.js';
import { failureOf, timedOut, type WebFailure } from './failures.js';
import { retryAfterMs } from './retry-after.js';

export interface WebRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** `slow`: in ten pieces over that time, as over a bad line. */
  readonly pace: 'at-once' | { readonly slowMs: number };
  readonly caPem: string | undefined;
  /** For the whole exchange. */
  readonly timeoutMs: number;
  readonly cancelled: AbortSignal;
  /** Masks the secrets of the call in what the server says. */
  readonly mask: (text: string) => string;
}

/** What came of it. A redirect is an answer: it is never followed, for it could lead the events anywhere. */
export type WebAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly location: string | undefined;
      /** How long the server asks to wait. */
      readonly retryAfterMs: number | undefined;
      /** The first bytes of the body. */
      readonly text: string;
      readonly tls: TlsFacts | undefined;
      readonly tookMs: number;
    }
  | (WebFailure & { readonly tookMs: number });

const keptCharacters = 300;
const readBytes = 4_096;

/** Makes one request and follows nothing. Never throws but for Ctrl-C and a CA file that is none. */
export async function askWeb(request: WebRequest): Promise<WebAnswer> {
  const begin = performance.now();
  const tookMs = (): number => Math.round(performance.now() - begin);
  const url = new URL(request.url);
  const timeout = deadlineIn(request.timeoutMs, request.cancelled);
  try {
    const response = await responseTo(request, timeout.signal);
    const { mask } = request;
    const tls = response.socket instanceof TLSSocket ? tlsFacts(response.socket, { text: mask }) : undefined;
    // Cut only then: half of a secret would be known for none.
    const text = mask(await beginningOf(response)).slice(0, keptCharacters);
    const location = response.headers.location && mask(response.headers.location);
    const status = response.statusCode ?? 0;
    const askedMs = retryAfterMs(response.headers['retry-after'], new Date());
    return { kind: 'answered', status, location, retryAfterMs: askedMs, text, tls, tookMs: tookMs() };
  } catch (error) {
    request.cancelled.throwIfAborted();
    if (timeout.signal.aborted) return { ...timedOut(request.timeoutMs), tookMs: tookMs() };
    return { ...failureOf(url, error, request.mask), tookMs: tookMs() };
  } finally {
    timeout.end();
  }
}

/** Makes the request and waits for the head of the answer. Throws what the connection throws: `failureOf` has the words. */
export function responseTo(request: WebRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return exchange(open(new URL(request.url), request, signal), request);
}

function open(url: URL, { method, headers, body, caPem }: WebRequest, signal: AbortSignal): ClientRequest {
  const options = {
    method,
    signal,
    agent: false as const,
    headers: { 'Content-Length': String(body.length), ...headers },
  };
  return url.protocol === 'https:'
    ? https.request(url, { ...options, ...trusting(caPem, undefined) })
    : http.request(url, options);
}

/** A server may answer, and hang up, before it has the whole body: its answer counts, whatever becomes of the rest. */
async function exchange(client: ClientRequest, { body, pace }: WebRequest): Promise<IncomingMessage> {
  const heard = new AbortController();
  client.once('socket', readToTheEnd);
  const answered = answerTo(client).finally(() => heard.abort());
  answered.catch(() => undefined);
  const piece = Math.ceil(body.length / 10);
  let at = 0;
  if (pace !== 'at-once')
    for (; at < body.length && !heard.signal.aborted; at += piece) {
      client.write(body.subarray(at, at + piece));
      await sleep(pace.slowMs / 10, undefined, { signal: heard.signal }).catch(() => undefined);
    }
  client.end(body.subarray(at));
  return answered;
}

/** The head of the answer. After a change of protocol that nobody asked for (101) Node says no more than that the connection is closed. */
export function answerTo(client: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    client.once('response', resolve);
    // It stays: after the answer, an error is of no interest.
    client.on('error', reject);
    client.once('close', () => reject(Object.assign(new Error('closed without an answer'), { code: 'ECONNRESET' })));
  });
}

/**
 * Node closes a connection to which it cannot write, with an answer unread that came before the server closed it. What the server takes no
 * more is passed over instead, and reading tells the end.
 */
function readToTheEnd(socket: Socket): void {
  const { _write: write, _writev: writev } = socket;
  const past =
    (done: Done): Done =>
    (error) =>
      done(isCode(error, 'EPIPE', 'ECONNRESET', 'ECONNABORTED') ? null : error);
  socket._write = (chunk, encoding, done) => write.call(socket, chunk, encoding, past(done));
  if (writev) socket._writev = (chunks, done) => writev.call(socket, chunks, past(done));
}

type Done = (error?: Error | null) => void;

async function beginningOf(response: IncomingMessage): Promise<string> {
  // What came is what there is.
  const { bytes } = await gathered(response, readBytes - 1);
  response.destroy();
  return bytes.toString('utf8').slice(0, readBytes);
}
