import type { CompareStatistics } from '../../commands/stats/compare.js';
import { cautions } from '../../events/statistics/index.js';
import { element, type Markup } from '../page/markup.js';
import { pageOf } from '../page/page.js';
import { eventRemarks, headline, leftOutText, nextStep, originsText } from './compare-text.js';
import { figure, legend } from './report-figure.js';
import { reportStyle } from './report-style.js';
import { groupSection, recipientSection } from './report-tables.js';

/** The comparison as a page: bars of both sides, what is not explained marked, the reasons folded. */
export function comparePage(comparison: CompareStatistics): Promise<string> {
  const { period, verdict, totals } = comparison;
  const days = period === undefined ? '' : `, ${period.firstDay} to ${period.lastDay}`;
  return pageOf({
    title: `Altcraft and Sendsay${days}`,
    style: reportStyle,
    body: [
      element(
        'header',
        {},
        element('h1', { class: tones[verdict] }, headline(comparison)),
        element('p', { class: 'quiet' }, originsText(comparison)),
        [...comparison.leftOut.map(leftOutText), ...eventRemarks(comparison), nextStep(comparison) ?? []]
          .flat()
          .map((line) => element('p', { class: 'quiet' }, line)),
        totals.length > 0 ? legend() : undefined,
      ),
      element(
        'main',
        {},
        totals.map((line) => figure(line, comparison)),
        groupSection(comparison),
        recipientSection(comparison),
        cautionSection(),
      ),
    ],
  });
}

const tones: Readonly<Record<CompareStatistics['verdict'], string>> = {
  explained: 'good',
  unexplained: 'bad',
  early: 'warn',
  unknown: 'warn',
};

function cautionSection(): Markup {
  return element(
    'details',
    {},
    element('summary', {}, 'Cautions'),
    element(
      'ul',
      {},
      cautions.map(({ text, source }) => element('li', {}, text, ' ', element('small', {}, `Source: ${source}.`))),
    ),
  );
}
