import type { CheckStep, StepId, StepState } from '../../relay/check-step.js';
import type { FailedLookUp } from '../../relay/dns-text.js';

type More = Partial<Pick<CheckStep, 'fix' | 'finding'>>;

/** A step; what is not given is null. */
export function step(id: StepId, state: StepState, evidence: string, tookMs?: number, more: More = {}): CheckStep {
  return { id, state, evidence, fix: more.fix ?? null, finding: more.finding ?? null, tookMs: tookMs ?? null };
}

/** A step that an earlier one, or the config, made pointless. */
export function skipped(id: StepId, evidence: string): CheckStep {
  return step(id, 'skipped', evidence);
}

/** No name server said what there is: that is not the same as nothing. */
export function noAnswerStep(id: StepId, name: string, { why, whose }: FailedLookUp): CheckStep {
  const fix =
    whose === 'of-the-zone'
      ? `Try another name server with --resolver. If that fails too, repair the zone of ${name}, often its DNSSEC: until then, receivers defer or distrust mail.`
      : null;
  return step(id, 'unknown', `the name server ${why} for ${name}`, undefined, { fix });
}
