import type { Finding } from './problem.js';
import type { ConfigText } from './read-config.js';
import type { FileValues } from './schema.js';
import { checkSenders } from './sender-rules.js';
import { itemsAt, type MapValue } from './tree.js';
import { checkVirtuals } from './virtual-rules.js';

/** Everything that the shape cannot say: names, shares, references, and what is allowed but rarely meant. */
export function checkRules(
  root: MapValue,
  values: FileValues,
  readableBy: ConfigText['readableBy'],
): readonly Finding[] {
  const senders = values.senders ?? [];
  const names = new Set(senders.map(({ name }) => name));
  return [
    ...checkSenders(itemsAt(root, 'senders'), senders, readableBy),
    ...checkVirtuals(itemsAt(root, 'virtualSenders'), values.virtualSenders ?? [], names),
  ];
}
