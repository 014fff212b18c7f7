import type { Token, Tokens } from './tokens.js';

/** The clauses of RFC 5321 §4.4, the `tls` clause of RFC 8314 §4.3, and Haraka's bare `envelope-from`. */
export type Keyword = 'from' | 'by' | 'via' | 'with' | 'id' | 'for' | 'tls' | 'envelope-from';

const keywords: ReadonlyMap<string, Keyword> = new Map(
  (['from', 'by', 'via', 'with', 'id', 'for', 'tls', 'envelope-from'] as const).map((keyword) => [keyword, keyword]),
);

/** Half-open range of token numbers, the keyword left out. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Tokens sorted into clauses. */
export interface Clauses extends Tokens {
  readonly ranges: { readonly [keyword in Keyword]?: Range };
  /** Number of the token after the last `;`, or undefined when there is none. */
  readonly afterSemicolon: number | undefined;
  /**
   * As RFC 5321 §4.4 has it: `from` first, no clause twice, none but `via` before `by`, every bracket closed. In a field
   * that is not, somebody else's words may stand as the writer's.
   */
  readonly isOrderly: boolean;
  /** `by` twice, or `from` twice before it: one of the two clauses is not the writer's. */
  readonly isTwofold: boolean;
}

/** Sorts tokens into clauses. A keyword counts at depth 0 and once; what the client said after `from` is never one. */
export function clausesOf({ tokens, cut }: Tokens): Clauses {
  const ranges: { [keyword in Keyword]?: Range } = {};
  let lastSemicolon = tokens.length - 1;
  while (lastSemicolon >= 0 && tokens[lastSemicolon]?.kind !== 'semicolon') lastSemicolon--;
  let open: Keyword | undefined;
  let begin = 0;
  let isOrderly = true;
  let isTwofold = false;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    // `with;ESMTP` is seen: a clause that has nothing yet goes on, unless this is where the date begins.
    const isEnd = token.kind === 'semicolon' && (i > begin || i === lastSemicolon);
    const keyword = keywordAt(tokens, i);
    const isNew = keyword !== undefined && ranges[keyword] === undefined && keyword !== open;
    if (
      isStray(token, ranges.by !== undefined) ||
      (ranges.by === undefined && isMisplaced(open, token)) ||
      (keyword !== undefined && !isInPlace(keyword, isNew, i, ranges, open))
    )
      isOrderly = false;
    if (!isNew && (keyword === 'by' || (keyword === 'from' && !ranges.by && open !== 'by'))) isTwofold = true;
    if (!isNew && !isEnd) continue;
    if (open) ranges[open] = { from: begin, to: i };
    open = isNew ? keyword : undefined;
    begin = i + 1;
  }
  if (open) ranges[open] = { from: begin, to: tokens.length };
  return {
    tokens,
    cut,
    ranges,
    afterSemicolon: lastSemicolon < 0 ? undefined : lastSemicolon + 1,
    isOrderly,
    isTwofold,
  };
}

/** The tokens of a clause; undefined when the field has no such clause. */
export function clause({ tokens, ranges }: Clauses, keyword: Keyword): readonly Token[] | undefined {
  const range = ranges[keyword];
  return range && tokens.slice(range.from, range.to);
}

function isInPlace(
  keyword: Keyword,
  isNew: boolean,
  i: number,
  ranges: Clauses['ranges'],
  open: Keyword | undefined,
): boolean {
  // `with ESMTP with STARTTLS` is seen; behind the `by` clause it moves nothing.
  if (!isNew) return keyword !== 'from' && keyword !== 'by' && ranges.by !== undefined;
  if (keyword === 'from') return i === 0;
  if (keyword === 'by' || keyword === 'via') return true;
  const hasFrom = ranges.from !== undefined || open === 'from';
  return !hasFrom || ranges.by !== undefined || open === 'by';
}

/** Between `from` and `by`: a `;`, or a `via` with more than a word. */
function isMisplaced(open: Keyword | undefined, { kind }: Token): boolean {
  return (open === 'from' && kind === 'semicolon') || (open === 'via' && kind !== 'word');
}

/**
 * A parenthesis or bracket that nothing closes, or that closes nothing. Behind the `by` clause a bracket does no harm:
 * XMail puts its name into one.
 */
function isStray({ kind, text }: Token, isBehindBy: boolean): boolean {
  if (kind !== 'word' || text.startsWith('<')) return false;
  return isBehindBy ? /^[()]/.test(text) : /^[()[]|\]/.test(text);
}

function keywordAt(tokens: readonly Token[], i: number): Keyword | undefined {
  const token = tokens[i] as Token;
  const length = token.end - token.start;
  if ((length > 4 && length !== 13) || length < 2 || token.kind === 'comment') return undefined;
  const keyword = keywords.get(token.text) ?? keywords.get(token.text.toLowerCase());
  if (!keyword || token.kind === 'word') return keyword;
  // `from by mx.example.net`: nothing was claimed. But `from by ([203.0.113.9])` is a client that calls itself "by".
  return token.kind === 'head' && tokens[i + 1]?.kind === 'word' ? keyword : undefined;
}
