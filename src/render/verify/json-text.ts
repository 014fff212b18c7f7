/** A key with a comma before it, and a text; nothing for a field that is undefined. */
export function text(key: string, value: string | undefined): string {
  return value === undefined ? '' : key + quoted(value);
}

/** The same with a number. */
export function number(key: string, value: number | undefined): string {
  return value === undefined ? '' : key + value;
}

/** The fields of a map of two, its braces left out. */
export function pair(
  firstKey: string,
  first: string | undefined,
  secondKey: string,
  second: string | undefined,
): string {
  if (first === undefined) return text(secondKey, second);
  return second === undefined ? firstKey + quoted(first) : `${firstKey}${quoted(first)},${secondKey}${quoted(second)}`;
}

/** The items with commas between them. */
export function listed<T>(items: readonly T[], textOf: (item: T) => string): string {
  let all = '';
  for (let i = 0; i < items.length; i++) all += (i === 0 ? '' : ',') + textOf(items[i] as T);
  return all;
}

/** Visible ASCII without quote and backslash needs no escapes (RFC 8259 §7). */
const needsNone = /^[ !#-[\]-~]*$/;

/** A JSON string. */
export function quoted(value: string): string {
  return needsNone.test(value) ? `"${value}"` : JSON.stringify(value);
}

/** V8 keeps a text as the pieces that it was added up from until it is searched: what is kept is better kept whole. */
export function inOnePiece(text: string): string {
  needsNone.test(text);
  return text;
}

/**
 * The same function, which keeps its last answer to things that have an object in common, where the others are the same too.
 * Weakly: what nothing else remembers may be pieces of a header, and would hold it whole.
 */
export function keptBy<Thing, Texts>(
  keyOf: (thing: Thing) => WeakKey,
  isOf: (texts: Texts, thing: Thing) => boolean,
  textsOf: (thing: Thing) => Texts,
): (thing: Thing) => Texts {
  const known = new WeakMap<WeakKey, Texts>();
  return (thing) => {
    const key = keyOf(thing);
    const same = known.get(key);
    if (same !== undefined && isOf(same, thing)) return same;
    const texts = textsOf(thing);
    known.set(key, texts);
    return texts;
  };
}
