import { type Mailbox, parseMailbox } from './mailbox.js';
import { fieldsOf, isWord } from './read-fields.js';
import { isRuleMatch, type RuleMatch } from './virtual-sender.js';

/** What was sent: enough to go on waiting for it. */
export interface ProofReceipt {
  readonly schema: 'akrelay/prove-receipt@1';
  /** ISO 8601, UTC. */
  readonly sentAt: string;
  readonly sender: string;
  readonly token: string;
  readonly messageId: string;
  readonly forwardPaths: readonly string[];
  /** Of a message of a virtual sender: what must arrive. */
  readonly expected?: Expected | undefined;
}

/** From and Reply-To after the overrides of a rule; `replyTo` is null where the rule sets none. */
export interface Expected {
  readonly from: Mailbox;
  readonly replyTo: string | null;
}

/** A sender of a rule. */
export interface RulePlace {
  /** 1 = the first rule. */
  readonly rule: number;
  readonly match: RuleMatch;
  readonly sender: string;
  readonly percent: number;
}

/** What was sent for all senders of a virtual sender. */
export interface VirtualReceipt {
  readonly schema: 'akrelay/prove-virtual-receipt@1';
  readonly virtual: string;
  /** `receipt` is null where the message was not sent. */
  readonly proofs: readonly (RulePlace & { readonly receipt: ProofReceipt | null })[];
}

/** A receipt as it was written; undefined for anything else. */
export function readReceipt(text: string): ProofReceipt | VirtualReceipt | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return isReceipt(read) || isVirtualReceipt(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isReceipt(value: unknown): value is ProofReceipt {
  const { schema, sentAt, sender, token, messageId, forwardPaths, expected } = fieldsOf(value);
  return (
    schema === 'akrelay/prove-receipt@1' &&
    [sentAt, sender, token, messageId].every(isWord) &&
    !Number.isNaN(Date.parse(String(sentAt))) &&
    Array.isArray(forwardPaths) &&
    (expected === undefined || isExpected(expected))
  );
}

function isVirtualReceipt(value: unknown): value is VirtualReceipt {
  const { schema, virtual, proofs } = fieldsOf(value);
  const isWhole = schema === 'akrelay/prove-virtual-receipt@1' && isWord(virtual);
  return isWhole && Array.isArray(proofs) && proofs.length > 0 && proofs.every(isSentPlace);
}

function isSentPlace(value: unknown): boolean {
  const { rule, match, sender, percent, receipt } = fieldsOf(value);
  const isPlace = Number.isSafeInteger(rule) && Number.isSafeInteger(percent) && isWord(sender) && isRuleMatch(match);
  return isPlace && (receipt === null || isReceipt(receipt));
}

function isExpected(value: unknown): boolean {
  const { from, replyTo } = fieldsOf(value);
  const { address, displayName } = fieldsOf(from);
  const isAuthor = isWord(address) && parseMailbox(address) !== undefined;
  return isAuthor && (displayName === undefined || isWord(displayName)) && (replyTo === null || isWord(replyTo));
}
