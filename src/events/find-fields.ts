import { type EventField, eventFields, type RawEvent } from './mail-event.js';

/**
 * What is looked for in an object: under a key, the fields that it gives with their rank among the names of the field (0 is the first), and
 * what is looked for in the object that it holds. `a.b` is in it as the key `a.b`, and as `b` in `a`.
 */
export interface NameIndex {
  readonly places: Map<string, Place[]>;
  readonly inside: Map<string, NameIndex>;
}

interface Place {
  readonly field: EventField;
  readonly rank: number;
}

/** What was found: for each field the text under the first of its names, and for the kind every text, the first name's first. */
export interface FoundFields {
  /** By the place of the field in `eventFields`; empty where nothing was found. Asked through `textIn`. */
  readonly texts: readonly string[];
  readonly words: readonly { readonly text: string }[];
}

export function nameIndex(names: Readonly<Record<EventField, readonly string[]>>): NameIndex {
  const index = emptyIndex();
  for (const field of eventFields) for (const [rank, name] of names[field].entries()) put(index, name, { field, rank });
  return index;
}

function emptyIndex(): NameIndex {
  return { places: new Map(), inside: new Map() };
}

function put(index: NameIndex, name: string, place: Place): void {
  index.places.set(name, [...(index.places.get(name) ?? []), place]);
  for (const { index: dot } of name.matchAll(/\./g)) {
    const holder = name.slice(0, dot);
    const inner = index.inside.get(holder) ?? emptyIndex();
    index.inside.set(holder, inner);
    put(inner, name.slice(dot + 1), place);
  }
}

/**
 * Finds the texts and numbers that stand under the names, flat (`a.b`), nested (`b` in `a`) or both mixed; a number chooses from a list.
 * One walk through the event, by the keys as they stand: to ask it for each of some sixty names takes five times as long, to put each
 * dotted name together twice as long. The answer is good until the next event is looked at.
 */
export function findFields(raw: RawEvent, index: NameIndex): FoundFields {
  found.texts.fill('');
  found.ranks.fill(Infinity);
  found.words.length = 0;
  walk(raw, index, found);
  if (found.words.length > 1) found.words.sort((one, other) => one.rank - other.rank);
  return found;
}

export function textIn({ texts }: FoundFields, field: EventField): string | undefined {
  return texts[numberOf[field]] || undefined;
}

/** By the number of the field. Arrays, since an object that gets its keys in ever another order is slow to use. */
interface Found {
  readonly texts: string[];
  readonly ranks: number[];
  readonly words: { readonly rank: number; readonly text: string }[];
}

/** One for all events: to make one for each takes a tenth of the time of reading. */
const found: Found = { texts: eventFields.map(() => ''), ranks: eventFields.map(() => Infinity), words: [] };
const numberOf = Object.fromEntries(eventFields.map((field, i) => [field, i])) as Record<EventField, number>;

function walk(object: object, index: NameIndex, found: Found): void {
  for (const key in object) {
    const value: unknown = (object as RawEvent)[key];
    if (typeof value === 'object' && value !== null) {
      const inner = index.inside.get(key);
      if (inner !== undefined) walk(value, inner, found);
      continue;
    }
    const places = index.places.get(key);
    if (places === undefined) continue;
    const text = textOf(value);
    if (text !== '') for (const place of places) add(found, place, text);
  }
}

function add({ texts, ranks, words }: Found, { field, rank }: Place, text: string): void {
  const number = numberOf[field];
  if (field === 'kind') words.push({ rank, text });
  if (rank >= (ranks[number] ?? 0)) return;
  texts[number] = text;
  ranks[number] = rank;
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value).trim();
}
