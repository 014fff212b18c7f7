import { promises as fs } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AkrelayError } from '../../errors.js';
import { reasonOf } from '../files/node-reason.js';
import { lookMs } from './file-store.js';
import { type Cursor, openCursor } from './forward-cursor.js';
import type { ForwardEvent } from './listen.js';
import { postLine } from './post-line.js';
import { isWhole } from './record.js';
import { newLines } from './segments.js';

export interface Forwarding {
  readonly folder: string;
  readonly url: string;
  /** For `Via`. */
  readonly pseudonym: string;
  readonly tell: (event: ForwardEvent) => void;
  /** After the first failure, doubled each time; a second where it is left out. */
  readonly firstPauseMs?: number;
}

export interface Forwarder {
  /** Waits so long for the request in hand, not for a pause; what is left is passed on after the next start. */
  readonly close: (patienceMs: number) => Promise<void>;
}

const mostFailures = 8;
const longestPauseMs = 60_000;
/** A target may ask for a longer pause; all that came later waits too. */
const longestAskedMs = 600_000;
const troubleMs = 2_000;

/**
 * Passes each stored body on, in order, byte for byte under its own content type. It reads the store, not the requests, so neither a slow
 * target nor a restart loses one; after a crash the last ones may be passed on again. What is refused permanently, or failed 8 times, goes
 * to `dead-letters.ndjson` with its reason. A target that cannot be reached is no fault of the body: it is waited for.
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
  for (let [attempt, failures] = [1, 0]; ; attempt++) {
    const outcome = await postLine(line, forwarding, ending.impatient);
    if (outcome.kind === 'cut') return 'stopped';
    const at = new Date().toISOString();
    if (outcome.kind === 'taken') {
      forwarding.tell({ event: 'forwarded', at, status: outcome.status, attempts: attempt });
      return 'settled';
    }
    const { why, askedMs } = outcome;
    if (outcome.kind !== 'unreached') failures += 1;
    if (failures === mostFailures || outcome.kind === 'refused') {
      await bury(line, { at, why, attempts: attempt }, forwarding);
      return 'settled';
    }
    const retryInMs = pauseAfter(attempt, askedMs, forwarding.firstPauseMs);
    forwarding.tell({ event: 'forward-retry', at, why, attempts: attempt, retryInMs });
    await pause(retryInMs, ending.stopping);
    if (ending.stopping.aborted) return 'stopped';
  }
}

/** Twice as long each time, or as long as the target asks for, within bounds. */
function pauseAfter(attempt: number, askedMs: number, firstMs = 1_000): number {
  const ours = Math.min(longestPauseMs, firstMs * 2 ** (attempt - 1));
  return Math.max(ours, Math.min(longestAskedMs, askedMs));
}

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
