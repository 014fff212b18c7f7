import { type Spelling, spellings } from './spellings.js';

/** What a text says, as bytes, a character each; and the characters of the text that say each of them: from `from` up to but without `to`. */
export interface Reading {
  readonly said: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** How often a character that is spelled out may be spelled out again. */
const deepest = 3;

/** A text as it is, and with its characters that are spelled out. Those that `skip` names are no part of it. */
export function* readingsOf(text: string, skip: (at: number) => boolean): Generator<Reading> {
  yield* withUnspelled(
    bytesOf(text, skip, (character) => Buffer.from(character).toString('latin1')),
    deepest,
  );
  // Bytes that were no UTF-8 come as a character each.
  if (/[\u0080-\u00ff]/.test(text) && !/[^\0-\u00ff]/.test(text))
    yield* withUnspelled(
      bytesOf(text, skip, (character) => character),
      deepest,
    );
}

class Written implements Reading {
  said = '';
  readonly from: number[] = [];
  readonly to: number[] = [];

  add(bytes: string, from: number, to: number): void {
    this.said += bytes;
    for (let i = 0; i < bytes.length; i++) {
      this.from.push(from);
      this.to.push(to);
    }
  }
}

function bytesOf(text: string, skip: (at: number) => boolean, encode: (character: string) => string): Reading {
  const reading = new Written();
  let at = 0;
  for (const character of text) {
    if (!skip(at)) reading.add(encode(character), at, at + character.length);
    at += character.length;
  }
  return reading;
}

function* withUnspelled(reading: Reading, depth: number): Generator<Reading> {
  yield reading;
  if (depth === 0) return;
  for (const spelling of spellings)
    if (reading.said.search(spelling.unit) !== -1) yield* withUnspelled(unspelled(reading, spelling), depth - 1);
}

function unspelled({ said, from, to }: Reading, { unit, value }: Spelling): Reading {
  const plain = new Written();
  let done = 0;
  const copy = (end: number): void => {
    for (; done < end; done++) plain.add(said.charAt(done), from[done] ?? 0, to[done] ?? 0);
  };
  for (const match of said.matchAll(unit)) {
    copy(match.index);
    done += match[0].length;
    plain.add(value(match), from[match.index] ?? 0, to[done - 1] ?? 0);
  }
  copy(said.length);
  return plain;
}
