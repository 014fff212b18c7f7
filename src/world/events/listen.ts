import type { BodyFormat, EventSource } from '../../events/index.js';
import type { EventWriter } from './store.js';

/** What `events listen` was told. */
export interface ListenRequest {
  readonly host: string;
  /** 0: one of the system's choice. */
  readonly port: number;
  /** The first part of the URL's path: who knows it may post. 16 characters or more. */
  readonly secretPath: string;
  /** Paths of PEM files; undefined: plain HTTP. They are read again when they change. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** Bodies that are read at the same time; others wait. */
  readonly atOnce: number;
  /** For a whole request to arrive. */
  readonly requestMs: number;
  readonly writer: EventWriter;
  /** How this receiver calls itself in the `Via` of what it passes on (RFC 9110 §7.6.3), so that it knows its own again. */
  readonly pseudonym: string;
}

/** What the receiver tells. */
export type ListenEvent =
  | { readonly event: 'ready'; readonly host: string; readonly port: number; readonly tls: boolean }
  | {
      readonly event: 'stored';
      readonly at: string;
      readonly source: EventSource;
      readonly format: BodyFormat;
      readonly peer: string;
      readonly bytes: number;
      readonly events: number;
    }
  | {
      readonly event: 'refused';
      readonly at: string;
      readonly peer: string;
      readonly status: number;
      readonly why: string;
    }
  /** A connection that brought nothing that could be answered: TLS where there is none, for one. */
  | { readonly event: 'no-request'; readonly at: string; readonly peer: string; readonly why: string }
  | ForwardEvent
  /** So many of the above were not told, because nobody read them. What was stored is stored. */
  | { readonly event: 'untold'; readonly count: number };

export type ForwardEvent =
  | { readonly event: 'forwarded'; readonly at: string; readonly status: number; readonly attempts: number }
  | {
      readonly event: 'forward-retry';
      readonly at: string;
      readonly why: string;
      readonly attempts: number;
      readonly retryInMs: number;
    }
  | { readonly event: 'forward-dead'; readonly at: string; readonly why: string; readonly attempts: number };

export interface Receiver {
  readonly port: number;
  /** Takes no new requests and waits for those in progress, so long at most. */
  readonly close: (patienceMs: number) => Promise<void>;
}
