import type { Budgets } from '../../../relay/budgets.js';
import type { SmtpStage } from '../../../relay/smtp-stage.js';
import type { Clock } from '../../world.js';
import { cancelledSession } from '../cancelled.js';
import { failureError, outOfTimeFailure, timeoutFailure } from '../failures/failures.js';

/** Ends a session that waits too long, is cancelled, or is found to be wrong. */
export interface Watch {
  /** The session now waits at this stage; the stage's budget begins. */
  readonly waits: (stage: SmtpStage) => void;
  /** The session waits for nothing. */
  readonly rest: () => void;
  /** The session is over: nothing is waited for any more, and no timer is left over. */
  readonly end: () => void;
  /** A new total budget: for the next message of the same session. */
  readonly renew: () => void;
  /** The first failure counts. */
  readonly fail: (error: Error) => void;
  /** The work's result, or the failure that comes first. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
}

export interface WatchOptions {
  readonly relay: string;
  readonly budgets: Budgets;
  /** When the total budget ends, on the clock. */
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly cancelled: AbortSignal;
}

export function startWatch({ relay, budgets, deadlineMs: firstDeadlineMs, clock, cancelled }: WatchOptions): Watch {
  let deadlineMs = firstDeadlineMs;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let reject: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_resolve, rejectFailed) => {
    reject = rejectFailed;
  });
  failed.catch(() => undefined);
  const rest = (): void => clearTimeout(timer);
  const end = (): void => {
    isOver = true;
    rest();
    cancelled.removeEventListener('abort', cancel);
  };
  const fail = (error: Error): void => {
    end();
    reject(error);
  };
  const cancel = (): void => fail(cancelledSession());
  if (cancelled.aborted) cancel();
  else cancelled.addEventListener('abort', cancel, { once: true });
  return {
    waits: (stage) => {
      rest();
      if (isOver) return;
      const budgetMs = budgetOf(budgets, stage);
      const leftMs = deadlineMs - clock.elapsedMs();
      const ms = Math.max(Math.min(budgetMs, leftMs), 1);
      // Cut short by the total: to say that nothing came for the rest of a second would be true and mislead.
      const isCut = ms < budgetMs / 4;
      timer = setTimeout(
        () =>
          fail(
            failureError(isCut ? outOfTimeFailure(relay, stage, budgets.totalMs) : timeoutFailure(relay, stage, ms)),
          ),
        ms,
      );
    },
    rest,
    end,
    renew: () => {
      deadlineMs = clock.elapsedMs() + budgets.totalMs;
    },
    fail,
    race: (work) => Promise.race([work, failed]),
  };
}

function budgetOf(budgets: Budgets, stage: SmtpStage): number {
  if (stage === 'greeting') return budgets.greetingMs;
  if (stage === 'tls') return budgets.tlsMs;
  if (stage === 'text') return budgets.totalMs;
  return stage === 'dot' ? budgets.messageMs : budgets.commandMs;
}
