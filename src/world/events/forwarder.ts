import { promises as fs } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AkrelayError } from '../../errors.js';
import { reasonOf } from '../files/node-reason.js';
import { askWeb, type WebAnswer } from '../web/ask-web.js';
import { lookMs } from './file-store.js';
import { type Cursor, openCursor } from './forward-cursor.js';
import type { ForwardEvent } from './listen.js';
import { bodyOfLine, isWhole } from './record.js';
import { newLines } from './segments.js';
import type { ReceivedBody } from './store.js';

export interface Forwarding {
  readonly folder: string;
  readonly url: string;
  /** For `Via`. */
  readonly pseudonym: string;
  readonly tell: (event: ForwardEvent) => void;
}

export interface Forwarder {
  /** Waits so long for the request in hand, not for a pause; what is left is passed on after the next start. */
  readonly close: (patienceMs: number) => Promise<void>;
}

const attempts = 8;
const longestPauseMs = 60_000;
/** A target may ask for a longer pause; all that came later waits too. */
const longestAskedMs = 600_000;
const requestMs = 30_000;
const troubleMs = 2_000;

/**
 * Passes each stored body on, in order, byte for byte under its own content type. It reads the store, not the requests, so neither a slow
 * target nor a restart loses one; after a crash the last ones may be passed on again. What is refused permanently, or failed 8 times, goes
 * to `dead-letters.ndjson` with its reason.
 */
export async function startForwarder(forwarding: Forwarding): Promise<Forwarder> {
  const stopping = new AbortController();
  const impatient = new AbortController();
  const ending: Ending = { stopping: stopping.signal, impatient: impatient.signal };
  const cursor = await openCursor(forwarding.folder, forwarding.url);
  const working = passOn(forwarding, cursor, ending);
  // What it rejects with is told by `close`.
  working.catch(() => undefined);
  return {
    close: async (patienceMs) => {
      stopping.abort();
      const timer = setTimeout(() => impatient.abort(), patienceMs);
      await working.finally(() => clearTimeout(timer));
      await cursor.save();
    },
  };
}

interface Ending {
  /** Nothing new is begun. */
  readonly stopping: AbortSignal;
  /** What is in hand is cut. */
  readonly impatient: AbortSignal;
}

async function passOn(forwarding: Forwarding, cursor: Cursor, ending: Ending): Promise<void> {
  const { stopping } = ending;
  while (!stopping.aborted) {
    try {
      await passNew(forwarding, cursor, ending);
      await pause(lookMs, stopping);
    } catch (error) {
      // The disk is full, perhaps: what could not be buried is passed on again.
      const why = error instanceof AkrelayError ? error.message : reasonOf(error);
      const at = new Date().toISOString();
      forwarding.tell({ event: 'forward-retry', at, why, attempts: 1, retryInMs: troubleMs });
      await pause(troubleMs, stopping);
    }
  }
}

async function passNew(forwarding: Forwarding, cursor: Cursor, ending: Ending): Promise<void> {
  const position = { ...cursor.position };
  for await (const { bytes } of newLines(forwarding.folder, position)) {
    if (isWhole(bytes) && (await deliver(bytes, forwarding, ending)) === 'stopped') return;
    await cursor.moveTo(position);
    if (ending.stopping.aborted) return;
  }
}

/** Posts one body until it is taken or given up, or until the forwarder is stopped. */
async function deliver(line: Buffer, forwarding: Forwarding, ending: Ending): Promise<'settled' | 'stopped'> {
  const { bytes, ...facts } = bodyOfLine(line);
  const headers = headersOf(facts, forwarding.pseudonym);
  for (let attempt = 1; ; attempt++) {
    const answer = await post(forwarding.url, headers, bytes, ending.impatient);
    if (answer === 'cut') return 'stopped';
    const at = new Date().toISOString();
    if (isTaken(answer)) {
      forwarding.tell({ event: 'forwarded', at, status: answer.status, attempts: attempt });
      return 'settled';
    }
    const why = reasonFor(answer);
    if (attempt === attempts || isRefused(answer)) {
      await bury(line, { at, why, attempts: attempt }, forwarding);
      return 'settled';
    }
    const retryInMs = pauseAfter(answer, attempt);
    forwarding.tell({ event: 'forward-retry', at, why, attempts: attempt, retryInMs });
    await pause(retryInMs, ending.stopping);
    if (ending.stopping.aborted) return 'stopped';
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

/** Twice as long each time, or as long as the target asks for, within bounds. */
function pauseAfter(answer: WebAnswer, attempt: number): number {
  const ours = Math.min(longestPauseMs, 1_000 * 2 ** (attempt - 1));
  const asked = answer.kind === 'answered' ? (answer.retryAfterMs ?? 0) : 0;
  return Math.max(ours, Math.min(longestAskedMs, asked));
}

/** A request in hand is finished where there is time, for the target may have acted on it already; else it is made again. */
async function post(
  url: string,
  headers: Record<string, string>,
  body: Uint8Array,
  cancelled: AbortSignal,
): Promise<WebAnswer | 'cut'> {
  try {
    return await askWeb({
      url,
      method: 'POST',
      headers,
      body,
      pace: 'at-once',
      caPem: undefined,
      timeoutMs: requestMs,
      cancelled,
      // Nothing that the server says is kept.
      mask: (text) => text,
    });
  } catch (error) {
    if (cancelled.aborted) return 'cut';
    throw error;
  }
}

type Answered = Extract<WebAnswer, { kind: 'answered' }>;

function isTaken(answer: WebAnswer): answer is Answered {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}

/** 4xx and a loop say that the same request will not be taken later either; but for 408 and 429 (RFC 9110 §15.5, RFC 6585 §4). */
function isRefused(answer: WebAnswer): boolean {
  if (answer.kind === 'failed') return false;
  if (answer.status === loopDetected) return true;
  return answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
}

function reasonFor(answer: WebAnswer): string {
  if (answer.kind === 'failed') return answer.why;
  return `status ${answer.status}${answer.status === loopDetected ? ': the URL leads back to a receiver that has the request already' : ''}`;
}

const loopDetected = 508;

interface Death {
  readonly at: string;
  readonly why: string;
  readonly attempts: number;
}

/** The record is in the file as it is in its segment. */
async function bury(line: Buffer, death: Death, { folder, tell }: Forwarding): Promise<void> {
  const facts = JSON.stringify(death).slice(0, -1);
  await fs.appendFile(path.join(folder, 'dead-letters.ndjson'), `${facts},"record":${line.toString('utf8')}}\n`, {
    mode: 0o600,
    flush: true,
  });
  tell({ event: 'forward-dead', ...death });
}

function pause(ms: number, stopping: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal: stopping }).catch(() => undefined);
}
