import type { Hop, Span } from '../hop/hop.js';

/** A relay to recognise: a preset's or a sender's hosts and networks. */
export interface KnownRelay {
  /** `sendsay`, or the sender's name. */
  readonly name: string;
  readonly kind: 'preset' | 'sender';
  readonly hosts: readonly string[];
  readonly networks: readonly string[];
}

/** A server of ours, as the user stated it: a host pattern (`#` = digits, `*.` = any sub-domain) or a CIDR. */
export type TrustedReceiver =
  | { readonly kind: 'name'; readonly by: string }
  | { readonly kind: 'network'; readonly cidr: string };

/** Why the hops above the boundary are believed: named by the user, a built-in profile, or inference. */
export type Trust =
  | { readonly kind: 'stated'; readonly receivers: readonly string[] }
  | { readonly kind: 'profile'; readonly profile: string }
  | { readonly kind: 'inferred' }
  | { readonly kind: 'none' };

export type ConfirmedReason = 'address-and-name' | 'address' | 'name';
export type NotConfirmedReason =
  | 'bypassed'
  | 'claimed-only'
  | 'below-boundary'
  | 'lookalike'
  | 'ambiguous'
  | 'reverse-name-unconfirmed'
  | 'no-tls'
  | 'too-slow'
  | 'other-relay';
export type UnknownReason =
  | 'no-trace'
  | 'header-ended'
  | 'unclear-beginning'
  | 'no-boundary'
  | 'unreadable-line'
  | 'receiver-not-stated'
  | 'no-relay-path'
  | 'over-limit';

/** One thing that was looked at: which field, which characters, which rule. */
export interface Evidence {
  /** Stable id of the rule, such as `boundary/address-in-network`. */
  readonly rule: string;
  /** 0 = the newest `Received` field; undefined for evidence about the whole message. */
  readonly hop: number | undefined;
  readonly span: Span | undefined;
  /** The characters themselves, as they are in the field. */
  readonly text: string;
  /** One plain sentence. */
  readonly says: string;
}

/** A hop with its place in the message. */
export interface PlacedHop extends Hop {
  /** 0 = newest. */
  readonly index: number;
  /** Line of the file where the field begins, from 1. */
  readonly line: number;
  /** Believed: written by our own server. Below the boundary all is the claim of the sender. */
  readonly standing: 'ours' | 'boundary' | 'claimed';
  /** Time since the next older hop, in milliseconds; negative = clocks differ; undefined = a date is missing. */
  readonly delayMs: number | undefined;
  /** The field body as read, unfolded, outside text: make it harmless before showing. */
  readonly text: string;
}

/** A relay as a verdict names it. */
export type RelayName = Pick<KnownRelay, 'name' | 'kind'>;

interface VerdictParts {
  readonly relay: RelayName | undefined;
  /** All relays that the line fits as well as that one: senders of one provider share its hosts and networks. */
  readonly relays: readonly RelayName[];
  readonly trust: Trust;
  /** Index into `hops`. */
  readonly boundaryHop: number | undefined;
  readonly hops: readonly PlacedHop[];
  readonly evidence: readonly Evidence[];
  /** What would settle it, or what to do next. */
  readonly hint: string | undefined;
}

export type PathVerdict = VerdictParts &
  (
    | { readonly verdict: 'confirmed'; readonly reason: ConfirmedReason }
    | { readonly verdict: 'not-confirmed'; readonly reason: NotConfirmedReason }
    | { readonly verdict: 'unknown'; readonly reason: UnknownReason }
  );
