import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Hop } from '../../src/trace/hop/hop.js';
import { parseReceiver } from '../../src/trace/path/trusted-receivers.js';
import type { KnownRelay, TrustedReceiver } from '../../src/trace/path/verdict.js';

/** The corpus of test/fixtures: its format is described in the README beside it. */
export const fixtures = path.resolve('test/fixtures');

/** A value that must be met; several: any of them; null: the engine must leave it undefined. */
export type Expected<T> = T | null | readonly (T | null)[];

export interface ReceivedRow {
  readonly writer: string;
  readonly note: string;
  readonly header: string;
  readonly expected: Readonly<Record<string, Expected<unknown>>>;
}

export interface MessageRow {
  readonly file: string;
  readonly note: string;
  readonly class: string;
  readonly receiver?: string;
  readonly attack?: string;
  readonly options: {
    readonly receivers?: readonly string[];
    readonly relays?: readonly string[];
    readonly relay?: string;
    readonly strict?: boolean;
    readonly requireTls?: boolean;
    readonly maxDelayMs?: number;
  };
  readonly verdict: string | readonly string[];
  readonly reason?: string | readonly string[];
  readonly boundaryHop?: number | readonly number[];
  readonly trust?: string;
  readonly relay?: string;
}

export interface MessageIndex {
  readonly relays: Readonly<Record<string, Omit<KnownRelay, 'name'>>>;
  readonly messages: readonly MessageRow[];
}

export function receivedRows(): readonly ReceivedRow[] {
  return JSON.parse(readFileSync(path.join(fixtures, 'received.json'), 'utf8'));
}

export function messageIndex(): MessageIndex {
  return JSON.parse(readFileSync(path.join(fixtures, 'messages/messages.json'), 'utf8'));
}

export function messageBytes(file: string): Uint8Array {
  return readFileSync(path.join(fixtures, 'messages', file));
}

/** The relays of a row; `sendsay` when it names none. */
export function relaysOf({ relays }: MessageIndex, { options }: MessageRow): readonly KnownRelay[] {
  return (options.relays ?? ['sendsay']).map((name) => {
    const relay = relays[name];
    if (!relay) throw new Error(`messages.json describes no relay "${name}"`);
    return { name, ...relay };
  });
}

export function receiversOf({ options }: MessageRow): readonly TrustedReceiver[] {
  return (options.receivers ?? []).map((text) => {
    const receiver = parseReceiver(text);
    if (!receiver) throw new Error(`"${text}" is no receiver`);
    return receiver;
  });
}

/** A hop as one flat record, under the names that received.json uses. */
export function flatten(hop: Hop): Readonly<Record<string, unknown>> {
  return {
    dialect: hop.dialect,
    ehloName: hop.from?.ehloName,
    reverseName: hop.from?.tcpInfo.reverseName,
    reverseNameConfirmed: hop.from?.tcpInfo.reverseNameConfirmed,
    address: hop.from?.tcpInfo.address,
    port: hop.from?.tcpInfo.port,
    authenticated: hop.from?.authenticated ?? false,
    by: hop.by.name,
    byAddress: hop.by.address,
    via: hop.via,
    with: hop.with,
    id: hop.id,
    for: hop.for,
    tls: hop.tls,
    at: hop.at && new Date(hop.at).toISOString().replace('.000Z', 'Z'),
    dateProblem: hop.dateProblem,
    ambiguous: hop.ambiguous,
  };
}

/** Whether the actual value is the expected one, or one of them. Of an object only the keys that are expected are looked at. */
export function meets(actual: unknown, expected: Expected<unknown>): boolean {
  if (Array.isArray(expected)) return expected.some((one) => meets(actual, one));
  if (expected === null) return actual === undefined;
  if (typeof expected !== 'object') return actual === expected;
  return (
    actual !== undefined &&
    Object.entries(expected).every(([key, value]) => meets((actual as Record<string, unknown>)[key], value))
  );
}

/** What of the expectations is not met, a line each. */
export function unmet(
  actual: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, Expected<unknown>>>,
): readonly string[] {
  return Object.entries(expected)
    .filter(([key, value]) => !(key in actual) || !meets(actual[key], value))
    .map(([key, value]) => `${key}: expected ${JSON.stringify(value)}, got ${JSON.stringify(actual[key])}`);
}

/** How many rows carry each value, most frequent first, as the README's tables have it. */
export function countBy<T>(
  rows: readonly T[],
  of: (row: T) => string | undefined,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const key = of(row);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
