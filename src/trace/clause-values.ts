import type { Clauses, Keyword } from './clauses.js';
import { type ReceivedDate, readDate } from './received-date.js';
import type { Token } from './tokens.js';

/** Where a date begins that no `;` announces. */
const beginsDate = /^(?:\d{4}-\d\d-\d\d|(?:mon|tue|wed|thu|fri|sat|sun),?)$/i;

/** The words of a clause up to its first comment: all of them, or the first. */
export function phraseOf(clauses: Clauses, keyword: Keyword, take: 'phrase' | 'word'): string | undefined {
  const range = clauses.ranges[keyword];
  if (!range) return undefined;
  const end = Math.min(range.to, range.from + (take === 'word' ? 1 : 8));
  let phrase: string | undefined;
  for (let i = range.from; i < end; i++) {
    const { kind, text } = clauses.tokens[i] as Token;
    if (kind === 'comment' || beginsDate.test(text)) break;
    if (kind !== 'semicolon') phrase = phrase === undefined ? text : `${phrase} ${text}`;
  }
  return phrase?.endsWith(',') ? phrase.slice(0, -1) : phrase;
}

/** Without the angle brackets that some ids stand in. */
export function unbracketed(text: string | undefined): string | undefined {
  return text?.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;
}

/** The first path of a `for` clause. */
export function forwardPath(body: string, tokens: readonly Token[] | undefined): string | undefined {
  const [first] = tokens ?? [];
  if (!first || first.kind === 'comment') return undefined;
  const close = first.text.startsWith('<') ? body.indexOf('>', first.start) : -1;
  const path = close > 0 && close - first.start < 1000 ? body.slice(first.start + 1, close) : first.text;
  return path.replace(/^<|[>,]$/g, '') || undefined;
}

/** The date of the field: behind the last `;`, else at the end. */
export function dateOf(clauses: Clauses): ReceivedDate {
  const { tokens, afterSemicolon } = clauses;
  if (afterSemicolon !== undefined) {
    const date = readDate(tokens.slice(afterSemicolon));
    if (date.dateProblem !== 'missing') return date;
  }
  // SendGrid and others leave the `;` out: the date then stands at the end of the last clause.
  const begin = tokens.findIndex(({ text }) => text.length < 11 && beginsDate.test(text));
  return begin < 0 ? { at: undefined, dateProblem: 'missing' } : readDate(tokens.slice(begin));
}
