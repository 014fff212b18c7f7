import { nearest } from '../config/nearest.js';
import { type AkrelayError, usageError } from '../errors.js';
import { safeText } from '../safe-text.js';

/** What a word on the command line, or an answer to a question, may be. */
export interface WordKind<Value> {
  /** Completes the sentences "'…' is not …." and "Enter …, such as <the example>.". */
  readonly accepts: string;
  /** The value in its one canonical form; undefined when the word is not of this kind. */
  readonly read: (word: string) => Value | undefined;
  /** Never repeat a wrong word: it may be the secret itself, typed where its name belongs. */
  readonly wrongWord?: 'hidden';
  /** What a wrong word was probably meant to be. */
  readonly meant?: (word: string) => string | undefined;
  /** A word of this kind, as a shell takes it. */
  readonly example?: string;
}

/** Reads one flag's word. Throws a usage error that names the flag and what it accepts. */
export function readWord<Value>(kind: WordKind<Value>, flag: string, word: string): Value {
  const value = kind.read(word);
  if (value === undefined) throw wrongWord(kind, flag, word);
  return value;
}

/** Reads a flag that may be absent. */
export function readOption<Value>(kind: WordKind<Value>, flag: string, word: unknown): Value | undefined {
  return typeof word === 'string' ? readWord(kind, flag, word) : undefined;
}

/** Reads a flag that may be repeated; undefined when it is absent. */
export function readOptions<Value>(kind: WordKind<Value>, flag: string, words: unknown): Value[] | undefined {
  return Array.isArray(words) ? words.map((word) => readWord(kind, flag, String(word))) : undefined;
}

/** What is wrong with an answer, for a question that is asked again; undefined when nothing is. */
export function problemWith(kind: WordKind<unknown>, answer: string): string | undefined {
  // An example is quoted for a shell.
  const such = kind.example === undefined ? '' : `, such as ${kind.example.replace(/^'(.*)'$/, '$1')}`;
  return kind.read(answer) === undefined ? `Enter ${kind.accepts}${such}.` : undefined;
}

function wrongWord(kind: WordKind<unknown>, flag: string, word: string): AkrelayError {
  const shown = kind.wrongWord === 'hidden' || holdsPassword(word) ? 'this' : `'${shorten(word)}'`;
  return usageError(`${flag}: ${shown} is not ${kind.accepts}.`, hintFor(kind, flag, word));
}

function hintFor({ meant, example, wrongWord }: WordKind<unknown>, flag: string, word: string): string {
  const better = meant?.(word);
  const before = flag.startsWith('-') ? `${flag} ` : '';
  if (better !== undefined) return `Did you mean ${before}${better}?`;
  if (example === undefined) return 'Add --help to see the usage.';
  return `${wrongWord === 'hidden' ? 'Give the name, not the secret itself' : 'For example'}: ${before}${example}`;
}

/** `user:password@host`, as in an address of the web. */
function holdsPassword(word: string): boolean {
  return /:[^@]+@/.test(word);
}

function shorten(word: string): string {
  return word.length > 80 ? `${word.slice(0, 79)}…` : word;
}

/** One of a closed set. */
export function oneOf<Value extends string>(values: readonly Value[]): WordKind<Value> {
  return {
    accepts: `one of ${values.join(', ')}`,
    read: (word) => values.find((value) => value === word),
    meant: (word) => nearest(word, values),
    ...(values[0] === undefined ? {} : { example: values[0] }),
  };
}

/** The values of a list with commas between; undefined when one of its words is not of the kind. */
export function readList<Value>({ read }: WordKind<Value>, list: string): Value[] | undefined {
  const values = list.split(',').map((word) => read(word));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** Some of a closed set, with commas between. */
export function someOf<Value extends string>(values: readonly Value[], example: string): WordKind<readonly Value[]> {
  return {
    accepts: `one or more of ${values.join(', ')}`,
    read: (list) => readList(oneOf(values), list),
    meant: (list) => nearest(list, values),
    example,
  };
}

/** A decimal whole number in the range, both ends included. */
export function wholeNumber(least: number, most: number): WordKind<number> {
  return {
    accepts:
      most === Number.MAX_SAFE_INTEGER
        ? `a whole number of at least ${least}`
        : `a whole number from ${least} to ${most}`,
    read: (word) => {
      const value = /^\d{1,16}$/.test(word) ? Number(word) : Number.NaN;
      return value >= least && value <= most ? value : undefined;
    },
    meant: (word) => {
      const [, digits] = /^\s*(\d{1,16})\s*%?\s*$/.exec(word) ?? [];
      return digits !== undefined && Number(digits) >= least && Number(digits) <= most ? digits : undefined;
    },
  };
}

export const percent: WordKind<number> = { ...wholeNumber(0, 100), example: '50' };
/** Ids and accounts of the platform. */
export const platformNumber = wholeNumber(1, Number.MAX_SAFE_INTEGER);

/** A sender's or virtual sender's name: what a person can read, type and quote. */
export const senderName: WordKind<string> = {
  accepts: 'a name of 1 to 128 printable characters without a leading dash',
  read: (word) => (isPlainText(word, 128) && !word.startsWith('-') ? word : undefined),
};

/** Words of a person: gateway names, From names. */
export const plainText: WordKind<string> = {
  accepts: 'one line of up to 200 printable characters',
  read: (word) => (isPlainText(word, 200) ? word : undefined),
};

function isPlainText(word: string, longest: number): boolean {
  return word !== '' && word.length <= longest && word.trim() === word && safeText(word) === word;
}

/** The name of an environment variable (POSIX.1-2017 §8.1, lower case allowed too). */
export const variableName: WordKind<string> = {
  example: 'RELAY_PASSWORD',
  accepts: 'the name of an environment variable',
  read: (word) => (/^[A-Za-z_][A-Za-z0-9_]{0,199}$/.test(word) ? word : undefined),
  wrongWord: 'hidden',
};

export const filePath: WordKind<string> = {
  accepts: 'a file path',
  read: (word) => (word.trim() !== '' && safeText(word) === word ? word : undefined),
};

/** http or https, without user name and password. */
export const webAddress: WordKind<string> = {
  accepts: 'a URL with https:// or http:// and without a password',
  read: (word) => {
    if (!/^https?:\/\/[^\s]+$/i.test(word) || safeText(word) !== word || !URL.canParse(word)) return undefined;
    const url = new URL(word);
    return url.username === '' && url.password === '' ? word : undefined;
  },
};
