import type { CompareStatistics } from '../../commands/stats/compare.js';
import { type ComparedLine, isBeyond, meanings } from '../../events/statistics/index.js';
import { element, type Markup, type Piece } from '../page/markup.js';
import { explanationOf, signed } from './compare-text.js';

export function legend(): Markup {
  const key = (name: string, tone: string): Markup =>
    element('span', { class: 'key' }, bar(1, 1, tone, 'sample'), name);
  return element('p', { class: 'legend' }, key('Altcraft', 'one'), key('Sendsay', 'other'));
}

/** One measure: its bars, the difference, and why. */
export function figure(line: ComparedLine, { tolerancePercent }: CompareStatistics): Markup {
  const { title } = meanings[line.measure];
  const isFinding = isBeyond(line, tolerancePercent);
  const most = Math.max(line.altcraft ?? 0, line.sendsay ?? 0);
  return element(
    'section',
    { class: isFinding ? 'figure finding' : 'figure' },
    element('h2', {}, title),
    element(
      'div',
      { class: 'bars' },
      sideRow('Altcraft', line.altcraft, most, 'one'),
      sideRow('Sendsay', line.sendsay, most, 'other'),
    ),
    element('p', {}, differenceText(line, isFinding)),
    reasons(line),
  );
}

function sideRow(name: string, value: number | undefined, most: number, tone: string): Markup {
  const shown = value === undefined ? 'not counted' : value;
  return element(
    'div',
    { class: 'side' },
    element('span', { class: 'name' }, name),
    bar(value ?? 0, most, tone, 'bar'),
    element('span', { class: 'number' }, shown),
  );
}

/** A picture for the eye only: the number is next to it. */
function bar(value: number, most: number, tone: string, size: string): Markup {
  const width = most === 0 ? 0 : (value / most) * 100;
  return element(
    'svg',
    { class: `${size} ${tone}`, viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    element('rect', { width: width.toFixed(3), height: 10 }),
  );
}

function differenceText({ difference, unexplained }: ComparedLine, isFinding: boolean): Piece {
  if (difference === undefined)
    return element('span', { class: 'quiet' }, 'Only one side has this figure, so it is not compared.');
  if (difference === 0 && unexplained === 0) return element('span', { class: 'good' }, 'No difference.');
  const open = unexplained === 0 ? 'all explained' : `${unexplained} not explained`;
  return [
    `Difference ${signed(difference)}: `,
    isFinding
      ? element('mark', {}, open)
      : element(
          'span',
          { class: unexplained === 0 ? 'good' : 'warn' },
          unexplained === 0 ? open : `${open}, tolerated`,
        ),
  ];
}

function reasons(line: ComparedLine): Markup {
  const { altcraft, sendsay } = meanings[line.measure].means;
  const items = [
    ...line.explained.map(({ id, events, weight }) =>
      reason(id, `${explanationOf(id).short}: ${events}${weight === 'counted' ? ', each of them found' : ''}.`),
    ),
    ...(line.unexplained > 0 ? line.possible : []).map((id) =>
      reason(id, `Possible: ${explanationOf(id).short}; the number is unknown.`),
    ),
  ];
  return element(
    'details',
    {},
    element('summary', {}, items.length > 0 ? 'Why, and what is counted' : 'What is counted'),
    items.length > 0 ? element('ul', {}, items) : undefined,
    element(
      'dl',
      {},
      element('dt', {}, 'Altcraft'),
      element('dd', {}, altcraft),
      element('dt', {}, 'Sendsay'),
      element('dd', {}, sendsay),
    ),
  );
}

function reason(id: string, says: string): Markup {
  const { text, source } = explanationOf(id);
  return element('li', {}, element('b', {}, says), ' ', text, ' ', element('small', {}, `Source: ${source}.`));
}
