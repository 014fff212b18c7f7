import { encodedWords } from './encoded-words.js';
import { folding, utf8Folded, utf8View, utf16Folded, utf16Views } from './folded-text.js';

/** A secret, and how it is recognised. */
export interface Secret {
  /** The first and the last byte of each place of a text (bytes, a character each) that says it or a telling part of it. */
  readonly placesIn: (said: string) => Iterable<Place>;
}

type Place = readonly [first: number, last: number];

/** So many characters in a row no chance puts together in an encoded word. */
const telling = 4;

/** Whether a secret is so short that it is found only where it is alone. */
export function isShort(secret: string): boolean {
  return plain(secret).length < telling;
}

/** By what a secret is known: its characters in any case and form of Unicode, its encodings, and a part of one. */
export function secretOf(secret: string): Secret {
  const text = plain(secret);
  // Of one that is spaces and controls nothing is left: it is looked for as it is.
  const fold = text === '' ? (character: string) => character : folding;
  const literal = escaped(text === '' ? secret : text);
  const [before, after] = blanksAround(secret);
  const isAscii = /^[\0-\x7f]*$/.test(secret);
  const viewsOf = (said: string) => [utf8View(said, fold), ...(isAscii ? [] : utf16Views(said, fold))];
  // Most of what words stand for is noise, and there is much of it.
  const wide = utf16Part(secret);
  const shownBy = (meaning: string) => [
    isAscii ? small(meaning) : utf8Folded(meaning),
    ...(!isAscii && wide.test(meaning) ? utf16Folded(meaning) : []),
  ];
  const isSaid = text.length < telling ? wholeWord(literal) : partsOf(text, shownBy);
  const pattern = new RegExp(
    `\\s{0,${before}}${text !== '' && text.length < telling ? alone(literal) : literal}\\s{0,${after}}`,
    'gu',
  );
  const lostCase = smallBase64(secret);
  return {
    *placesIn(said) {
      for (const { text: shown, first, last } of viewsOf(said))
        for (const { index, 0: found } of shown.matchAll(pattern))
          yield withNuls(said, [first[index] ?? 0, last[index + found.length - 1] ?? 0]);
      for (const { at, length, meanings } of encodedWords(said))
        if (some(meanings, isSaid)) yield [at, at + length - 1];
      yield* lostCase(said.toLowerCase());
    },
  };
}

function plain(secret: string): string {
  return Array.from(secret, folding).join('').trim();
}

/** How many spaces it begins and ends with. */
function blanksAround(secret: string): readonly [before: number, after: number] {
  const folded = Array.from(secret, folding).join('');
  return [folded.length - folded.trimStart().length, folded.length - folded.trimEnd().length];
}

/** With the NULs on both sides, halves of characters in UTF-16. */
function withNuls(said: string, [first, last]: Place): Place {
  let [from, to] = [first, last];
  while (said[from - 1] === '\0') from--;
  while (said[to + 1] === '\0') to++;
  return [from, to];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function alone(literal: string): string {
  return `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
}

/** Alone, also as UTF-16; or as AUTH PLAIN has it: NUL user NUL password (RFC 4616 §2). */
function wholeWord(literal: string): (meaning: string) => boolean {
  const pattern = new RegExp(`^(?:[^\\0]*\\0[^\\0]+\\0)?${literal}\\s*$`, 'iu');
  return (meaning) => pattern.test(meaning) || pattern.test(meaning.replaceAll('\0', ''));
}

/** What four units of it in a row look like in UTF-16 of either order: their higher bytes, every other one. */
function utf16Part(secret: string): RegExp {
  const cases = [secret, secret.toLowerCase(), secret.toUpperCase()];
  const forms = cases.flatMap((one) => [one, one.normalize('NFC'), one.normalize('NFD'), one.normalize('NFKD')]);
  const higher = new Set(forms.flatMap((one) => one.split('').map((unit) => unit.charCodeAt(0) >> 8)));
  const one = `[${[...higher].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}]`;
  return new RegExp(`${one}(?:[^]${one}){${telling - 1}}`);
}

function small(text: string): string {
  return text.toLowerCase().replace(/[\0-\x1f\x7f]/g, '');
}

function partsOf(text: string, shownBy: (meaning: string) => readonly string[]): (meaning: string) => boolean {
  const parts = new Set<string>();
  for (let at = 0; at + telling <= text.length; at++) parts.add(text.slice(at, at + telling));
  return (meaning) =>
    shownBy(meaning).some((shown) => {
      for (let at = 0; at + telling <= shown.length; at++) if (parts.has(shown.slice(at, at + telling))) return true;
      return false;
    });
}

/** Where base64 of the secret has lost its case: that which is the same of it at each of three places in a longer text. */
function smallBase64(secret: string): (small: string) => Iterable<Place> {
  const bytes = Buffer.from(secret, 'utf8');
  const forms = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)).toLowerCase();
  });
  // Less than six characters could be a word.
  const patterns = forms
    .filter((form) => form.length >= 6)
    .map((form) => new RegExp(`${escaped(form)}[\\w+/-]*=*`, 'g'));
  return function* (small) {
    for (const pattern of patterns)
      for (const { index, 0: found } of small.matchAll(pattern)) yield [index, index + found.length - 1];
  };
}

function some(meanings: Iterable<string>, test: (meaning: string) => boolean): boolean {
  for (const meaning of meanings) if (test(meaning)) return true;
  return false;
}
