import type { StepId, StepState } from './check-step.js';
import type { ProofReceipt, RulePlace } from './proof-receipt.js';

/** The links of the chain, in their order; those of `check` come first. */
export type ProofStepId = StepId | 'mailbox' | 'send' | 'arrival' | 'overrides' | 'path' | 'authentication' | 'event';

/** One link: what was looked at, what was seen, what to do about it. */
export interface ProofStep {
  readonly id: ProofStepId;
  readonly state: StepState;
  readonly evidence: string;
  readonly fix: string | null;
  /** For `akrelay explain`. */
  readonly finding: string | null;
  readonly tookMs: number | null;
}

/** `pending`: the message, or its event, may still come. */
export type ProofVerdict = 'proved' | 'proved-with-remarks' | 'broken' | 'pending' | 'cannot-tell';

/** The findings by which a proof is open, not broken. */
const open: readonly (string | null)[] = ['prove-not-arrived', 'prove-event-missing'];

/** The verdict of all steps. */
export function proofVerdict(steps: readonly ProofStep[]): ProofVerdict {
  if (steps.some(({ state }) => state === 'fail')) return 'broken';
  const unknown = steps.filter(({ state }) => state === 'unknown');
  if (unknown.some(({ finding }) => open.includes(finding))) return 'pending';
  if (unknown.some(({ id }) => id === 'path' || id === 'arrival' || id === 'mailbox')) return 'cannot-tell';
  // Limits that a relay does not state are no remark.
  const remarks = steps.some(({ id, state }) => state === 'warn' || (state === 'unknown' && id !== 'limits'));
  return remarks ? 'proved-with-remarks' : 'proved';
}

/** The verdict of several proofs: the worst of theirs. */
export function worstVerdict(verdicts: readonly ProofVerdict[]): ProofVerdict {
  const order = ['broken', 'pending', 'cannot-tell', 'proved-with-remarks', 'proved'] as const;
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'cannot-tell';
}

/** The proof of one message. */
export interface MessageProof {
  readonly sender: string;
  readonly verdict: ProofVerdict;
  readonly steps: readonly ProofStep[];
  readonly receipt: ProofReceipt | undefined;
}

/** The proof of a sender of a rule. */
export type RuleProof = MessageProof & RulePlace;

interface Kept {
  /** Where the receipt was written. */
  readonly receiptFile: string | undefined;
  readonly evidence: string | undefined;
}

/** What became of one message. */
export type SenderResult = { readonly kind: 'sender' } & MessageProof & Kept;

/** What became of the messages of all senders of a virtual sender. */
export type VirtualResult = {
  readonly kind: 'virtual';
  readonly virtual: string;
  readonly verdict: ProofVerdict;
  readonly proofs: readonly RuleProof[];
} & Kept;

export type ProveResult = SenderResult | VirtualResult;

/** As `--json` prints it. */
export function proofFields(result: ProveResult): object {
  const kept = { receipt: result.receiptFile ?? null, evidence: result.evidence ?? null };
  if (result.kind === 'sender') return { ...messageFields(result), ...kept };
  const { virtual, verdict, proofs } = result;
  const rows = proofs.map(({ rule, match, percent, ...proof }) => ({ rule, match, percent, ...messageFields(proof) }));
  return { virtual, verdict, proofs: rows, ...kept };
}

/** The schema of that. */
export function proofSchema({ kind }: ProveResult): 'prove@1' | 'prove-virtual@1' {
  return kind === 'sender' ? 'prove@1' : 'prove-virtual@1';
}

function messageFields({ sender, verdict, steps, receipt }: MessageProof): object {
  return {
    sender,
    verdict,
    steps,
    token: receipt?.token ?? null,
    messageId: receipt?.messageId ?? null,
    sentAt: receipt?.sentAt ?? null,
  };
}
