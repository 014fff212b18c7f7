import { type EventSource, eventSources } from '../mail-event.js';
import { comparedGroup } from './compare-group.js';
import { totalOf } from './compare-total.js';
import { comparedDays } from './compared-days.js';
import type { ComparedLine, CompareOptions, CompareResult, Comparison, Verdict } from './comparison.js';
import { type Measure, measures, type SideFigures } from './figures.js';
import { pairRows, type Sides } from './pair-rows.js';
import { hasFigures } from './with-clicks.js';

/** Puts both sides next to each other, and says which part of each difference has a documented cause. */
export function compareFigures(sides: Sides, options: CompareOptions): CompareResult {
  const days = comparedDays(sides, options);
  if (days.kind === 'apart') return days;
  const { period, within, leftOut } = days;
  const isEmpty = eventSources.some((source) => !within[source].rows.some(hasFigures));
  const counted = { altcraft: countedBy(sides.altcraft), sendsay: countedBy(sides.sendsay) };
  const judged = { today: options.today, counted };
  const groups = isEmpty ? [] : pairRows(within).map((group) => comparedGroup(group, judged));
  const totals = measures.flatMap((measure) => totalOf(measure, groups) ?? []);
  const comparison: Comparison = {
    period: isEmpty ? undefined : period,
    sides: { altcraft: countedRows(within.altcraft), sendsay: countedRows(within.sendsay) },
    leftOut,
    totals,
    groups,
    verdict: verdictOf(totals, options.tolerancePercent),
  };
  return { kind: 'compared', comparison };
}

function countedBy({ rows }: SideFigures): ReadonlySet<Measure> {
  return new Set(measures.filter((measure) => rows.some(({ figures }) => figures[measure] !== undefined)));
}

function countedRows(side: SideFigures): Comparison['sides'][EventSource] {
  return { ...side, rows: side.rows.filter(hasFigures).length };
}

/** Whether more of a line is unexplained than is tolerated. In whole numbers: 1000 * 32.3 / 100 comes out less than 323. */
export function isBeyond({ altcraft = 0, sendsay = 0, unexplained }: ComparedLine, tolerancePercent: number): boolean {
  return unexplained * 1_000_000 > Math.max(altcraft, sendsay) * Math.round(tolerancePercent * 10_000);
}

function verdictOf(totals: readonly ComparedLine[], tolerancePercent: number): Verdict {
  if (totals.every(({ difference }) => difference === undefined)) return 'unknown';
  if (totals.some((line) => isBeyond(line, tolerancePercent))) return 'unexplained';
  return totals.some(({ explained }) => explained.some(({ weight }) => weight === 'early')) ? 'early' : 'explained';
}
