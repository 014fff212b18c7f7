import type { Account, Step } from './account.js';

/** An event that took longer to be received came late: Sendsay sends about once a minute. */
export const lateMs = 3_600_000;

/** How a delivery ended, by one side. `reported`: it says that there was one, not how it ended. */
export type Outcome = 'none' | 'reported' | 'deferred' | 'delivered' | 'bounced';

/** What one side says of a message. Times are milliseconds since 1970. */
export interface Side {
  events: number;
  sentMs: number | undefined;
  acceptedMs: number | undefined;
  isSuppressed: boolean;
  outcome: Outcome;
  outcomeMs: number | undefined;
  status: string;
  /** Events that say nothing of delivery: opens, clicks … */
  others: number;
  copies: number;
  /** So many of the events were fetched, not posted. */
  pulled: number;
  /** The longest time from an event to its receipt. */
  longestWayMs: number;
}

/** One message to one recipient, as all witnesses together tell of it. */
export interface Message {
  recipient: string;
  token: string;
  messageId: string;
  letter: string;
  issue: string;
  /** What brought the accounts together. */
  joinedBy: 'token' | 'message-id' | 'letter' | 'recipient' | 'nothing';
  firstMs: number;
  lastMs: number;
  receipt: 'none' | 'accepted' | 'refused';
  relay: Side;
  platform: Side;
}

const joins = { t: 'token', m: 'message-id', l: 'letter' } as const;

/** What the key of its accounts says of how they came together. */
export function joinedByKey(key: string): Message['joinedBy'] {
  return joins[key.charAt(0) as keyof typeof joins] ?? 'nothing';
}

export function emptyMessage(key: string, recipient: string): Message {
  return {
    recipient,
    token: '',
    messageId: '',
    letter: '',
    issue: '',
    joinedBy: joinedByKey(key),
    firstMs: Infinity,
    lastMs: -Infinity,
    receipt: 'none',
    relay: emptySide(),
    platform: emptySide(),
  };
}

export function emptySide(): Side {
  return {
    events: 0,
    sentMs: undefined,
    acceptedMs: undefined,
    isSuppressed: false,
    outcome: 'none',
    outcomeMs: undefined,
    status: '',
    others: 0,
    copies: 0,
    pulled: 0,
    longestWayMs: 0,
  };
}

/** Sent, and delivered by the word of both sides, with nothing else to tell: as most are. */
export function isOrdinary({ receipt, relay, platform }: Message): boolean {
  return receipt === 'none' && platform.sentMs !== undefined && isPlainDelivery(relay) && isPlainDelivery(platform);
}

function isPlainDelivery({ outcome, longestWayMs, copies, pulled, isSuppressed, acceptedMs }: Side): boolean {
  const isWell = outcome === 'delivered' && longestWayMs <= lateMs && !isSuppressed;
  return isWell && copies + pulled === 0 && acceptedMs === undefined;
}

/** Adds what an account says. */
export function take(message: Message, account: Account): void {
  const { atMs, witness, step } = account;
  message.token ||= account.token;
  message.messageId ||= account.messageId;
  message.letter ||= account.letter;
  message.issue ||= account.issue;
  if (atMs < message.firstMs) message.firstMs = atMs;
  if (atMs > message.lastMs) message.lastMs = atMs;
  if (witness === 'receipt') message.receipt = step === 'refused' ? 'refused' : 'accepted';
  else takeSide(message[witness], account);
}

/** Whether an event says what was said already. One that was posted and fetched too is not a copy. */
function isCopy(side: Side, { step, atMs, isPulled, status }: Account): boolean {
  if (isPulled || side.pulled > 0) return false;
  if (step === 'sent') return side.sentMs === atMs;
  return (
    side.outcome !== 'none' && side.outcome === outcomes[step] && side.outcomeMs === atMs && side.status === status
  );
}

const outcomes: Readonly<Partial<Record<Step, Outcome>>> = {
  reported: 'reported',
  'soft-bounce': 'deferred',
  delivered: 'delivered',
  bounce: 'bounced',
  'hard-bounce': 'bounced',
};

function takeSide(side: Side, account: Account): void {
  const { step, atMs, receivedMs, isPulled, status } = account;
  side.events += 1;
  if (isCopy(side, account)) side.copies += 1;
  if (isPulled) side.pulled += 1;
  else side.longestWayMs = Math.max(side.longestWayMs, receivedMs - atMs);
  if (step === 'sent') side.sentMs = Math.min(side.sentMs ?? atMs, atMs);
  else if (step === 'accepted') side.acceptedMs = atMs;
  else if (step === 'suppressed') side.isSuppressed = true;
  else if (step === 'other') side.others += 1;
  else settle(side, outcomes[step] ?? 'none', atMs, status);
}

const weights: Readonly<Record<Outcome, number>> = { none: 0, reported: 1, deferred: 2, delivered: 3, bounced: 3 };

/** What is final counts before what is not; of two final ones the later: a message may bounce after it was taken (RFC 5321 §4.5.5). */
function settle(side: Side, outcome: Outcome, atMs: number, status: string): void {
  const [ours, theirs] = [weights[side.outcome], weights[outcome]];
  if (theirs < ours || (theirs === ours && atMs < (side.outcomeMs ?? atMs))) return;
  Object.assign(side, { outcome, outcomeMs: atMs, status });
}

/** One message of two that prove to be the same. Changes the first and returns it. */
export function joined(message: Message, other: Message): Message {
  message.recipient ||= other.recipient;
  message.token ||= other.token;
  message.messageId ||= other.messageId;
  message.letter ||= other.letter;
  message.issue ||= other.issue;
  message.firstMs = Math.min(message.firstMs, other.firstMs);
  message.lastMs = Math.max(message.lastMs, other.lastMs);
  if (message.receipt === 'none') message.receipt = other.receipt;
  joinSide(message.relay, other.relay);
  joinSide(message.platform, other.platform);
  return message;
}

function joinSide(side: Side, other: Side): void {
  if (side.pulled === 0 && other.pulled === 0) side.copies += copiesIn(side, other);
  if (other.sentMs !== undefined) side.sentMs = Math.min(side.sentMs ?? other.sentMs, other.sentMs);
  side.acceptedMs ??= other.acceptedMs;
  side.isSuppressed ||= other.isSuppressed;
  side.events += other.events;
  side.others += other.others;
  side.copies += other.copies;
  side.pulled += other.pulled;
  side.longestWayMs = Math.max(side.longestWayMs, other.longestWayMs);
  if (other.outcomeMs !== undefined) settle(side, other.outcome, other.outcomeMs, other.status);
}

/** What both say is said once more than is needed. */
function copiesIn(side: Side, other: Side): number {
  const sends = side.sentMs !== undefined && side.sentMs === other.sentMs ? 1 : 0;
  const isSame = side.outcome === other.outcome && side.outcomeMs === other.outcomeMs && side.status === other.status;
  return sends + (side.outcome !== 'none' && isSame ? 1 : 0);
}
