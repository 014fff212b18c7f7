import type { Clauses } from './clauses.js';
import { type ReceivedDate, readDate } from './received-date.js';
import type { Token } from './tokens.js';

/** Where a date begins that no `;` announces. */
const beginsDate = /^(?:\d{4}-\d\d-\d\d|(?:mon|tue|wed|thu|fri|sat|sun),?)$/i;

/** The words of a clause up to its first comment: all of them, or the first. */
export function phraseOf(tokens: readonly Token[] | undefined, take: 'phrase' | 'word'): string | undefined {
  if (!tokens) return undefined;
  const end = tokens.findIndex(({ kind }) => kind === 'comment');
  const own = (end < 0 ? tokens : tokens.slice(0, end)).slice(0, take === 'word' ? 1 : 8);
  const date = own.findIndex(({ text }) => beginsDate.test(text));
  const words = (date < 0 ? own : own.slice(0, date)).map(({ text }) => text);
  return words.length > 0 ? words.join(' ').replace(/,$/, '') : undefined;
}

/** Without the angle brackets that some ids stand in. */
export function unbracketed(text: string | undefined): string | undefined {
  return text?.replace(/^<(.*)>$/s, '$1');
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
  if (clauses.afterSemicolon) {
    const date = readDate(clauses.afterSemicolon);
    if (date.dateProblem !== 'missing') return date;
  }
  // SendGrid and others leave the `;` out: the date then stands at the end of the last clause.
  const last = [...clauses.at.values(), clauses.rest].flat();
  const begin = last.findIndex(({ text }) => beginsDate.test(text));
  return begin < 0 ? { at: undefined, dateProblem: 'missing' } : readDate(last.slice(begin));
}
