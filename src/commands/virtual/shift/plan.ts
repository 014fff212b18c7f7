import { proportional } from '../../../config/change/shares.js';
import type { Part } from '../../../relay/virtual-sender.js';

/** How a share is to grow. */
export interface Growth {
  readonly to: string;
  /** Percent a step. */
  readonly step: number;
  /** Percent at the end. */
  readonly until: number;
}

/**
 * The shares after each step. The other senders keep their proportion of before the shift, so that rounding does not add up from
 * step to step.
 */
export function stepsOf(before: readonly Part[], now: readonly Part[], { to, step, until }: Growth): Part[][] {
  const steps: Part[][] = [];
  let percent = now.find(({ sender }) => sender === to)?.percent ?? 0;
  while (percent < until) {
    percent = Math.min(until, percent + step);
    steps.push(sharesWith(before, to, percent));
  }
  return steps;
}

function sharesWith(before: readonly Part[], to: string, percent: number): Part[] {
  const others = before.filter(({ sender }) => sender !== to);
  const rest = proportional(
    others.map((part) => part.percent),
    100 - percent,
  );
  return before.map((part) =>
    part.sender === to ? { ...part, percent } : { ...part, percent: rest[others.indexOf(part)] ?? 0 },
  );
}
