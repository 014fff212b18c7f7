import type { StepId, StepState } from './check-step.js';

/** The links of the chain, in their order; those of `check` come first. */
export type ProofStepId = StepId | 'mailbox' | 'send' | 'arrival' | 'path' | 'authentication' | 'event';

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

/** What was sent: enough to go on waiting for it. */
export interface ProofReceipt {
  readonly schema: 'akrelay/prove-receipt@1';
  /** ISO 8601, UTC. */
  readonly sentAt: string;
  readonly sender: string;
  readonly token: string;
  readonly messageId: string;
  readonly forwardPaths: readonly string[];
}

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

/** A receipt as it was written; undefined for anything else. */
export function readProofReceipt(text: string): ProofReceipt | undefined {
  try {
    const read = JSON.parse(text) as Partial<ProofReceipt>;
    const words = [read.sentAt, read.sender, read.token, read.messageId];
    const isWhole =
      read.schema === 'akrelay/prove-receipt@1' &&
      words.every((word) => typeof word === 'string' && word.length < 1_000);
    return isWhole && !Number.isNaN(Date.parse(String(read.sentAt))) && Array.isArray(read.forwardPaths)
      ? (read as ProofReceipt)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What became of it. */
export interface ProveResult {
  readonly sender: string;
  readonly verdict: ProofVerdict;
  readonly steps: readonly ProofStep[];
  readonly receipt: ProofReceipt | undefined;
  /** Where the receipt was written. */
  readonly receiptFile: string | undefined;
  readonly evidence: string | undefined;
}

/** As `--json` prints it. */
export function proofFields({ sender, verdict, steps, receipt, receiptFile, evidence }: ProveResult): object {
  return {
    sender,
    verdict,
    steps,
    token: receipt?.token ?? null,
    messageId: receipt?.messageId ?? null,
    sentAt: receipt?.sentAt ?? null,
    receipt: receiptFile ?? null,
    evidence: evidence ?? null,
  };
}
