import type { Clauses } from './clauses.js';
import type { Token } from './tokens.js';

const maxComments = 24;
/** What a server says of itself or of TLS is short; the rest of a long comment is not looked at. */
const maxLength = 1000;

/** Comments outside the `from` clause, without parentheses: the writer's own words. */
export interface WritersComments {
  readonly all: readonly string[];
  /** Those of clauses that the writer fills without anybody's help, by which it can be told. */
  readonly marks: readonly string[];
}

/** Collects the writer's comments; one that hangs on a word, as in `anna(Exim 4.98)@example.net`, is the sender's. */
export function writersComments({ tokens, ranges }: Clauses): WritersComments {
  const all: string[] = [];
  const marks: string[] = [];
  for (let i = 0; i < tokens.length && all.length < maxComments; i++) {
    const token = tokens[i] as Token;
    if (token.kind !== 'comment' || isIn(ranges.from, i) || (token.glued && tokens[i - 1]?.kind === 'word')) continue;
    const text = commentText(token);
    all.push(text);
    if (isIn(ranges.by, i) || isIn(ranges.with, i) || isIn(ranges.tls, i) || isIn(ranges.via, i)) marks.push(text);
  }
  return { all, marks };
}

function isIn(range: { readonly from: number; readonly to: number } | undefined, i: number): boolean {
  return range !== undefined && i >= range.from && i < range.to;
}

/** Comments that Postfix and Courier put behind the TCP-info. What is hung on the client's own word is not among them. */
export function tlsComments(from: readonly Token[] | undefined): readonly string[] {
  if (!from) return none;
  const comments: string[] = [];
  for (const token of from) {
    const isTls = token.kind === 'comment' && /^\((?:[Uu]sing|TLS:)\s/.test(token.text);
    if (isTls && comments.length < maxComments) comments.push(commentText(token));
  }
  return comments;
}

const none: readonly string[] = [];

/** The inside of a comment, its outer white space cut off. */
export function commentText({ text }: Token): string {
  return text.slice(1, Math.min(text.length - 1, maxLength)).trim();
}
