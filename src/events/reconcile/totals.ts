import { type Cause, causeOf } from './causes.js';
import { type Expectation, type Finding, findingsOf } from './finding.js';
import type { Message } from './message.js';
import type { StoreFacts } from './store-facts.js';

/** Messages (one to one recipient each) by what is known of them. */
export interface Totals {
  messages: number;
  /** By Altcraft's `send` events, and by receipts. */
  sentByPlatform: number;
  sentByReceipt: number;
  /** Taken over by the relay: its reply in a receipt, or its own event. */
  accepted: number;
  refused: number;
  suppressed: number;
  deliveredAtRelay: number;
  deliveredInPlatform: number;
  bouncedAtRelay: number;
  bouncedInPlatform: number;
  /** Bounced at the relay and not in the platform, whatever the platform says. */
  bouncedAtRelayOnly: number;
  /** Only a temporary failure (soft bounce, 4yz) was reported. */
  deferredAtRelay: number;
  deferredInPlatform: number;
  /** Reported, without a word on how it ended. */
  reportedAtRelay: number;
  /** Known to the platform's side by --pull alone: what the push lost. */
  pulledOnly: number;
  /** Received again. */
  copies: number;
  joinedByRecipient: number;
}

/** A message that does not fit, with why. */
export interface ReconciledMessage {
  readonly message: Message;
  readonly findings: readonly { readonly finding: Finding; readonly cause: Cause }[];
}

export type FindingCounts = Readonly<Partial<Record<Finding, number>>>;
export type CauseCounts = Readonly<Partial<Record<Cause['cause'], number>>>;

export interface Verdicts {
  /** Undefined where all is well. */
  readonly judge: (message: Message) => ReconciledMessage | undefined;
  /** An ordinary message, of which there is nothing to find. */
  readonly countOrdinary: () => void;
  readonly totals: Readonly<Totals>;
  readonly findings: () => FindingCounts;
  readonly causes: () => CauseCounts;
}

export function verdicts(facts: StoreFacts): Verdicts {
  const totals = noTotals();
  const findings: Partial<Record<Finding, number>> = {};
  const causes: Partial<Record<Cause['cause'], number>> = {};
  const expectation: Expectation = { platform: facts.platform.sends > 0 ? 'all' : 'none' };
  return {
    totals,
    findings: () => findings,
    causes: () => causes,
    countOrdinary: () => {
      totals.messages += 1;
      totals.sentByPlatform += 1;
      totals.deliveredAtRelay += 1;
      totals.deliveredInPlatform += 1;
    },
    judge: (message) => {
      count(totals, message);
      const found = findingsOf(message, expectation).map((finding) => ({
        finding,
        cause: causeOf(finding, message, facts),
      }));
      for (const { finding, cause } of found) {
        findings[finding] = (findings[finding] ?? 0) + 1;
        causes[cause.cause] = (causes[cause.cause] ?? 0) + 1;
      }
      return found.length === 0 ? undefined : { message, findings: found };
    },
  };
}

function noTotals(): Totals {
  return {
    messages: 0,
    sentByPlatform: 0,
    sentByReceipt: 0,
    accepted: 0,
    refused: 0,
    suppressed: 0,
    deliveredAtRelay: 0,
    deliveredInPlatform: 0,
    bouncedAtRelay: 0,
    bouncedInPlatform: 0,
    bouncedAtRelayOnly: 0,
    deferredAtRelay: 0,
    deferredInPlatform: 0,
    reportedAtRelay: 0,
    pulledOnly: 0,
    copies: 0,
    joinedByRecipient: 0,
  };
}

function count(totals: Totals, { receipt, relay, platform, joinedBy }: Message): void {
  totals.messages += 1;
  if (platform.sentMs !== undefined) totals.sentByPlatform += 1;
  if (receipt !== 'none') totals.sentByReceipt += 1;
  if (receipt === 'accepted' || relay.acceptedMs !== undefined) totals.accepted += 1;
  if (receipt === 'refused') totals.refused += 1;
  if (platform.isSuppressed) totals.suppressed += 1;
  if (relay.outcome === 'delivered') totals.deliveredAtRelay += 1;
  if (platform.outcome === 'delivered') totals.deliveredInPlatform += 1;
  if (relay.outcome === 'bounced') totals.bouncedAtRelay += 1;
  if (platform.outcome === 'bounced') totals.bouncedInPlatform += 1;
  if (relay.outcome === 'bounced' && platform.outcome !== 'bounced') totals.bouncedAtRelayOnly += 1;
  if (relay.outcome === 'deferred') totals.deferredAtRelay += 1;
  if (platform.outcome === 'deferred') totals.deferredInPlatform += 1;
  if (relay.outcome === 'reported') totals.reportedAtRelay += 1;
  if (platform.pulled > 0 && platform.pulled === platform.events) totals.pulledOnly += 1;
  totals.copies += relay.copies + platform.copies;
  if (joinedBy === 'recipient') totals.joinedByRecipient += 1;
}
