import { AkrelayError, exitOf } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import type { Counts, InputProblem, MessageResult, NextSteps } from './result.js';

/** Counts results as they pass. */
export interface Tally {
  readonly add: (result: MessageResult) => void;
  /** What another has counted. */
  readonly addAll: (counts: Counts) => void;
  readonly counts: () => Counts;
  /**
   * No before cannot-tell before the first failed input before confirmed.
   * Throws the failure itself when it is all there is, so that it is told as an error.
   */
  readonly exit: () => ExitName;
}

/** An empty tally. */
export function newTally(): Tally {
  const count = { confirmed: 0, notConfirmed: 0, unknown: 0, failed: 0 };
  let firstProblem: InputProblem | undefined;
  let next: NextSteps = { hints: [], reasons: [] };
  const total = (): number => count.confirmed + count.notConfirmed + count.unknown + count.failed;
  return {
    add: (result) => {
      count[result.kind === 'failed' ? 'failed' : nameOf[result.verdict.verdict]] += 1;
      if (result.kind === 'failed') firstProblem ??= result.problem;
      else if (result.verdict.verdict !== 'confirmed') {
        const { hint, reason } = result.verdict;
        next = both(next, { hints: hint === undefined ? [] : [hint], reasons: [reason] });
      }
    },
    addAll: (more) => {
      for (const name of ['confirmed', 'notConfirmed', 'unknown', 'failed'] as const) count[name] += more.summary[name];
      firstProblem ??= more.firstProblem;
      next = both(next, more.next);
    },
    counts: () => ({ summary: { total: total(), ...count }, next, firstProblem }),
    exit: () => {
      if (count.notConfirmed > 0) return 'no';
      if (count.unknown > 0) return 'unknown';
      if (firstProblem === undefined) return 'done';
      if (total() === 1) throw asError(firstProblem);
      return exitOf[firstProblem.kind];
    },
  };
}

/** More than a person reads of each. */
const mostNextSteps = 3;

function both(some: NextSteps, more: NextSteps): NextSteps {
  const first = (a: readonly string[], b: readonly string[]): readonly string[] =>
    a.length >= mostNextSteps ? a : [...new Set([...a, ...b])].slice(0, mostNextSteps);
  return { hints: first(some.hints, more.hints), reasons: first(some.reasons, more.reasons) };
}

const nameOf = { confirmed: 'confirmed', 'not-confirmed': 'notConfirmed', unknown: 'unknown' } as const;

function asError({ kind, message, hint }: InputProblem): AkrelayError {
  return new AkrelayError(kind, hint === undefined ? { message } : { message, hint });
}
