import type { eventKinds, MailEvent } from '../mail-event.js';
import { witnessOf } from './account.js';

/** From a moment to before another; ±Infinity where it has no end. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a store holds of one side. */
export interface SideTally {
  readonly events: number;
  /** Events that say how a delivery ended, or that there was one. */
  readonly outcomes: number;
  readonly sends: number;
  /** Stretches without any body of that side, also before the first and after the last. */
  readonly silences: readonly Period[];
}

/** What a cause is looked for in. */
export interface StoreFacts {
  readonly relay: SideTally;
  readonly platform: SideTally;
  /** When the receiver did not run, as far as it is known. */
  readonly downtimes: readonly Period[];
  readonly nowMs: number;
  readonly patienceMs: number;
}

/** From how long on without a body a side is called silent. Sendsay sends about once a minute while there is something to tell. */
const silentMs = 3_600_000;
/** Silences that are kept, the first ones: a list that grows with the store would not fit. */
const silencesAtMost = 1_000;

const outcomeKinds = new Set<string>([
  'delivered',
  'delivery',
  'soft-bounce',
  'hard-bounce',
  'bounce',
] satisfies readonly (typeof eventKinds)[number][]);

export interface StoreTally {
  /** Of one body, in the order of receipt. */
  readonly add: (events: readonly MailEvent[], receivedMs: number, via: 'push' | 'pull') => void;
  readonly sides: (nowMs: number) => Pick<StoreFacts, 'relay' | 'platform'>;
}

export function storeTally(): StoreTally {
  const sides = { relay: emptyTally(), platform: emptyTally() };
  return {
    add: (events, receivedMs, via) => {
      const [one] = events;
      if (one === undefined) return;
      const side = sides[witnessOf[one.source]];
      side.events += events.length;
      for (const { kind } of events) {
        if (kind === 'sent') side.sends += 1;
        if (outcomeKinds.has(kind)) side.outcomes += 1;
      }
      // What was fetched says nothing of when the webhook was heard.
      if (via === 'push') hear(side, receivedMs);
    },
    sides: (nowMs) => ({ relay: closed(sides.relay, nowMs), platform: closed(sides.platform, nowMs) }),
  };
}

interface Counting {
  events: number;
  outcomes: number;
  sends: number;
  lastMs: number;
  silences: Period[];
}

function emptyTally(): Counting {
  return { events: 0, outcomes: 0, sends: 0, lastMs: -Infinity, silences: [] };
}

function hear(side: Counting, receivedMs: number): void {
  const { lastMs, silences } = side;
  if (receivedMs - lastMs > silentMs && silences.length < silencesAtMost)
    silences.push({ fromMs: lastMs, toMs: receivedMs });
  side.lastMs = Math.max(lastMs, receivedMs);
}

function closed({ lastMs, silences, ...counts }: Counting, nowMs: number): SideTally {
  const isSilent = nowMs - lastMs > silentMs;
  return { ...counts, silences: isSilent ? [...silences, { fromMs: lastMs, toMs: nowMs }] : silences };
}
