import type { CompareStatistics } from '../../commands/stats/compare.js';
import { type ComparedGroup, type ComparedLine, cautions, isBeyond, meanings } from '../../events/statistics/index.js';
import { element, type Markup, type Piece } from '../page/markup.js';
import { pageOf } from '../page/page.js';
import { eventRemarks, explanationOf, groupName, headline, leftOutText, originsText, signed } from './compare-text.js';
import { reportStyle } from './report-style.js';

/** The comparison as a page: bars of both sides, what is not explained marked, the reasons folded. */
export function comparePage(comparison: CompareStatistics): Promise<string> {
  const { period, verdict, totals } = comparison;
  const days = period === undefined ? '' : `, ${period.firstDay} to ${period.lastDay}`;
  return pageOf({
    title: `Altcraft beside Sendsay${days}`,
    style: reportStyle,
    body: [
      element(
        'header',
        {},
        element('h1', { class: tones[verdict] }, headline(comparison)),
        element('p', { class: 'quiet' }, originsText(comparison)),
        [...comparison.leftOut.map(leftOutText), ...eventRemarks(comparison)].map((line) =>
          element('p', { class: 'quiet' }, line),
        ),
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

function legend(): Markup {
  const key = (name: string, tone: string): Markup =>
    element('span', { class: 'key' }, bar(1, 1, tone, 'sample'), name);
  return element('p', { class: 'legend' }, key('Altcraft', 'one'), key('Sendsay', 'other'));
}

/** One measure: its bars, the difference, and why. */
function figure(line: ComparedLine, { tolerancePercent }: CompareStatistics): Markup {
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

/** More would make a page that no browser likes; the JSON has them all. */
const shownGroups = 500;

function groupSection({ groups }: CompareStatistics): Markup | undefined {
  if (groups.length === 0) return undefined;
  const different = groups.filter(({ lines }) => lines.some(isDifferent));
  const first = [...different.filter(isOpen), ...different.filter((group) => !isOpen(group))].slice(0, shownGroups);
  const more = different.length - first.length;
  return element(
    'section',
    {},
    element('h2', {}, 'By issue and day'),
    element(
      'p',
      { class: 'quiet' },
      `${groups.length} compared, ${different.length} with a difference${more > 0 ? `; the first ${shownGroups} are shown` : ''}.`,
    ),
    first.map(groupDetails),
  );
}

function isDifferent({ difference = 0, unexplained }: ComparedLine): boolean {
  return difference !== 0 || unexplained > 0;
}

function isOpen({ lines }: ComparedGroup): boolean {
  return lines.some(({ unexplained }) => unexplained > 0);
}

function groupDetails(group: ComparedGroup): Markup {
  const shown = group.lines.filter(isDifferent);
  const head = element(
    'tr',
    {},
    ['figure', 'Altcraft', 'Sendsay', 'difference', 'not explained'].map((title, at) =>
      element('th', { scope: 'col', class: at === 0 ? 'text' : 'number' }, title),
    ),
  );
  const row = ({ measure, altcraft, sendsay, difference = 0, unexplained }: ComparedLine): Markup =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, meanings[measure].title),
      [altcraft, sendsay, signed(difference)].map((value) => element('td', { class: 'number' }, value)),
      element('td', { class: 'number' }, unexplained > 0 ? element('mark', {}, unexplained) : 0),
    );
  return element(
    'details',
    {},
    element(
      'summary',
      {},
      group.day ?? 'all days',
      ' · ',
      groupName(group),
      isOpen(group) ? [' ', element('mark', {}, 'not explained')] : undefined,
    ),
    element('table', {}, element('thead', {}, head), element('tbody', {}, shown.map(row))),
  );
}

function recipientSection({ recipients }: CompareStatistics): Markup | undefined {
  if (recipients === undefined || recipients.length === 0) return undefined;
  const titles = ['recipient', 'figure', 'Altcraft', 'Sendsay'];
  const head = titles.map((title, at) => element('th', { scope: 'col', class: at < 2 ? 'text' : 'number' }, title));
  const rows = recipients.map(({ recipient, measure, altcraft, sendsay }) =>
    element(
      'tr',
      {},
      [recipient, meanings[measure].title].map((text) => element('td', {}, text)),
      [altcraft, sendsay].map((count) => element('td', { class: 'number' }, count)),
    ),
  );
  const table = element('table', {}, element('thead', {}, element('tr', {}, head)), element('tbody', {}, rows));
  return element(
    'details',
    {},
    element('summary', {}, `Recipients of whom the two tell differently: ${recipients.length}`),
    table,
  );
}

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
