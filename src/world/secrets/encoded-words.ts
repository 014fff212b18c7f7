import { spellings } from './spellings.js';

/** How often what is encoded may be encoded again. */
const deepest = 3;

/** A word that may be an encoding, hexadecimal or base64, and all that it may stand for. */
export interface EncodedWord {
  readonly at: number;
  readonly length: number;
  /** Bytes, a character each. */
  readonly meanings: Iterable<string>;
}

/** The words of a text (bytes, a character each) that may be an encoding. Nearly every word may. */
export function* encodedWords(text: string): Generator<EncodedWord> {
  for (const { pattern, decode } of encodings)
    for (const { index, 0: word } of text.matchAll(pattern))
      yield { at: index, length: word.length, meanings: meaningsOf(decode(word), deepest) };
}

function* meaningsOf(decoded: Iterable<string>, depth: number): Generator<string> {
  for (const meaning of decoded) {
    yield meaning;
    // What looks like nothing is not an encoding of something else.
    if (depth === 0 || !/^[\0\x20-\x7e]+$/.test(meaning)) continue;
    for (const { unit, value } of spellings)
      if (meaning.search(unit) !== -1)
        yield* meaningsOf([meaning.replace(unit, (...match) => value(match.slice(0, -2)))], depth - 1);
    for (const { pattern, decode } of encodings)
      for (const [word] of meaning.matchAll(pattern)) yield* meaningsOf(decode(word), depth - 1);
  }
}

interface Encoding {
  readonly pattern: RegExp;
  /** From each place where a group of characters may begin: the word may have been cut, or come after another. */
  readonly decode: (word: string) => Iterable<string>;
}

const encodings: readonly Encoding[] = [
  {
    pattern: /[\da-f]{4,}|\b(?:0x)?[\da-f]{2}\b(?:[ :,-]+(?:0x)?[\da-f]{2}\b)*/gi,
    decode: (word) => {
      const digits = word.replace(/0x|[^\da-f]/gi, '');
      return [0, 1].map((first) => Buffer.from(digits.slice(first), 'hex').toString('latin1'));
    },
  },
  {
    // With base64url (RFC 4648 §5).
    pattern: /[\w+/-]{2,}={0,2}/g,
    decode: (word) => [0, 1, 2, 3].map((first) => Buffer.from(word.slice(first), 'base64').toString('latin1')),
  },
];
