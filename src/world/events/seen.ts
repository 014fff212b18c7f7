/** A set of 128-bit digests that takes 16 bytes a place, at most twice that with its room to grow: millions fit where a Set of texts would not. */
export interface Seen {
  /** Adds a digest, of which the first 32 hexadecimal digits (in small letters) count; false where it was there. */
  readonly add: (digest: string) => boolean;
  readonly size: () => number;
}

const words = 4;

/** An empty set: open addressing, linear probing, at most two thirds full. */
export function seenSet(): Seen {
  // Always a power of two, so that a place is found without a division.
  let table = new Uint32Array(1024 * words);
  let count = 0;
  const add = (digest: string): boolean => {
    if ((count + 1) * words * 3 > table.length * 2) table = grown(table);
    const isNew = put(table, wordAt(digest, 0) || 1, wordAt(digest, 8), wordAt(digest, 16), wordAt(digest, 24));
    if (isNew) count += 1;
    return isNew;
  };
  return { add, size: () => count };
}

/** The number that eight digits write. */
function wordAt(digest: string, begin: number): number {
  let word = 0;
  for (let at = begin; at < begin + 8; at++) {
    const code = digest.charCodeAt(at);
    word = (word << 4) | (code < 0x3a ? code - 0x30 : code - 0x57);
  }
  return word >>> 0;
}

/** The first word is never zero: that marks a free place. */
function put(table: Uint32Array, a: number, b: number, c: number, d: number): boolean {
  const last = table.length - words;
  for (let at = (a * words) & last; ; at = (at + words) & last) {
    if (table[at] === 0) {
      table[at] = a;
      table[at + 1] = b;
      table[at + 2] = c;
      table[at + 3] = d;
      return true;
    }
    if (table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d) return false;
  }
}

function grown(table: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(table.length * 2);
  for (let at = 0; at < table.length; at += words) {
    const [a = 0, b = 0, c = 0, d = 0] = [table[at], table[at + 1], table[at + 2], table[at + 3]];
    if (a !== 0) put(larger, a, b, c, d);
  }
  return larger;
}
