import type { Entry, Value } from './tree.js';

export function startOf(node: unknown, otherwise: number): number {
  return (node as { range?: readonly [number, number, number] } | null)?.range?.[0] ?? otherwise;
}

/** Where a value is in the text; 0 for one that is new. */
export function offsetOf(value: Value): number {
  return startOf(value.alias ?? value.node, 0);
}

/** Where an entry's key is; an entry that came through a merge key is where its value is. */
export function keyOffsetOf({ pair, value }: Entry): number {
  return pair === undefined ? offsetOf(value) : startOf(pair.key, 0);
}
