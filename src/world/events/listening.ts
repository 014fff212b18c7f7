import { promises as fs } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../files/node-reason.js';

/** When a receiver did not write to a store. Infinity: it does not run now. */
export interface Downtime {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A line of `listening.ndjson` next to the segments. `seenMs` is the last sign of a writer that was stopped without a word. */
export interface Sign {
  readonly event: 'started' | 'stopped';
  readonly atMs: number;
  readonly seenMs?: number | undefined;
}

const name = 'listening.ndjson';

/** Notes when a writer starts and stops. It is not a record of events: where the disk is full, it is left out. */
export async function noteListening(folder: string, sign: Sign): Promise<void> {
  await fs.appendFile(path.join(folder, name), `${JSON.stringify(sign)}\n`, { mode: 0o600 }).catch(() => undefined);
}

/** The times without a writer. `lastSeenMs`: the last sign of the one that holds the store now, or left its lock after. */
export async function downtimesOf(folder: string, lastSeenMs: number | undefined): Promise<Downtime[]> {
  const signs = (await textOf(path.join(folder, name))).split('\n').flatMap((line) => signOf(line) ?? []);
  return downtimesIn(signs, lastSeenMs);
}

export function downtimesIn(signs: readonly Sign[], lastSeenMs: number | undefined): Downtime[] {
  const found: Downtime[] = [];
  let downSince: number | undefined;
  for (const sign of signs) {
    if (sign.event === 'stopped') downSince = sign.atMs;
    else {
      const fromMs = downSince ?? sign.seenMs;
      if (fromMs !== undefined && fromMs < sign.atMs) found.push({ fromMs, toMs: sign.atMs });
      downSince = undefined;
    }
  }
  const fromMs = downSince ?? (signs.length === 0 ? undefined : lastSeenMs);
  return fromMs === undefined ? found : [...found, { fromMs, toMs: Infinity }];
}

async function textOf(file: string): Promise<string> {
  return fs.readFile(file, 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
}

/** Undefined for a line that a crash left unfinished. */
function signOf(line: string): Sign | undefined {
  try {
    const sign = JSON.parse(line) as Partial<Sign>;
    return Number.isFinite(sign.atMs) && (sign.event === 'started' || sign.event === 'stopped')
      ? (sign as Sign)
      : undefined;
  } catch {
    return undefined;
  }
}
