/** `unknown`: could not be found out; `skipped`: an earlier step made it pointless, or the config does not ask for it. */
export type StepState = 'pass' | 'warn' | 'fail' | 'unknown' | 'skipped';

export type StepId =
  | 'config'
  | 'secrets'
  | 'dns'
  | 'connect'
  | 'greeting'
  | 'ehlo'
  | 'tls'
  | 'certificate'
  | 'auth'
  | 'limits'
  // Asked for by a flag of their own.
  | 'clear-auth'
  | 'wrong-login'
  | 'open-relay'
  | 'compare'
  | 'spf'
  | 'dkim'
  | 'dmarc'
  | 'webhook'
  | 'webhook-panel';

/** Steps about something else than whether mail goes out. */
export const besideSending: readonly StepId[] = [
  'clear-auth',
  'wrong-login',
  'open-relay',
  'compare',
  'spf',
  'dkim',
  'dmarc',
  'webhook',
  'webhook-panel',
];

/** One step of `check`: what was looked at, what was seen, what to do about it. */
export interface CheckStep {
  readonly id: StepId;
  readonly state: StepState;
  /** What was seen: a phrase without a full stop. */
  readonly evidence: string;
  /** What to change or type, as a sentence; null when nothing is to be done. */
  readonly fix: string | null;
  /** Stable id of the finding, for `akrelay explain`; null when there is none. */
  readonly finding: string | null;
  readonly tookMs: number | null;
}

/** The worst of the steps. */
export function worstOf(steps: readonly CheckStep[]): 'pass' | 'warn' | 'fail' {
  if (steps.some(({ state }) => state === 'fail')) return 'fail';
  return steps.some(({ state }) => state === 'warn') ? 'warn' : 'pass';
}
