import type { KnownRelay, TrustedReceiver } from './verdict.js';

/** What to judge by. */
export interface JudgeOptions {
  /** Servers of ours, whose lines are believed. Empty: a built-in profile, else inference. */
  readonly receivers: readonly TrustedReceiver[];
  /** Relays to recognise; the verdict says which it was. */
  readonly relays: readonly KnownRelay[];
  /** Name of the one relay that counts; the hop of another is `other-relay`. */
  readonly relay?: string | undefined;
  /** Believe only stated receivers, neither a profile nor inference. */
  readonly strict?: boolean | undefined;
  /** The delivery must have taken no longer, in milliseconds. */
  readonly maxDelayMs?: number | undefined;
  /** The line of the delivery must say that it was encrypted. */
  readonly requireTls?: boolean | undefined;
}
