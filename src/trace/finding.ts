import type { ConfirmedReason, Evidence, KnownRelay, NotConfirmedReason, UnknownReason } from './verdict.js';

/** A verdict without the hops. */
export type Finding = {
  readonly relay?: KnownRelay | undefined;
  readonly evidence: readonly Evidence[];
  readonly hint: string | undefined;
} & (
  | { readonly verdict: 'confirmed'; readonly reason: ConfirmedReason }
  | { readonly verdict: 'not-confirmed'; readonly reason: NotConfirmedReason }
  | { readonly verdict: 'unknown'; readonly reason: UnknownReason }
);
