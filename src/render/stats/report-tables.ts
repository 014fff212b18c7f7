import type { CompareStatistics } from '../../commands/stats/compare.js';
import { type ComparedGroup, type ComparedLine, meanings } from '../../events/statistics/index.js';
import { element, type Markup } from '../page/markup.js';
import { groupName, signed } from './compare-text.js';

/** More would make a page that no browser likes; the JSON has them all. */
const shownGroups = 500;

/** Issues and days with a difference, what is not explained first. */
export function groupSection({ groups }: CompareStatistics): Markup | undefined {
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

/** Recipients that the two sides report differently. */
export function recipientSection({ recipients }: CompareStatistics): Markup | undefined {
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
    element('summary', {}, `Recipients that the two sides report differently: ${recipients.length}`),
    table,
  );
}
