import type { CompareStatistics } from '../../commands/stats/compare.js';
import { type ComparedLine, meanings } from '../../events/statistics/index.js';
import { explanationOf } from './compare-text.js';

/** The whole comparison; what a side does not have is null. */
export function comparisonJson({
  period,
  sides,
  leftOut,
  totals,
  groups,
  verdict,
  tolerancePercent,
  undated,
  copies,
  recipients,
}: CompareStatistics) {
  const explanationIds = new Set(
    totals.flatMap(({ explained, possible }) => [...explained.map(({ id }) => id), ...possible]),
  );
  return {
    verdict,
    period: period ?? null,
    tolerancePercent,
    sides: { altcraft: sideJson(sides.altcraft), sendsay: sideJson(sides.sendsay) },
    totals: totals.map((line) => ({ ...lineJson(line), means: meanings[line.measure].means })),
    explanations: [...explanationIds].map((id) => {
      const { short, text, source } = explanationOf(id);
      return { id, short, text, source };
    }),
    groups: groups.map(({ day, issue, issues, lines }) => ({
      day: day ?? null,
      issue: issue ?? null,
      issues,
      lines: lines.map(lineJson),
    })),
    leftOut,
    undated,
    copies,
    recipients: recipients ?? null,
  };
}

/** One object for each issue, day and measure. */
export function* groupLines({ groups }: CompareStatistics) {
  for (const { day, issue, issues, lines } of groups)
    for (const line of lines) yield { day: day ?? null, issue: issue ?? null, issues, ...lineJson(line) };
}

function sideJson({ origins, rows, dayOf, zone }: CompareStatistics['sides']['altcraft']) {
  return { origins, rows, dayOf, zone: zone ?? null };
}

function lineJson({ altcraft, sendsay, difference, ...line }: ComparedLine) {
  const { measure, explained, possible, unexplained } = line;
  return {
    measure,
    altcraft: altcraft ?? null,
    sendsay: sendsay ?? null,
    difference: difference ?? null,
    explained,
    possible,
    unexplained,
  };
}
