import type { StepState } from './check-step.js';

/** How a step ended, in one word in front of its line: of `check` and of `prove`. */
export const stateWords: Readonly<Record<StepState, string>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'FAIL',
  unknown: '?',
  skipped: '-',
};
