import type { Clauses } from './clauses.js';
import type { Token } from './tokens.js';

const maxComments = 24;
/** What a server says of itself or of TLS is short; the rest of a long comment is not looked at. */
const maxLength = 1000;

/** The comments outside the `from` clause, without parentheses: all are the writer's own words. */
export function writersComments(clauses: Clauses): readonly string[] {
  const groups = [...clauses.at].filter(([keyword]) => keyword !== 'from').map(([, tokens]) => tokens);
  return [...groups, clauses.rest].flat().flatMap(textOf).slice(0, maxComments);
}

/** Comments that Postfix and Courier put behind the TCP-info. What is hung on the client's own word is not among them. */
export function tlsComments(from: readonly Token[] | undefined): readonly string[] {
  const texts = (from ?? []).flatMap(textOf).slice(0, maxComments);
  return texts.filter((text) => /^(?:using |TLS: )/i.test(text));
}

function textOf({ kind, text }: Token): readonly string[] {
  if (kind !== 'comment') return [];
  const inside = text.slice(1, Math.min(text.length - 1, maxLength));
  return [inside.replace(/\s+/g, ' ').trim()];
}
