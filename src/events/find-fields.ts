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
  /** The place of the field in `eventFields`. */
  readonly field: number;
  readonly rank: number;
}

/** What was found: for each field the text under the first of its names, and for the kind every text, the first name's first. */
export interface FoundFields {
  /** By the place of the field in `eventFields`, which `fieldAt` tells; empty where nothing was found. */
  readonly texts: readonly string[];
  readonly words: readonly { readonly text: string }[];
}

export const fieldAt = Object.fromEntries(eventFields.map((field, i) => [field, i])) as Record<EventField, number>;

export function nameIndex(names: Readonly<Record<EventField, readonly string[]>>): NameIndex {
  const index = emptyIndex();
  for (const [field, name] of eventFields.entries())
    for (const [rank, one] of names[name].entries()) put(index, one, { field, rank });
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
  for (let field = 0; field < eventFields.length; field++) {
    found.texts[field] = '';
    found.ranks[field] = unfound;
  }
  if (found.words.length > 0) found.words = [];
  walk(raw, index);
  if (found.words.length > 1) found.words.sort((one, other) => one.rank - other.rank);
  return found;
}

const unfound = 1_000_000;

/** Arrays, since an object that gets its keys in ever another order is slow to use. */
interface Found {
  readonly texts: string[];
  readonly ranks: number[];
  words: { readonly rank: number; readonly text: string }[];
}

/** One for all events: to make one for each takes a tenth of the time of reading. */
const found: Found = { texts: eventFields.map(() => ''), ranks: eventFields.map(() => unfound), words: [] };

function walk(object: object, index: NameIndex): void {
  // To ask a list for its keys takes as long as all the rest.
  if (Array.isArray(object)) for (let i = 0; i < object.length; i++) look(String(i), object[i], index);
  else for (const key in object) look(key, (object as RawEvent)[key], index);
}

function look(key: string, value: unknown, index: NameIndex): void {
  if (typeof value === 'object' && value !== null) {
    const inner = index.inside.get(key);
    if (inner !== undefined) walk(value, inner);
    return;
  }
  const places = index.places.get(key);
  if (places === undefined) return;
  const text = textOf(value);
  if (text !== '') for (let i = 0; i < places.length; i++) add(places[i] as Place, text);
}

function add({ field, rank }: Place, text: string): void {
  if (field === fieldAt.kind) found.words.push({ rank, text });
  if (rank >= (found.ranks[field] ?? 0)) return;
  found.texts[field] = text;
  found.ranks[field] = rank;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  // JSON.parse rounds numbers of so many digits: two ids could be one, and neither is what was sent.
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return '';
  const text = String(value);
  // Nearly no text has white space around it, and to cut none off costs as much as to find the field.
  return isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1)) ? text : text.trim();
}

/** A character of ASCII that is seen. */
function isPlain(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}
