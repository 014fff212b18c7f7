import { AkrelayError, exitOf } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import type { InputProblem, MessageResult, VerifySummary } from './result.js';

/** Counts results as they pass. */
export interface Tally {
  readonly add: (result: MessageResult) => void;
  readonly summary: () => VerifySummary;
  /**
   * No before cannot-tell before the first failed input before confirmed.
   * Throws the failure itself when it is all there is, so that it is told as an error.
   */
  readonly exit: () => ExitName;
}

/** An empty tally. */
export function newTally(): Tally {
  const counts = { confirmed: 0, 'not-confirmed': 0, unknown: 0, failed: 0 };
  let firstProblem: InputProblem | undefined;
  const total = (): number => counts.confirmed + counts['not-confirmed'] + counts.unknown + counts.failed;
  return {
    add: (result) => {
      counts[result.kind === 'judged' ? result.verdict.verdict : 'failed'] += 1;
      if (result.kind === 'failed') firstProblem ??= result.problem;
    },
    summary: () => ({
      total: total(),
      confirmed: counts.confirmed,
      notConfirmed: counts['not-confirmed'],
      unknown: counts.unknown,
      failed: counts.failed,
    }),
    exit: () => {
      if (counts['not-confirmed'] > 0) return 'no';
      if (counts.unknown > 0) return 'unknown';
      if (firstProblem === undefined) return 'done';
      if (total() === 1) throw asError(firstProblem);
      return exitOf[firstProblem.kind];
    },
  };
}

function asError({ kind, message, hint }: InputProblem): AkrelayError {
  return new AkrelayError(kind, hint === undefined ? { message } : { message, hint });
}
