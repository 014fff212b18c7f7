import { fieldsOf } from './read-fields.js';

/** What a watch remembers from run to run, whatever restarts come between. */
export interface WatchState {
  /** Which watch it is: the command and what it looks at. */
  readonly watch: string;
  readonly runs: number;
  /** ISO 8601 UTC; null before the first run. */
  readonly lastRunAt: string | null;
  /** Of the last run with exit code 0. */
  readonly lastSuccessAt: string | null;
  /** Of the last run. */
  readonly verdict: string | null;
  /** How many runs ended with which exit code. */
  readonly exits: Readonly<Record<string, number>>;
  /** How many messages `verify` has judged, by verdict. */
  readonly messages: MessageCounts;
  /** The messages that `verify` has judged and that are still there. */
  readonly seen: readonly string[];
}

export interface MessageCounts {
  readonly confirmed: number;
  readonly notConfirmed: number;
  readonly unknown: number;
  readonly failed: number;
}

const schema = 'akrelay/watch-state@1';
const countNames = ['confirmed', 'notConfirmed', 'unknown', 'failed'] as const;

export function newWatchState(watch: string): WatchState {
  const messages = { confirmed: 0, notConfirmed: 0, unknown: 0, failed: 0 };
  return { watch, runs: 0, lastRunAt: null, lastSuccessAt: null, verdict: null, exits: {}, messages, seen: [] };
}

export function watchStateText(state: WatchState): string {
  return `${JSON.stringify({ schema, ...state })}\n`;
}

/** A state as it was written; undefined for anything else. */
export function readWatchState(text: string): WatchState | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return isState(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is WatchState {
  const { schema: named, watch, runs, lastRunAt, lastSuccessAt, verdict, exits, messages, seen } = fieldsOf(value);
  const counts = fieldsOf(messages);
  return (
    named === schema &&
    typeof watch === 'string' &&
    isCount(runs) &&
    [lastRunAt, lastSuccessAt].every(isTime) &&
    (verdict === null || typeof verdict === 'string') &&
    Object.entries(fieldsOf(exits)).every(([code, count]) => /^\d{1,3}$/.test(code) && isCount(count)) &&
    countNames.every((name) => isCount(counts[name])) &&
    Array.isArray(seen) &&
    seen.every((key) => typeof key === 'string')
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTime(value: unknown): boolean {
  return value === null || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
}

/** The state after one more run. */
export function afterRun(state: WatchState, { at, exit, verdict, messages, seen }: RunFacts): WatchState {
  const sum = (name: keyof MessageCounts): number => state.messages[name] + (messages?.[name] ?? 0);
  return {
    watch: state.watch,
    runs: state.runs + 1,
    lastRunAt: at,
    lastSuccessAt: exit === 0 ? at : state.lastSuccessAt,
    verdict,
    exits: { ...state.exits, [exit]: (state.exits[exit] ?? 0) + 1 },
    messages: {
      confirmed: sum('confirmed'),
      notConfirmed: sum('notConfirmed'),
      unknown: sum('unknown'),
      failed: sum('failed'),
    },
    seen: seen ?? state.seen,
  };
}

/** What the state takes from a run; `seen` undefined leaves what was seen. */
export interface RunFacts {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The code. */
  readonly exit: number;
  readonly verdict: string;
  readonly messages: MessageCounts | undefined;
  readonly seen: readonly string[] | undefined;
}
