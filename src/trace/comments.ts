import type { Clauses } from './clauses.js';
import type { Token } from './tokens.js';

const maxComments = 24;
/** What a server says of itself or of TLS is short; the rest of a long comment is not looked at. */
const maxLength = 1000;

/** The comments outside the `from` clause, without parentheses: all are the writer's own words. */
export function writersComments({ tokens, ranges: { from } }: Clauses): readonly string[] {
  const comments: string[] = [];
  for (let i = 0; i < tokens.length && comments.length < maxComments; i++) {
    const token = tokens[i] as Token;
    const isWriters = token.kind === 'comment' && !isGluedToWord(tokens, i);
    if (isWriters && (!from || i < from.from || i >= from.to)) comments.push(commentText(token));
  }
  return comments;
}

/** Comments that Postfix and Courier put behind the TCP-info. What is hung on the client's own word is not among them. */
export function tlsComments(from: readonly Token[] | undefined): readonly string[] {
  if (!from) return none;
  const comments: string[] = [];
  for (const token of from) {
    const isTls = token.kind === 'comment' && /^\((?:using|TLS:)\s/.test(token.text);
    if (isTls && comments.length < maxComments) comments.push(commentText(token));
  }
  return comments;
}

/** `anna(Exim 4.98)@example.net`: part of an address, which the sender chose. */
function isGluedToWord(tokens: readonly Token[], i: number): boolean {
  return tokens[i]?.glued === true && tokens[i - 1]?.kind === 'word';
}

/** Comments of the clauses that the writer fills without anybody's help, by which it can be told. */
export function markComments({ tokens, ranges }: Clauses): readonly string[] {
  const comments: string[] = [];
  for (const range of [ranges.by, ranges.with, ranges.tls, ranges.via]) {
    for (let i = range?.from ?? 0; i < (range?.to ?? 0) && comments.length < maxComments; i++) {
      const token = tokens[i] as Token;
      if (token.kind === 'comment' && !isGluedToWord(tokens, i)) comments.push(commentText(token));
    }
  }
  return comments;
}

const none: readonly string[] = [];

/** The inside of a comment, its white space made single. */
export function commentText({ text }: Token): string {
  const inside = text.slice(1, Math.min(text.length - 1, maxLength));
  return /[\t\r\n]| {2}|^ | $/.test(inside) ? inside.replace(/\s+/g, ' ').trim() : inside;
}
