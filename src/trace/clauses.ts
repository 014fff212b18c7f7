import type { Token } from './tokens.js';

/** The clauses of RFC 5321 §4.4, the `tls` clause of RFC 8314 §4.3, and Haraka's bare `envelope-from`. */
const keywords = ['from', 'by', 'via', 'with', 'id', 'for', 'tls', 'envelope-from'] as const;
export type Keyword = (typeof keywords)[number];

/** The tokens of each clause, keyword left out; `rest` is what stands before the first and after the last. */
export interface Clauses {
  readonly at: ReadonlyMap<Keyword, readonly Token[]>;
  readonly rest: readonly Token[];
  /** The tokens after the last `;`, or undefined when there is none. */
  readonly afterSemicolon: readonly Token[] | undefined;
  /** Two words follow a `by`: one of the two clauses is not the writer's. */
  readonly isTwofold: boolean;
}

/** Sorts tokens into clauses. A keyword counts at depth 0 and once; what the client said after `from` is never one. */
export function clausesOf(tokens: readonly Token[]): Clauses {
  const at = new Map<Keyword, Token[]>();
  const rest: Token[] = [];
  const lastSemicolon = tokens.findLastIndex(({ kind }) => kind === 'semicolon');
  let current = rest;
  let isTwofold = false;
  for (const [i, token] of tokens.entries()) {
    const keyword = keywordAt(tokens, i);
    if (keyword && !at.has(keyword)) {
      current = [];
      at.set(keyword, current);
      continue;
    }
    isTwofold ||= keyword === 'by' && tokens[i + 1]?.kind === 'word';
    if (token.kind !== 'semicolon') current.push(token);
    // `with;ESMTP` is seen: a clause that has nothing yet goes on, unless this is where the date begins.
    else if (current.length > 0 || i === lastSemicolon) current = rest;
  }
  const afterSemicolon = lastSemicolon < 0 ? undefined : tokens.slice(lastSemicolon + 1);
  return { at, rest, afterSemicolon, isTwofold };
}

function keywordAt(tokens: readonly Token[], i: number): Keyword | undefined {
  const token = tokens[i];
  if (!token || token.text.length > 13) return undefined;
  const word = token.text.toLowerCase();
  const keyword = keywords.find((known) => known === word);
  if (!keyword || token.kind === 'word') return keyword;
  // `from by mx.example.net`: nothing was claimed. But `from by ([203.0.113.9])` is a client that calls itself "by".
  const next = tokens[i + 1]?.kind;
  return token.kind === 'head' && next === 'word' ? keyword : undefined;
}
