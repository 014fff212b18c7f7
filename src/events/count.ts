import type { EventKind, EventSource, MailEvent } from './mail-event.js';

/** What a store holds. */
export interface EventStatistics {
  readonly sources: readonly SourceStatistics[];
}

export interface SourceStatistics {
  readonly source: EventSource;
  /** Each event once. */
  readonly events: number;
  /** Copies of events beyond the first. */
  readonly copies: number;
  readonly kinds: Readonly<Partial<Record<EventKind, number>>>;
  /** Times of the first and the last event; undefined where none has one. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** Events without a part that we could read. Where that is nearly all of them, the config has to name the field. */
  readonly without: Readonly<Record<'kind' | 'time' | 'recipient' | 'token', number>>;
  /** The provider's words for kinds that we do not know, with their counts, the most frequent first; ten at most. */
  readonly unknownWords: readonly { readonly word: string; readonly events: number }[];
}

interface Counts {
  events: number;
  copies: number;
  kinds: Partial<Record<EventKind, number>>;
  firstMs: number;
  lastMs: number;
  without: Record<'kind' | 'time' | 'recipient' | 'token', number>;
  words: Map<string, number>;
}

/** Words that are kept apart: a hostile sender must not fill the memory with them. */
const wordsAtMost = 1_000;

export interface EventCounter {
  readonly add: (event: MailEvent) => void;
  readonly addCopy: (event: MailEvent) => void;
  readonly statistics: () => EventStatistics;
}

export function eventCounter(): EventCounter {
  const counts = new Map<EventSource, Counts>();
  const countsOf = ({ source }: MailEvent): Counts => {
    const ours = counts.get(source) ?? none();
    counts.set(source, ours);
    return ours;
  };
  return {
    add: (event) => count(event, countsOf(event)),
    addCopy: (event) => {
      countsOf(event).copies += 1;
    },
    statistics: () => ({ sources: [...counts].map(([source, ours]) => statisticsOf(source, ours)) }),
  };
}

function none(): Counts {
  return {
    events: 0,
    copies: 0,
    kinds: {},
    firstMs: Infinity,
    lastMs: -Infinity,
    without: { kind: 0, time: 0, recipient: 0, token: 0 },
    words: new Map(),
  };
}

function count({ kind, word, atMs, recipient, ids }: MailEvent, ours: Counts): void {
  ours.events += 1;
  ours.kinds[kind] = (ours.kinds[kind] ?? 0) + 1;
  if (atMs === undefined) ours.without.time += 1;
  else {
    ours.firstMs = Math.min(ours.firstMs, atMs);
    ours.lastMs = Math.max(ours.lastMs, atMs);
  }
  if (recipient === undefined) ours.without.recipient += 1;
  if (ids.token === undefined) ours.without.token += 1;
  if (kind !== 'other') return;
  if (word === '') ours.without.kind += 1;
  else if (ours.words.has(word) || ours.words.size < wordsAtMost) ours.words.set(word, (ours.words.get(word) ?? 0) + 1);
}

function statisticsOf(source: EventSource, { words, firstMs, lastMs, ...rest }: Counts): SourceStatistics {
  const unknownWords = [...words]
    .sort(([, one], [, other]) => other - one)
    .slice(0, 10)
    .map(([word, events]) => ({ word, events }));
  const timed = firstMs <= lastMs;
  return { source, ...rest, firstMs: timed ? firstMs : undefined, lastMs: timed ? lastMs : undefined, unknownWords };
}
