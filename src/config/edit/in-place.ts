import { type Entry, type MapValue, sameMeaning, type Value } from '../tree.js';

/** A new map of scalars with the keys of the old one, tied to the old one's pairs: only scalars need to change then. */
export function inPlaceOf(old: Value, value: Value): MapValue | undefined {
  if (old.kind !== 'map' || old.alias !== undefined || value.kind !== 'map' || value.node !== undefined)
    return undefined;
  if (old.entries.length !== value.entries.length) return undefined;
  const entries = value.entries.flatMap((entry, i): Entry[] => {
    const before = old.entries[i];
    if (before?.pair === undefined || before.key !== entry.key) return [];
    if (before.value.kind !== 'scalar' || entry.value.kind !== 'scalar') return [];
    return [sameMeaning(before.value, entry.value) ? before : { ...entry, pair: before.pair }];
  });
  return entries.length === value.entries.length ? { ...value, node: old.node, entries } : undefined;
}
