import type { Value } from '../tree.js';
import type { ItemInsertion } from './list-edits.js';

/** What becomes of the items of a list. */
export interface ItemFates {
  /** Indexes of old items that stay where they are. */
  readonly kept: ReadonlySet<number>;
  /** Old items that the new list does not have at all. */
  readonly gone: readonly Value[];
  readonly insertions: readonly ItemInsertion[];
  /** Items that stay and say something new. */
  readonly changed: readonly (readonly [before: Value, after: Value])[];
}

/** The node that is at a value's place in the text: the alias, not what it refers to. */
export function writtenNode({ alias, node }: Value): unknown {
  return alias ?? node;
}

export function sameNode(a: Value, b: Value): boolean {
  return writtenNode(a) !== undefined && writtenNode(a) === writtenNode(b);
}

/** Compares two lists by their nodes. Items that change their order are taken out and put in elsewhere. */
export function itemFates(old: readonly Value[], items: readonly Value[]): ItemFates {
  const indexOf = new Map(old.map((item, i) => [writtenNode(item), i]));
  const from = items.map((item) => (writtenNode(item) === undefined ? undefined : indexOf.get(writtenNode(item))));
  const kept = longestRun(from);
  const insertions: ItemInsertion[] = [];
  const changed: (readonly [Value, Value])[] = [];
  let behind = -1;
  items.forEach((item, i) => {
    const index = from[i];
    if (index === undefined || !kept.has(index)) insertions.push({ item, behind, from: index });
    else behind = index;
    const before = index === undefined ? undefined : old[index];
    if (before !== undefined && before !== item) changed.push([before, item]);
  });
  const present = new Set(from);
  return { kept, gone: old.filter((_, i) => !present.has(i)), insertions, changed };
}

/** The indexes that stay in place: all of them, or all but the one that moved. */
function longestRun(from: readonly (number | undefined)[]): ReadonlySet<number> {
  const indexes = from.filter((index) => index !== undefined);
  if (isIncreasing(indexes)) return new Set(indexes);
  // Where the order breaks, one of the two neighbours is the one that moved.
  const breakAt = indexes.findIndex((index, i) => i > 0 && (indexes[i - 1] ?? 0) > index);
  for (const moved of indexes.slice(breakAt - 1, breakAt + 1)) {
    const rest = indexes.filter((index) => index !== moved);
    if (isIncreasing(rest)) return new Set(rest);
  }
  return new Set();
}

function isIncreasing(indexes: readonly number[]): boolean {
  return indexes.every((index, i) => i === 0 || (indexes[i - 1] ?? 0) < index);
}
