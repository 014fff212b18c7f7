import type { CheckStep, StepId, StepState } from '../../relay/check-step.js';

type More = Partial<Pick<CheckStep, 'fix' | 'finding'>>;

/** A step; what is not given is null. */
export function step(id: StepId, state: StepState, evidence: string, tookMs?: number, more: More = {}): CheckStep {
  return { id, state, evidence, fix: more.fix ?? null, finding: more.finding ?? null, tookMs: tookMs ?? null };
}

/** A step that an earlier one, or the config, made pointless. */
export function skipped(id: StepId, evidence: string): CheckStep {
  return step(id, 'skipped', evidence);
}
