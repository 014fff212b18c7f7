import type { Authentication } from '../../../commands/verify/authentication.js';
import type { PathVerdict } from '../../../trace/path/verdict.js';
import { element, type Markup } from '../../page/markup.js';
import { sentence } from '../plain.js';
import { reasons } from '../reasons.js';
import { authenticationMarkup } from './authentication.js';
import { hopsMarkup } from './hops.js';

/** All there is to say of one message below its verdict: why, the hops, authentication, what to do next. */
export function messageMarkup(verdict: PathVerdict, authentication: Authentication | undefined): readonly Markup[] {
  const why = reasons(verdict).map((reason) => element('li', {}, reason));
  return [
    why.length > 0 ? element('section', {}, element('h3', {}, 'Why'), element('ul', {}, why)) : undefined,
    verdict.hint === undefined ? undefined : element('p', {}, element('b', {}, 'Hint: '), sentence(verdict.hint)),
    verdict.verdict === 'confirmed'
      ? undefined
      : element('p', {}, element('b', {}, 'More: '), element('code', {}, `akrelay explain ${verdict.reason}`)),
    ...hopsMarkup(verdict),
    authentication && authenticationMarkup(authentication),
  ].flatMap((part) => part ?? []);
}
