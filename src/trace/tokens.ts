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

/** More pieces than any real field has; what follows is not read. */
const maxTokens = 2048;

const tab = 9;
const space = 32;
const open = 40;
const close = 41;
const semicolon = 59;
const leftBracket = 91;
const backslash = 92;
const rightBracket = 93;

function isBlank(code: number): boolean {
  return code === space || (code >= tab && code <= 13);
}

/** The tokens of the text between two places, and whether the text had more than can be read. One pass, linear. */
export function tokenize(
  text: string,
  range: Span = { start: 0, end: text.length },
): { readonly tokens: readonly Token[]; readonly cut: boolean } {
  const tokens: Token[] = [];
  let parens: Parens | undefined;
  let hadFrom = false;
  let at = range.start;
  while (at < range.end && tokens.length < maxTokens) {
    const start = skipBlank(text, at, range.end);
    if (start >= range.end) break;
    const previous = tokens.at(-1);
    const isHead: boolean = !hadFrom && previous?.kind === 'word' && previous.text.toLowerCase() === 'from';
    hadFrom ||= isHead;
    parens = isHead ? undefined : parens;
    const code = text.charCodeAt(start);
    if (code === open) parens ??= new Parens(text, start, range.end);
    const { kind, end } =
      isHead && code !== open
        ? { kind: 'head' as const, end: endOfRun(text, start, range.end) }
        : nextToken(text, start, range.end, parens);
    tokens.push({ kind, start, end, text: text.slice(start, end), glued: start === at && at > range.start });
    at = end;
  }
  return { tokens, cut: skipBlank(text, at, range.end) < range.end };
}

function nextToken(text: string, start: number, end: number, parens: Parens | undefined): Pick<Token, 'kind' | 'end'> {
  const code = text.charCodeAt(start);
  if (code === semicolon) return { kind: 'semicolon', end: start + 1 };
  if (code === leftBracket) {
    const after = endOfLiteral(text, start, end);
    if (after !== undefined) return { kind: 'literal', end: after };
  }
  if (code === open && parens) {
    const after = parens.endOf(start);
    if (after !== undefined) return { kind: 'comment', end: after };
  }
  return { kind: 'word', end: endOfWord(text, start, end) };
}

function skipBlank(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function endOfRun(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** A word ends at white space, `;`, a parenthesis or `[`; its first character is taken whatever it is. */
function endOfWord(text: string, from: number, end: number): number {
  let at = from + 1;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (isBlank(code) || code === semicolon || code === open || code === close || code === leftBracket) break;
    at++;
  }
  return at;
}

/** Past the `]` of a literal without white space or parentheses; undefined when it is not closed. */
function endOfLiteral(text: string, from: number, end: number): number | undefined {
  // A literal is short: a limit keeps `[[[[…` linear.
  const limit = Math.min(end, from + 128);
  for (let at = from + 1; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === rightBracket) return at + 1;
    if (isBlank(code) || code === open || code === close || code === leftBracket) return undefined;
  }
  return undefined;
}

/**
 * Which parenthesis closes which. An unmatched `(` opens nothing: the reader must not lose the rest of the field to it.
 * Quotes mean nothing here, as in RFC 5322 comments; a backslash takes the meaning off the next character.
 */
class Parens {
  readonly #text: string;
  readonly #end: number;
  readonly #unmatched = new Set<number>();
  readonly #hopeless: boolean;

  constructor(text: string, from: number, end: number) {
    this.#text = text;
    this.#end = end;
    let closers = 0;
    for (let at = end - 1; at >= from; at--) {
      const code = text.charCodeAt(at);
      if (code !== open && code !== close) continue;
      if (at > from && text.charCodeAt(at - 1) === backslash) continue;
      if (code === close) closers++;
      else if (closers > 0) closers--;
      else if (this.#unmatched.size < maxTokens) this.#unmatched.add(at);
    }
    this.#hopeless = this.#unmatched.size >= maxTokens;
  }

  /** Past the parenthesis that closes the one at `start`; undefined when nothing closes it. */
  endOf(start: number): number | undefined {
    if (this.#hopeless || this.#unmatched.has(start)) return undefined;
    let depth = 0;
    for (let at = start; at < this.#end; at++) {
      const code = this.#text.charCodeAt(at);
      if (code !== open && code !== close) continue;
      if (at > start && this.#text.charCodeAt(at - 1) === backslash) continue;
      if (code === open) depth++;
      else if (--depth === 0) return at + 1;
    }
    return undefined;
  }
}
