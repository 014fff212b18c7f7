import { AkrelayError, exitOf } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import type { Counts, InputProblem, MessageResult } from './result.js';

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
  const total = (): number => count.confirmed + count.notConfirmed + count.unknown + count.failed;
  return {
    add: (result) => {
      count[result.kind === 'failed' ? 'failed' : nameOf[result.verdict.verdict]] += 1;
      if (result.kind === 'failed') firstProblem ??= result.problem;
    },
    addAll: (more) => {
      for (const name of ['confirmed', 'notConfirmed', 'unknown', 'failed'] as const) count[name] += more.summary[name];
      firstProblem ??= more.firstProblem;
    },
    counts: () => ({ summary: { total: total(), ...count }, firstProblem }),
    exit: () => {
      if (count.notConfirmed > 0) return 'no';
      if (count.unknown > 0) return 'unknown';
      if (firstProblem === undefined) return 'done';
      if (total() === 1) throw asError(firstProblem);
      return exitOf[firstProblem.kind];
    },
  };
}

const nameOf = { confirmed: 'confirmed', 'not-confirmed': 'notConfirmed', unknown: 'unknown' } as const;

function asError({ kind, message, hint }: InputProblem): AkrelayError {
  return new AkrelayError(kind, hint === undefined ? { message } : { message, hint });
}
