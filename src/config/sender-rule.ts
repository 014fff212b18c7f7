import type { Finding } from './problem.js';
import { type Value, valueAt } from './tree.js';
import { offsetOf } from './tree-offsets.js';
import type { PlacedSender } from './whole-parts.js';

/** What may be wrong with one sender. */
export type SenderRule = (sender: PlacedSender) => Finding | undefined;

/** The offset of a value below a node, or of the innermost one above it that is there. */
export function at(node: Value, ...keys: readonly string[]): number {
  let found = node;
  for (const key of keys) {
    const next = valueAt(found, key);
    if (next === undefined) break;
    found = next;
  }
  return offsetOf(found);
}
