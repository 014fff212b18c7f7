import type { Authentication } from '../../../commands/verify/authentication.js';
import { element, type Markup } from '../../page/markup.js';
import { authenticationNote, authenticationRows, statedLines, toneOf } from '../authentication.js';
import { sentence } from '../plain.js';

/** The authentication as a table; below it what our own servers state, and what contradicts. */
export function authenticationMarkup(found: Authentication): Markup {
  const head = ['method', 'result', 'of'].map((title) => element('th', { scope: 'col' }, title));
  const rows = authenticationRows(found).map(([method, result, says]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, method),
      element('td', { class: toneOf(result) }, element('b', {}, result)),
      element('td', {}, says),
    ),
  );
  return element(
    'section',
    {},
    element('h3', {}, 'Authentication'),
    element('p', { class: 'quiet' }, `This was ${authenticationNote}.`),
    element('table', {}, element('thead', {}, element('tr', {}, head)), element('tbody', {}, rows)),
    statedLines(found).map((line) => element('p', {}, `${line}.`)),
    found.findings.map(({ says }) => element('p', { class: 'warn' }, sentence(says))),
  );
}
