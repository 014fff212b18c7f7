import { usageError } from '../../errors.js';
import type { Part } from '../../relay/virtual-sender.js';
import { ruleLabelled } from './matches.js';

/**
 * Whole percents that total `total`, in proportion to the given ones; equal parts where all are 0. What rounding leaves
 * over goes to the largest remainders, of equal ones to the first (Hamilton's method).
 */
export function proportional(percents: readonly number[], total: number): number[] {
  const sum = percents.reduce((a, b) => a + b, 0);
  const exact = percents.map((percent) => (sum === 0 ? total / percents.length : (percent * total) / sum));
  const whole = exact.map(Math.floor);
  const left = total - whole.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, i) => ({ i, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder.slice(0, left)) whole[i] = (whole[i] ?? 0) + 1;
  return whole;
}

/**
 * The parts so that they total 100. `fixed` keeps the percent that was asked for and the others share the rest; alone
 * it takes all.
 */
export function rebalanced(parts: readonly Part[], fixed: string | undefined): Part[] {
  const keeper = parts.length === 1 ? undefined : parts.find(({ sender }) => sender === fixed);
  const others = parts.filter((part) => part !== keeper);
  const percents = proportional(
    others.map(({ percent }) => percent),
    100 - (keeper?.percent ?? 0),
  );
  return parts.map((part) => (part === keeper ? part : { ...part, percent: percents[others.indexOf(part)] ?? 0 }));
}

/** Throws `usage` unless the parts of a rule total 100; `remedy` says what to type then. */
export function mustTotal100(parts: readonly Part[], rule: string, remedy: string): void {
  const total = parts.reduce((sum, { percent }) => sum + percent, 0);
  if (parts.length === 0 || total === 100) return;
  const shown = parts.map(({ sender, percent }) => `${sender} ${percent}`).join(', ');
  throw usageError(
    `The shares of ${ruleLabelled(rule)} would total ${total}, not 100 (${shown}); nothing was changed.`,
    remedy,
  );
}
