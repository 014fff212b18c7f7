import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AkrelayError } from '../../errors.js';
import { type BodyFacts, type EventSource, eventSources, readBody } from '../../events/index.js';
import type { ListenEvent, ListenRequest } from './listen.js';
import type { Slots } from './slots.js';
import { encodingOf, Refusal, type TakenBody, takeBody } from './take-body.js';

export interface Handling extends Pick<ListenRequest, 'writer' | 'pseudonym'> {
  /** `digestOf` the secret path. */
  readonly secret: Buffer;
  readonly slots: Slots;
  readonly tell: (event: ListenEvent) => void;
}

/** Answers one request: 200 once its body is on disk, else a refusal and nothing stored. Never throws. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  handling: Handling,
): Promise<void> {
  const at = new Date().toISOString();
  const peer = request.socket.remoteAddress ?? '';
  try {
    const stored = await store(request, response, { ...handling, at, peer });
    answer(response, 200, JSON.stringify({ stored: stored.events }));
    handling.tell(stored);
  } catch (error) {
    const { status, why } = refusalOf(error);
    refuse(response, status, why);
    handling.tell({ event: 'refused', at, peer, status, why });
  }
}

interface Call extends Handling {
  readonly at: string;
  readonly peer: string;
}

async function store(request: IncomingMessage, response: ServerResponse, call: Call) {
  const { at, peer } = call;
  const named = addressed(request, call.secret);
  const hops = request.headers.via;
  if (hops !== undefined) refuseLoop(hops, call.pseudonym);
  const encoding = encodingOf(request);
  const slot = call.slots.take();
  if (slot === undefined) throw new Refusal(503, 'too many requests are waiting');
  const giveBack = await slot;
  try {
    if (/100-continue/i.test(request.headers.expect ?? '')) response.writeContinue();
    const contentType = request.headers['content-type'] ?? '';
    const { bytes, source, format, events } = seen(await takeBody(request, encoding), { contentType, source: named });
    await call.writer.append({ receivedAt: at, source, peer, contentType, format, encoding, bytes, hops });
    return { event: 'stored', at, source, format, peer, bytes: bytes.length, events } as const;
  } finally {
    giveBack();
  }
}

/** Status 508 is that of a loop (RFC 5842 §7.2). A server on the way may hide the names of those before it, but not how many they were. */
function refuseLoop(hops: string, pseudonym: string): void {
  if (hops.includes(pseudonym)) throw new Refusal(508, 'it was passed on by this receiver itself');
  if (hops.split(',').length > mostHops) throw new Refusal(508, `it went through more than ${mostHops} servers`);
}

const mostHops = 20;

/** What is known of a body, and its bytes: while these are written, nothing else of it takes memory. Throws Refusal. */
function seen({ bytes, text }: TakenBody, facts: BodyFacts) {
  const reading = readBody(text, facts);
  if (reading.kind === 'not-events') throw new Refusal(400, `the body ${reading.why}`);
  return { bytes, source: reading.source, format: reading.format, events: reading.raws.length };
}

/** The source that the path names, if it does: `/<secret>`, `/<secret>/sendsay`. Throws Refusal for any other path, and any method but POST. */
function addressed({ url = '', method }: IncomingMessage, secret: Buffer): EventSource | undefined {
  // A client that takes this for a proxy names the host too (RFC 9112 §3.2.2).
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  const [, word = '', name = '', ...rest] = path.split('/');
  const source = eventSources.find((one) => one === name);
  if (
    !timingSafeEqual(digestOf(word), secret) ||
    rest.some((part) => part !== '') ||
    (name !== '' && source === undefined)
  )
    throw new Refusal(404, 'the path is wrong');
  if (method !== 'POST') throw new Refusal(405, `the method is not POST`);
  return source;
}

/** To compare digests takes the same time wherever the first difference of the words is. */
export function digestOf(word: string): Buffer {
  return hash('sha256', word, 'buffer');
}

function refusalOf(error: unknown): { readonly status: number; readonly why: string } {
  if (error instanceof Refusal) return error;
  if (error instanceof AkrelayError && error.kind === 'cannot-write') return { status: 503, why: error.message };
  return error instanceof AkrelayError
    ? { status: 500, why: error.message }
    : { status: 400, why: 'the connection closed before the whole body arrived' };
}

function answer(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  const length = Buffer.byteLength(text);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': length, ...headers });
  // A string goes out in one write with the header; a buffer takes two.
  response.end(text);
}

/**
 * Says no more than a stranger may know; the reason is told to the operator alone. Node reads what is left of the body and drops it: a
 * connection that is closed at once would take the answer with it. One that is kept open for long would be a stranger's to keep.
 */
function refuse(response: ServerResponse, status: number, why: string): void {
  if (response.headersSent || response.destroyed) return;
  const headers: Record<string, string> = {};
  if (status === 503) headers['Retry-After'] = '60';
  if (status === 405) headers['Allow'] = 'POST';
  if (status === 415) headers['Accept-Encoding'] = 'gzip';
  const text = status === 404 ? 'not found' : status >= 500 ? 'try again later' : why;
  answer(response, status, JSON.stringify({ error: text }), headers);
  const { req } = response;
  if (req.complete) return;
  const patience = setTimeout(() => req.socket.destroy(), lingerMs).unref();
  req.once('close', () => clearTimeout(patience));
}

const lingerMs = 5_000;
