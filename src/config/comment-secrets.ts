import { Lexer } from 'yaml';
import { secretIn } from './secret-words.js';

/** Characters of a text, from `from` up to but without `to`. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Comments of neighbouring lines are one: the first may hold a secret's key and the next its value. */
export interface Comment {
  readonly text: string;
  readonly from: number;
}

/** The comments of a YAML text. */
export function commentsOf(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let at = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    // The lexer's own marks stand for no characters; after that of a scalar comes its text, whatever it is (yaml, CST.SCALAR).
    const isMark: boolean = !isScalar && /^[\x02\x18\x1f]$/.test(lexeme);
    if (!isScalar && lexeme.startsWith('#')) addComment(comments, text, at, at + lexeme.length);
    isScalar = isMark && lexeme === '\x1f';
    if (!isMark) at += lexeme.length;
  }
  return comments;
}

function addComment(comments: Comment[], text: string, from: number, to: number): void {
  const last = comments.at(-1);
  const isNext = last !== undefined && /^\r?\n[ \t]*$/.test(text.slice(last.from + last.text.length, from));
  if (isNext) comments[comments.length - 1] = { from: last.from, text: text.slice(last.from, to) };
  else comments.push({ from, text: text.slice(from, to) });
}

/** Secrets in lines of any kind: after their key, and on the lines that are indented deeper than it or are inside its braces. */
export function linePlaces(text: string, offset: number): Place[] {
  const places: Place[] = [];
  let rest: Rest | undefined;
  let at = offset;
  for (const line of text.split('\n')) {
    const content = line.replace(/\r$/, '');
    const indent = /^[\s#]*/.exec(content)?.[0].length ?? 0;
    const isRest = rest !== undefined && goesOn(rest, content, indent);
    const key = isRest ? undefined : secretIn(content);
    if (!isRest) rest = key === undefined ? undefined : restOf(content, key);
    else if (rest?.kind === 'braces' && content.includes('}')) rest = undefined;
    const begin = isRest ? indent : key;
    if (begin !== undefined && !isHarmless(content.slice(begin))) {
      const blank = /^\s*/.exec(content.slice(begin))?.[0].length ?? 0;
      places.push({ from: at + begin + blank, to: at + content.length });
    }
    at += line.length + 1;
  }
  return places;
}

/** Where a secret goes on: lines indented deeper than its key, or, inside braces, lines up to the closing brace. */
type Rest = { readonly kind: 'deeper'; readonly than: number } | { readonly kind: 'braces' };

function goesOn(rest: Rest, line: string, indent: number): boolean {
  return rest.kind === 'braces' || indent > rest.than || /^[\s#]*$/.test(line);
}

/** Nothing, a comment, or where the secret is to be found. */
function isHarmless(text: string): boolean {
  return /^[\s#]*(?:\{?\s*["']?(?:env|file|command)["']?\s*:|$)/.test(text) || /^\s*#/.test(text);
}

/** A flow scalar that ends on its own line (YAML 1.2.2 §7.3). */
const wholeScalar = /^\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'\s,}][^,}]*)\s*(?:[,}#].*)?$/;

function restOf(line: string, begin: number): Rest | undefined {
  const [key, value] = [line.slice(0, begin), line.slice(begin)];
  if (key.includes('{')) return wholeScalar.test(value) ? undefined : { kind: 'braces' };
  return { kind: 'deeper', than: key.search(/["']?[\w.-]+["']?\s*[:=]$/) };
}
