import type { AkrelayError } from '../../errors.js';
import type { StepState } from '../../relay/check-step.js';
import type { ProofStep, ProofStepId } from '../../relay/proof.js';

type More = Partial<Pick<ProofStep, 'fix' | 'finding'>>;

/** A link; what is not given is null. */
export function proofStep(
  id: ProofStepId,
  state: StepState,
  evidence: string,
  tookMs?: number,
  more: More = {},
): ProofStep {
  return { id, state, evidence, fix: more.fix ?? null, finding: more.finding ?? null, tookMs: tookMs ?? null };
}

/** A link that an error broke. */
export function failedStep(id: ProofStepId, { message, hint, data, kind }: AkrelayError, tookMs?: number): ProofStep {
  return proofStep(id, 'fail', message, tookMs, { fix: hint ?? null, finding: String(data['id'] ?? kind) });
}

/** Links behind one that broke. */
export function notReached(ids: readonly ProofStepId[], why: ProofStepId): ProofStep[] {
  return ids.map((id) => proofStep(id, 'skipped', `not reached: ${why} failed`));
}
