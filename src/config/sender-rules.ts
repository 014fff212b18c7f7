import type { ConfigText } from './config-text.js';
import { credentialRules } from './credential-rules.js';
import { error, type Finding, warning } from './problem.js';
import { relayRules } from './relay-rules.js';
import { at } from './sender-rule.js';
import type { Value } from './tree.js';
import { type PlacedSender, textsOf } from './whole-parts.js';

/** The rules of single senders and of their names and ids. `items` are all of `senders:`, `senders` those whose shape is right. */
export function checkSenders(
  items: readonly Value[],
  senders: readonly PlacedSender[],
  readableBy: ConfigText['readableBy'],
): Finding[] {
  const rules = [...relayRules, ...credentialRules(readableBy)];
  const single = senders.flatMap((sender) => rules.flatMap((rule) => rule(sender) ?? []));
  return [...single, ...duplicateNames(items), ...duplicateIds(senders)];
}

function duplicateNames(items: readonly Value[]): Finding[] {
  const seen = new Set<string>();
  return textsOf(items, 'name').flatMap(({ text: name, item }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `there is already a sender '${name}'`;
    return [error('sender/duplicate-name', at(item, 'name'), message, 'Give each sender its own name.')];
  });
}

function duplicateIds(senders: readonly PlacedSender[]): Finding[] {
  const owner = new Map<number, string>();
  return senders.flatMap(({ values: { name, platform }, node }) => {
    if (platform?.id === undefined) return [];
    const other = owner.get(platform.id);
    owner.set(platform.id, other ?? name);
    if (other === undefined) return [];
    return [
      warning(
        'platform/duplicate-id',
        at(node, 'platform', 'id'),
        `sender '${other}' has the same platform id ${platform.id}`,
        'Give each sender its own id.',
      ),
    ];
  });
}
