/** A set of 128-bit digests that takes 16 bytes a place, at most twice that with its room to grow: millions fit where a Set of texts would not. */
export interface Seen {
  /** Adds a digest, 32 hexadecimal digits; false where it was there. */
  readonly add: (digest: string) => boolean;
  readonly size: () => number;
}

const words = 4;

/** An empty set: open addressing, linear probing, at most two thirds full. */
export function seenSet(): Seen {
  let table = new Uint32Array(1024 * words);
  let count = 0;
  const add = (digest: string): boolean => {
    if ((count + 1) * words * 3 > table.length * 2) table = grown(table);
    const isNew = put(table, keyOf(digest));
    if (isNew) count += 1;
    return isNew;
  };
  return { add, size: () => count };
}

type Key = readonly [number, number, number, number];

/** Never all zero: that marks a free place. */
function keyOf(digest: string): Key {
  const word = (at: number): number => Number.parseInt(digest.slice(at, at + 8), 16);
  return [word(0) || 1, word(8), word(16), word(24)];
}

function put(table: Uint32Array, [a, b, c, d]: Key): boolean {
  const places = table.length / words;
  for (let place = a % places; ; place = (place + 1) % places) {
    const at = place * words;
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
    const [a = 0, b = 0, c = 0, d = 0] = table.subarray(at, at + words);
    if (a !== 0) put(larger, [a, b, c, d]);
  }
  return larger;
}
