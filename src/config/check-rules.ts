import type { ConfigText } from './config-text.js';
import { checkMailboxes } from './mailbox-rules.js';
import type { Finding } from './problem.js';
import type { FileValues } from './schema/file.js';
import { checkSenders } from './sender-rules.js';
import { itemsAt, type MapValue } from './tree.js';
import { checkVirtuals } from './virtual-rules.js';
import { textsOf, wholeParts } from './whole-parts.js';

/**
 * Everything that the shape cannot say: names, shares, references, and what is allowed but rarely meant. Where the shape
 * of the file is wrong, `values` is undefined and the parts whose shape is right are looked at.
 */
export function checkRules(
  root: MapValue,
  values: FileValues | undefined,
  readableBy: ConfigText['readableBy'],
): readonly Finding[] {
  const { senders, rulesOf } = wholeParts(root, values);
  const items = itemsAt(root, 'senders');
  const names = new Set(textsOf(items, 'name').map(({ text }) => text));
  return [
    ...checkSenders(items, senders, readableBy),
    ...checkVirtuals(itemsAt(root, 'virtualSenders'), rulesOf, names),
    ...checkMailboxes(itemsAt(root, 'mailboxes')),
  ];
}
