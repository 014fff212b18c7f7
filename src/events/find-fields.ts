import { type EventField, eventFields, type RawEvent } from './mail-event.js';

/** What is looked for: each dotted name with its field, and its rank among the names of the field (0 is the first). */
export interface NameIndex {
  readonly places: ReadonlyMap<string, readonly Place[]>;
  /** The objects that can hold one of the names: `a` and `a.b` for `a.b.c`. */
  readonly above: ReadonlySet<string>;
}

interface Place {
  readonly field: EventField;
  readonly rank: number;
}

/** What was found for a field, the first of its names first. */
export type FoundFields = Readonly<Partial<Record<EventField, readonly Found[]>>>;

interface Found {
  readonly rank: number;
  readonly text: string;
}

export function nameIndex(names: Readonly<Record<EventField, readonly string[]>>): NameIndex {
  const places = new Map<string, Place[]>();
  const above = new Set<string>();
  for (const field of eventFields)
    for (const [rank, name] of names[field].entries()) {
      places.set(name, [...(places.get(name) ?? []), { field, rank }]);
      for (const { index } of name.matchAll(/\./g)) above.add(name.slice(0, index));
    }
  return { places, above };
}

/**
 * Finds the texts and numbers that stand under the names, flat (`a.b`), nested (`b` in `a`) or both mixed; a number chooses from a list.
 * One walk through the event: to ask it for each of some sixty names takes five times as long.
 */
export function findFields(raw: RawEvent, index: NameIndex): FoundFields {
  const found: Partial<Record<EventField, Found[]>> = {};
  walk(raw, '', index, found);
  return found;
}

function walk(object: object, prefix: string, index: NameIndex, found: Partial<Record<EventField, Found[]>>): void {
  for (const key in object) {
    const value: unknown = (object as RawEvent)[key];
    const name = prefix + key;
    if (typeof value === 'object' && value !== null) {
      if (index.above.has(name)) walk(value, `${name}.`, index, found);
      continue;
    }
    for (const { field, rank } of index.places.get(name) ?? []) add(found, field, rank, textOf(value));
  }
}

function add(found: Partial<Record<EventField, Found[]>>, field: EventField, rank: number, text: string): void {
  if (text === '') return;
  const ours = found[field];
  if (ours === undefined) found[field] = [{ rank, text }];
  else {
    ours.push({ rank, text });
    ours.sort((one, other) => one.rank - other.rank);
  }
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value).trim();
}
