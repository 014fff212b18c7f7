import type { Clauses, Keyword } from './clauses.js';
import { type ReceivedDate, readDate } from './received-date.js';
import type { Token } from './tokens.js';

/** Where a date begins that no `;` announces. */
const beginsDate = /^(?:\d{4}-\d\d-\d\d|(?:mon|tue|wed|thu|fri|sat|sun),?)$/i;

function isDateBegin(text: string): boolean {
  return (text.length <= 4 || text.length === 10) && text.length >= 3 && beginsDate.test(text);
}

/** The words of a clause up to its first comment: all of them, or the first. */
export function phraseOf(clauses: Clauses, keyword: Keyword, take: 'phrase' | 'word'): string | undefined {
  const range = clauses.ranges[keyword];
  if (!range) return undefined;
  const end = Math.min(range.to, range.from + (take === 'word' ? 2 : 8));
  let phrase: string | undefined;
  for (let i = range.from; i < end; i++) {
    const { kind, text } = clauses.tokens[i] as Token;
    // `with (TLSv1.3:X:256) esmtp`: a comment may come first.
    if (isDateBegin(text) || (kind === 'comment' && phrase !== undefined)) break;
    if (take === 'word' && phrase !== undefined) break;
    if (kind !== 'semicolon' && kind !== 'comment') phrase = phrase === undefined ? text : `${phrase} ${text}`;
  }
  return phrase?.endsWith(',') ? phrase.slice(0, -1) : phrase;
}

/** Without the angle brackets that some ids stand in. */
export function unbracketed(text: string): string {
  return text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;
}

/** The first path of a `for` clause. */
export function forwardPath({ tokens, ranges }: Clauses): string | undefined {
  const first = ranges.for && tokens[ranges.for.from];
  if (!first || first.kind === 'comment' || ranges.for.from >= ranges.for.to) return undefined;
  const text = /\s/.test(first.text) ? first.text.replace(/\s+/g, ' ') : first.text;
  const bare = unbracketed(text);
  if (bare !== text) return bare || undefined;
  return text.replace(/^<|>?,?$/g, '') || undefined;
}

/** The date of the field: behind the last `;`, else where one begins. */
export function dateOf(body: string, { tokens, afterSemicolon }: Clauses): ReceivedDate {
  const last = afterSemicolon === undefined ? noDate : readDate(body, tokens, afterSemicolon);
  if (last.at !== undefined) return last;
  // SendGrid and others leave the `;` out, and some write more behind the date.
  const begin = tokens.findIndex(({ text }) => isDateBegin(text));
  const other = begin < 0 ? noDate : readDate(body, tokens, begin);
  return other.at === undefined && last.dateProblem !== 'missing' ? last : other;
}

const noDate: ReceivedDate = { at: undefined, dateProblem: 'missing' };
