import { suggester } from './nearest.js';
import { error, type Finding, warning } from './problem.js';
import type { MatchValue } from './schema/virtual-sender.js';
import { itemsAt, textAt, type Value, valueAt } from './tree.js';
import { offsetOf } from './tree-offsets.js';
import { type PlacedRule, textsOf, type WholeParts } from './whole-parts.js';

interface NamedRule extends PlacedRule {
  /** `rule 2 of 'newsletters'`. */
  readonly called: string;
}

/** The rules of virtual senders. `items` are all of `virtualSenders:`; `rulesOf` one's rules whose shape is right. */
export function checkVirtuals(
  items: readonly Value[],
  rulesOf: WholeParts['rulesOf'],
  senders: ReadonlySet<string>,
): Finding[] {
  const suggest = suggester([...senders]);
  const single = items.flatMap((item, i) => {
    const name = textAt(item, 'name') ?? '';
    const rules = rulesOf(i).map((rule) => ({ ...rule, called: `rule ${rule.number} of '${name}'` }));
    return [
      ...rules.flatMap((rule) => [
        ...unknownSenders(rule, senders, suggest),
        ...sharesTotal(rule),
        ...doubledSenders(rule),
      ]),
      ...order(rules),
    ];
  });
  return [...single, ...duplicateNames(items)];
}

function placeOf(node: Value | undefined, key: string): number {
  const held = valueAt(node, key) ?? node;
  return held === undefined ? 0 : offsetOf(held);
}

function unknownSenders(
  { values, node, called }: NamedRule,
  senders: ReadonlySet<string>,
  suggest: (word: string) => string | undefined,
): Finding[] {
  const shares = itemsAt(node, 'senders');
  return values.senders.flatMap(({ sender }, i) => {
    if (senders.has(sender)) return [];
    const meant = suggest(sender);
    const fix = meant === undefined ? `Create it with: akrelay sender create ${sender}` : `Did you mean ${meant}?`;
    return [
      error(
        'rule/unknown-sender',
        placeOf(shares[i], 'sender'),
        `${called} names the sender '${sender}', which does not exist`,
        fix,
      ),
    ];
  });
}

function sharesTotal({ values, node, called }: NamedRule): Finding[] {
  const total = values.senders.reduce((sum, { percent }) => sum + percent, 0);
  if (total === 100) return [];
  const message = `the shares of ${called} total ${total}, not 100`;
  return [
    error('rule/shares-total', placeOf(node, 'senders'), message, 'Change the percent values so that they total 100.'),
  ];
}

function doubledSenders({ values, node, called }: NamedRule): Finding[] {
  const shares = itemsAt(node, 'senders');
  return values.senders.flatMap(({ sender }, i) =>
    values.senders.findIndex((other) => other.sender === sender) === i
      ? []
      : [
          error(
            'rule/duplicate-sender',
            placeOf(shares[i], 'sender'),
            `${called} names the sender '${sender}' twice`,
            'Merge them into one share.',
          ),
        ],
  );
}

/** The default rule matches everything, so it is last; a rule that an earlier one covers is never reached. */
function order(rules: readonly NamedRule[]): Finding[] {
  const seen = new Map<string, NamedRule>();
  return rules.flatMap((rule, i) => {
    const key = matchKey(rule.values.match);
    const place = placeOf(rule.node, 'match');
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, rule);
    else
      return [
        error(
          'rule/duplicate-match',
          place,
          `${rule.called} has the same condition as rule ${earlier.number}`,
          'Merge the two rules.',
        ),
      ];
    if (key === 'default' && i < rules.length - 1)
      return [
        error(
          'rule/default-not-last',
          place,
          `${rule.called} is the default, so the rules after it are never reached`,
          'Move it to the end.',
        ),
      ];
    return overlap(rule, seen);
  });
}

/** Whether a platform's rule for a domain takes its sub-domains too is documented nowhere. */
function overlap(rule: NamedRule, above: ReadonlyMap<string, NamedRule>): Finding[] {
  const key = matchKey(rule.values.match);
  const [kind = '', domain] = key.split(' ');
  if (domain === undefined || kind === 'group') return [];
  const labels = domain.split('.');
  const [wider] = labels
    .flatMap((_label, i) => above.get(`${kind} ${labels.slice(i + 1).join('.')}`) ?? [])
    .sort((a, b) => a.number - b.number);
  if (wider === undefined) return [];
  const message = `${rule.called} comes after the rule of a parent domain, and may never be reached if that rule also matches subdomains`;
  return [
    warning('rule/overlapping-domains', placeOf(rule.node, 'match'), message, `Move it above rule ${wider.number}.`),
  ];
}

function matchKey(match: MatchValue): string {
  if (match === 'default') return 'default';
  if ('group' in match) return `group ${match.group}`;
  return 'toDomain' in match ? `to ${match.toDomain.toLowerCase()}` : `from ${match.fromDomain.toLowerCase()}`;
}

function duplicateNames(items: readonly Value[]): Finding[] {
  const seen = new Set<string>();
  return textsOf(items, 'name').flatMap(({ text: name, item }) => {
    const account = textAt(item, 'account') ?? '';
    const key = `${account} ${name}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = `account ${account} already has a virtual sender '${name}'`;
    return [error('virtual/duplicate-name', placeOf(item, 'name'), message, 'Rename one of them.')];
  });
}
