import type { BodyFormat, EventQuery, EventSource, MailEvent, RawEvent } from '../../events/index.js';
import type { Downtime } from './listening.js';

/** A body of a webhook as it came over the wire. */
export interface ReceivedBody {
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly source: EventSource;
  /** Address of the peer: told, never trusted. */
  readonly peer: string;
  readonly contentType: string;
  readonly format: BodyFormat;
  readonly encoding: 'identity' | 'gzip';
  readonly bytes: Uint8Array;
  /** The servers that it went through: its `Via` (RFC 9110 §7.6.3). */
  readonly hops?: string | undefined;
  /** `pull`: fetched from the provider's API, since its webhook did not bring it. `push` where it is left out. */
  readonly via?: 'push' | 'pull' | undefined;
}

/** The events of one body that were asked for, copies not distinguished. */
export interface StoredBody {
  readonly receivedAt: string;
  readonly via: 'push' | 'pull';
  readonly events: readonly MailEvent[];
}

/** The events of one body that were asked for: those that were not received before, and copies of those that were. */
export interface EventBatch {
  readonly first: readonly MailEvent[];
  readonly again: readonly MailEvent[];
}

/** An event of the store. */
export interface StoredEvent extends MailEvent {
  /** 32 hexadecimal digits; the same for each copy of one event. */
  readonly id: string;
  /** What told copies apart. */
  readonly identifiedBy: 'provider' | 'content';
  readonly receivedAt: string;
  readonly via: 'push' | 'pull';
  /** `again`: the same event was received before. */
  readonly copy: 'first' | 'again';
}

/** Takes bodies in. One writer for each store. */
export interface EventWriter {
  /** Resolves when the body will survive a power cut. Throws `cannot-write`; then nothing of it is in the store. */
  readonly append: (body: ReceivedBody) => Promise<void>;
  /** Waits for what is in progress. */
  readonly close: () => Promise<void>;
}

/** Takes in what was fetched from a provider's API. */
export interface PullWriter {
  /** Stores the events that the store has not yet, posted or fetched; returns how many those were. Throws as `append`. */
  readonly add: (raws: readonly RawEvent[]) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** The store of events. */
export interface EventStore {
  /** Body by body, in the order of receipt. Memory does not grow with the store: who counts copies has to remember. */
  readonly bodies: (query: EventQuery) => AsyncIterable<StoredBody>;
  /** The same as `events`, those of one body together and nothing added to them: for millions that takes half the time. */
  readonly batches: (query: EventQuery) => AsyncIterable<EventBatch>;
  /** In the order of receipt; every copy, marked. Memory does not grow with the bodies, only (16 bytes each) with the number of distinct events. */
  readonly events: (query: EventQuery) => AsyncIterable<StoredEvent>;
  /** The last so many, then each as it comes in, until `cancelled`. */
  readonly tail: (query: EventQuery, lines: number, cancelled: AbortSignal) => AsyncIterable<StoredEvent>;
  /** When no receiver wrote to it, as far as that was noted. */
  readonly downtimes: () => Promise<Downtime[]>;
  /** Looks at every record. */
  readonly verify: () => Promise<StoreReport>;
  /** Opens it for writing, repairs what a crash left, says in `repaired` what that was. Throws `temporary` when another process writes to it. */
  readonly openWriter: (
    cancelled: AbortSignal,
  ) => Promise<{ readonly writer: EventWriter; readonly repaired: readonly string[] }>;
  /** The same for what is fetched; a receiver may write at the same time. Remembers 16 bytes for each event of the source. */
  readonly openPull: (source: EventSource, cancelled: AbortSignal) => Promise<PullWriter>;
}

export interface StoreReport {
  readonly bodies: number;
  readonly events: number;
  readonly distinctEvents: number;
  readonly bytes: number;
  /** One for each record that is not as it was written. */
  readonly damage: readonly StoreDamage[];
}

export interface StoreDamage {
  /** File and byte offset, or table and key. */
  readonly place: string;
  /** `torn`: a record that was being written when the process ended; it was never acknowledged. */
  readonly kind: 'torn' | 'changed';
  readonly bytes: number;
}
