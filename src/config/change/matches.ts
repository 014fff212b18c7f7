import type { RuleMatch } from '../../relay/virtual-sender.js';
import { map, scalar, textAt, type Value, valueAt } from '../tree.js';

/** What a rule of the file looks at, as one comparable text: `default`, `toDomain gmail.com`, `group 7`. */
export function matchLabel(rule: Value): string {
  const match = valueAt(rule, 'match');
  if (match?.kind === 'scalar') return match.text;
  const key = ['toDomain', 'fromDomain', 'group'].find((name) => textAt(match, name) !== undefined);
  return key === undefined ? '' : `${key} ${(textAt(match, key) ?? '').toLowerCase()}`;
}

/** The same text for a match that was asked for. */
export function labelOf(match: RuleMatch): string {
  if (match.kind === 'default') return 'default';
  if (match.kind === 'group') return `group ${match.group}`;
  return `${match.kind === 'to-domain' ? 'toDomain' : 'fromDomain'} ${match.domain.toLowerCase()}`;
}

/** A match as it is written in the file. */
export function matchValue(match: RuleMatch): Value {
  if (match.kind === 'default') return scalar('default');
  if (match.kind === 'group') return map([['group', scalar(match.group)]], 'flow');
  return map([[match.kind === 'to-domain' ? 'toDomain' : 'fromDomain', scalar(match.domain)]], 'flow');
}
