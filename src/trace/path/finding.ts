import type { Line } from '../hop/hop.js';
import type { ConfirmedReason, Evidence, KnownRelay, NotConfirmedReason, UnknownReason } from './verdict.js';

/** A line at its place in a message: all that a finding may look at, so that like lines have like findings. */
export interface PlacedLine extends Line {
  /** 0 = newest. */
  readonly index: number;
  /** The field body, for what the spans cut out of it. */
  readonly text: string;
}

/** A verdict without the hops. */
export type Finding = {
  /** Those that fit equally well. */
  readonly relays?: readonly KnownRelay[];
  readonly evidence: readonly Evidence[];
  readonly hint: string | undefined;
} & (
  | { readonly verdict: 'confirmed'; readonly reason: ConfirmedReason }
  | { readonly verdict: 'not-confirmed'; readonly reason: NotConfirmedReason }
  | { readonly verdict: 'unknown'; readonly reason: UnknownReason }
);
