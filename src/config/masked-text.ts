import { applySplices, type Splice } from './edit/splice.js';
import { readTree } from './read-tree.js';
import { isNothing, type Value } from './tree.js';

/** The text as it stands, with `***` in the place of every password that is written out in it. Valid YAML only. */
export function maskedText(text: string): string {
  const { root } = readTree(text);
  const places = new Map<number, Splice>();
  if (root !== undefined) collect(root, places);
  return applySplices(text, [...places.values()]);
}

/** By place, for an anchored password is met once for each alias. */
function collect(value: Value, places: Map<number, Splice>): void {
  if (value.kind === 'list') for (const item of value.items) collect(item, places);
  if (value.kind !== 'map') return;
  for (const { key, value: held } of value.entries) {
    const range = key === 'password' && held.kind === 'scalar' && !isNothing(held) ? held.node?.range : undefined;
    if (range) places.set(range[0], { at: range[0], remove: range[1] - range[0], insert: '***' });
    collect(held, places);
  }
}
