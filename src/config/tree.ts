import type { Alias, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/**
 * What the file says, every scalar as it is written, each value with the node it is in. A change makes a new tree
 * that shares every untouched value with the old one, so that the differences are found by identity.
 */
export type Value = ScalarValue | ListValue | MapValue;

interface Located<Node> {
  /** Where the value is in the text; undefined for a value that is new. */
  readonly node: Node | undefined;
  /** The alias (`*name`) that this place holds instead of the value itself. */
  readonly alias: Alias | undefined;
}

export interface ScalarValue extends Located<Scalar> {
  readonly kind: 'scalar';
  readonly text: string;
  /** `plain` scalars lose their meaning as text when they look like numbers or truth values; the others are text. */
  readonly style: 'plain' | 'quoted';
}

export interface ListValue extends Located<YAMLSeq> {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** How a new list is written; of lists in the file, the node tells. */
  readonly style: 'block' | 'flow';
}

export interface MapValue extends Located<YAMLMap> {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly style: 'block' | 'flow';
}

export interface Entry {
  readonly key: string;
  readonly value: Value;
  /** The pair in the text; undefined when new, or when it came through a merge key (`<<`). */
  readonly pair: Pair<Scalar, unknown> | undefined;
}

/** Nothing is there: `key:`, `key: ~`, `key: null`. */
export function isNothing(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'scalar' && value.style === 'plain' && /^(~|null)?$/i.test(value.text));
}

export function valueAt(value: Value | undefined, key: string): Value | undefined {
  return entryAt(value, key)?.value;
}

export function entryAt(value: Value | undefined, key: string): Entry | undefined {
  if (value?.kind !== 'map') return undefined;
  const { entries } = value;
  if (entries.length <= few) return entries.find((entry) => entry.key === key);
  const known = indexes.get(value) ?? new Map(entries.map((entry) => [entry.key, entry]));
  indexes.set(value, known);
  return known.get(key);
}

/** Of a map with many keys each look costs as much as all of them, unless they are put in order once. */
const few = 16;
const indexes = new WeakMap<MapValue, ReadonlyMap<string, Entry>>();

/** The text of a scalar below a map; undefined when there is none. */
export function textAt(value: Value | undefined, key: string): string | undefined {
  const found = valueAt(value, key);
  return found?.kind === 'scalar' && !isNothing(found) ? found.text : undefined;
}

/** The items of a list below a map; empty when there is none. */
export function itemsAt(value: Value | undefined, key: string): readonly Value[] {
  const found = valueAt(value, key);
  return found?.kind === 'list' ? found.items : [];
}

/** A scalar to write. Numbers and truth values are written plain, strings so that they stay strings. */
export function scalar(content: string | number | boolean): ScalarValue {
  const style = typeof content === 'string' ? 'quoted' : 'plain';
  return { kind: 'scalar', text: String(content), style, node: undefined, alias: undefined };
}

export function list(items: readonly Value[], style: 'block' | 'flow'): ListValue {
  return { kind: 'list', items, style, node: undefined, alias: undefined };
}

/** A new map; entries whose value is undefined are left out. */
export function map(entries: readonly (readonly [string, Value | undefined])[], style: 'block' | 'flow'): MapValue {
  const kept = entries.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value, pair: undefined }]));
  return { kind: 'map', entries: kept, style, node: undefined, alias: undefined };
}

/** The root without the keys that are the user's own, a place for anchors, and no part of the config. */
export function withoutOwnKeys(root: MapValue): MapValue {
  return { ...root, entries: root.entries.filter(({ key }) => !/^x-/.test(key)) };
}

/** The same value without its ties to the text: a copy to be written elsewhere. */
export function copyOf(value: Value): Value {
  if (value.kind === 'scalar') return { ...value, node: undefined, alias: undefined };
  if (value.kind === 'list') return { ...list(value.items.map(copyOf), styleOf(value)) };
  return map(
    value.entries.map(({ key, value: held }) => [key, copyOf(held)]),
    styleOf(value),
  );
}

function styleOf(value: ListValue | MapValue): 'block' | 'flow' {
  if (value.node === undefined) return value.style;
  return value.node.flow ? 'flow' : 'block';
}

/** Whether both trees mean the same: order counts in lists, not in maps. */
export function sameMeaning(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'scalar' && b.kind === 'scalar')
    return isNothing(a) || isNothing(b) ? isNothing(a) && isNothing(b) : a.text === b.text;
  if (a.kind === 'list' && b.kind === 'list')
    return a.items.length === b.items.length && a.items.every((item, i) => sameMeaning(item, b.items[i] as Value));
  if (a.kind !== 'map' || b.kind !== 'map' || a.entries.length !== b.entries.length) return false;
  return a.entries.every(({ key, value }, i) => {
    const other = b.entries[i]?.key === key ? b.entries[i]?.value : valueAt(b, key);
    return other !== undefined && sameMeaning(value, other);
  });
}
