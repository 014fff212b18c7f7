import type { RuleMatch } from '../../relay/virtual-sender.js';
import { map, scalar, textAt, type Value, valueAt } from '../tree.js';

/** What a rule of the file looks at, as one comparable text in the words of every view: `default`, `To domain gmail.com`. */
export function matchLabel(rule: Value): string {
  const match = valueAt(rule, 'match');
  if (match?.kind === 'scalar') return match.text;
  const key = keys.find((name) => textAt(match, name) !== undefined);
  return key === undefined ? '' : `${words[key]} ${(textAt(match, key) ?? '').toLowerCase()}`;
}

const keys = ['toDomain', 'fromDomain', 'group'] as const;
const words = { toDomain: 'To domain', fromDomain: 'From domain', group: 'group' } as const;

/** A rule in a sentence, by that text. */
export function ruleLabelled(label: string): string {
  return label === 'default' ? 'the default rule' : `the rule '${label}'`;
}

/** The same text for a match that was asked for. */
export function labelOf(match: RuleMatch): string {
  if (match.kind === 'default') return 'default';
  if (match.kind === 'group') return `group ${match.group}`;
  return `${words[match.kind === 'to-domain' ? 'toDomain' : 'fromDomain']} ${match.domain.toLowerCase()}`;
}

/** A match as it is written in the file. */
export function matchValue(match: RuleMatch): Value {
  if (match.kind === 'default') return scalar('default');
  if (match.kind === 'group') return map([['group', scalar(match.group)]], 'flow');
  return map([[match.kind === 'to-domain' ? 'toDomain' : 'fromDomain', scalar(match.domain)]], 'flow');
}
