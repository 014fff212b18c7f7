import type { Span } from './hop.js';

/**
 * A piece of a `Received` field at comment depth 0. `head` is the word right after `from`, taken whole up to the next
 * white space whatever it holds: it is the client's own text, and some servers print it raw.
 */
export interface Token extends Span {
  readonly kind: 'word' | 'head' | 'literal' | 'comment' | 'semicolon';
  readonly text: string;
  /** No white space before it. */
  readonly glued: boolean;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** The text had more pieces than can be read. */
  readonly cut: boolean;
}

/** More pieces than any real field has; what follows is not read. */
const maxTokens = 512;

const blank = 1;
const opens = 2;
const closes = 3;
const semicolon = 4;
const bracket = 5;
const rightBracket = 93;
const backslash = 92;

/** What each character of Latin-1 does; every other one stands in words. */
const roles = new Uint8Array(256);
for (const code of [9, 10, 11, 12, 13, 32]) roles[code] = blank;
roles[40] = opens;
roles[41] = closes;
roles[59] = semicolon;
roles[91] = bracket;

function roleAt(text: string, at: number): number {
  return roles[text.charCodeAt(at)] ?? 0;
}

/** The tokens of the text from `start` to `end`, in linear time. */
export function tokenize(text: string, start: number, end: number): Tokens {
  const tokens: Token[] = [];
  let unmatched: Unmatched | undefined;
  let isHeadNext = false;
  let isPathNext = false;
  let hadFrom = false;
  let at = start;
  for (;;) {
    const before = at;
    while (at < end && roleAt(text, at) === blank) at++;
    if (at >= end) return { tokens, cut: false };
    if (tokens.length >= maxTokens) return { tokens, cut: true };
    const from = at;
    const role = roleAt(text, at);
    let kind: Token['kind'] = 'word';
    if (isHeadNext && role !== opens) {
      kind = 'head';
      at = endOfRun(text, from, end);
      // The client's own parentheses close nothing of the writer's.
      unmatched = undefined;
    } else if (isPathNext && text.charCodeAt(at) === less) {
      at = endOfPath(text, from, end);
    } else if (role === semicolon) {
      kind = 'semicolon';
      at++;
    } else if (role === opens) {
      const isOpen = unmatched === 'all' || unmatched?.has(from) || isEscaped(text, from, start);
      const after = isOpen ? -1 : endOfComment(text, from, end);
      if (after < 0) unmatched ??= unmatchedFrom(text, from, end);
      kind = after < 0 ? 'word' : 'comment';
      at = after < 0 ? endOfWord(text, from, end) : after;
    } else {
      const after = role === bracket ? endOfLiteral(text, from, end) : -1;
      kind = after < 0 ? 'word' : 'literal';
      at = after < 0 ? endOfWord(text, from, end) : after;
    }
    const token = { kind, start: from, end: at, text: text.slice(from, at), glued: from === before && from > start };
    tokens.push(token);
    isHeadNext = !hadFrom && kind === 'word' && at - from === 4 && token.text.toLowerCase() === 'from';
    hadFrom ||= isHeadNext;
    isPathNext = kind === 'word' && isPathKeyword(token.text);
  }
}

function isPathKeyword(text: string): boolean {
  return (text.length === 3 && /^for$/i.test(text)) || (text.length === 13 && /^envelope-from$/i.test(text));
}

const less = 60;
/** RFC 5321 §4.5.3.1.3 allows 256 characters. */
const longestPath = 1100;

/** Past the `>` of a path, whose local part may be quoted and hold anything; a path that is not closed is a word. */
function endOfPath(text: string, from: number, end: number): number {
  const limit = Math.min(end, from + longestPath);
  let isQuoted = false;
  for (let at = from + 1; at < limit; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === '>' && !isQuoted) return at + 1;
  }
  return endOfWord(text, from, end);
}

function endOfRun(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && roleAt(text, at) !== blank) at++;
  return at;
}

/** A word ends at white space, `;`, a parenthesis or `[`; its first character is taken whatever it is. */
function endOfWord(text: string, from: number, end: number): number {
  let at = from + 1;
  while (at < end && roleAt(text, at) === 0) at++;
  return at;
}

/** A literal is short; the limit keeps `[[[[…` linear. */
const longestLiteral = 128;

/** Past the `]` of a literal without white space or parentheses, MDaemon's `[(…)]` excepted; -1 when it is not closed. */
function endOfLiteral(text: string, from: number, end: number): number {
  const limit = Math.min(end, from + longestLiteral);
  const isDouble = roleAt(text, from + 1) === opens;
  for (let at = from + (isDouble ? 2 : 1); at < limit; at++) {
    if (text.charCodeAt(at) === rightBracket) return isDouble ? -1 : at + 1;
    const role = roleAt(text, at);
    if (role === closes && isDouble && text.charCodeAt(at + 1) === rightBracket) return at + 2;
    if (role !== 0 && role !== semicolon) return -1;
  }
  return -1;
}

/** Places of parentheses that nothing closes; `all` when they are too many to tell. */
type Unmatched = ReadonlySet<number> | 'all';

/**
 * Past the parenthesis that closes the one at `start`; -1 when nothing closes it. An unmatched `(` opens nothing: the
 * reader must not lose the rest of the field to it. Quotes mean nothing here, as in RFC 5322 comments; a backslash
 * takes the meaning off the next character.
 */
function endOfComment(text: string, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const role = roleAt(text, at);
    if ((role !== opens && role !== closes) || isEscaped(text, at, start)) continue;
    depth += role === opens ? 1 : -1;
    if (depth === 0) return at + 1;
  }
  return -1;
}

/** Found from the end once a search has failed, so that no two searches run to the end. */
function unmatchedFrom(text: string, start: number, end: number): Unmatched {
  const unmatched = new Set<number>();
  let closers = 0;
  for (let at = end - 1; at >= start; at--) {
    const role = roleAt(text, at);
    if ((role !== opens && role !== closes) || isEscaped(text, at, start)) continue;
    if (role === closes) closers++;
    else if (closers > 0) closers--;
    else if (unmatched.add(at).size > maxTokens) return 'all';
  }
  return unmatched;
}

function isEscaped(text: string, at: number, start: number): boolean {
  return at > start && text.charCodeAt(at - 1) === backslash;
}
