import { readBy } from './by-clause.js';
import { dateOf, forwardPath, phraseOf, unbracketed } from './clause-values.js';
import { type Clauses, clausesOf } from './clauses.js';
import { tlsComments, writersComments } from './comments.js';
import { dialectOf } from './dialects.js';
import { type FromParts, readFrom } from './from-clause.js';
import type { Hop, HopBy } from './hop.js';
import { resolveFrom, shapeOf } from './resolve-from.js';
import { readTls, saysAuthenticated } from './tls-words.js';
import { tokenize } from './tokens.js';

/**
 * Reads one `Received` field, with or without its name, folded or not. Never throws and takes linear time whatever the
 * field holds; spans refer to the string given.
 *
 * The address is the one the server saw. A name counts as looked up only where the writer is known to print such names;
 * elsewhere it is the client's claim.
 */
export function parseReceived(fieldBody: string): Hop {
  const { tokens, cut } = tokenize(fieldBody, { start: bodyStart(fieldBody), end: fieldBody.length });
  const clauses = clausesOf(tokens);
  const clause = clauses.at;
  const comments = writersComments(clauses);
  const fromTokens = clause.get('from');
  const parts = fromTokens && readFrom(fieldBody, fromTokens);
  const { by, span: bySpan } = readBy(fieldBody, clause.get('by') ?? []);
  const protocol = phraseOf(clause.get('with'), 'phrase');
  const via = phraseOf(clause.get('via'), 'phrase');
  const dialect = dialectOf({
    by: by.name ?? '',
    software: by.software ?? '',
    with: protocol ?? '',
    via: via ?? '',
    comments,
    hasQmailDate: hasQmailDate(clauses),
    shape: shapeOf(parts),
  });
  const from = parts && resolveFrom(parts, dialect);
  const isLoggedIn = saysAuthenticated(protocol, comments) || (parts?.authenticated ?? false);
  const tlsClause = phraseOf(clause.get('tls'), 'word');
  return {
    dialect: dialect.id,
    from: from && { ...from.from, authenticated: isLoggedIn },
    by: withSoftware(by, comments),
    via,
    with: protocol,
    id: unbracketed(phraseOf(clause.get('id'), 'word')),
    for: forwardPath(fieldBody, clause.get('for')),
    tls: readTls([...tlsComments(fromTokens), ...comments], tlsClause, protocol),
    ...dateOf(clauses),
    ambiguous: cut || clauses.isTwofold || (parts !== undefined && isUnclear(parts)),
    notUnderstood: leftOver(clauses, parts, cut),
    spans: { ...from?.spans, ...(bySpan && { by: bySpan }) },
  };
}

function bodyStart(text: string): number {
  return /^\s{0,64}Received\s{0,8}:/i.exec(text.slice(0, 96))?.[0].length ?? 0;
}

function hasQmailDate({ afterSemicolon = [] }: Clauses): boolean {
  return afterSemicolon.length === 5 && /^\d/.test(afterSemicolon[0]?.text ?? '') && afterSemicolon[4]?.text === '-0000';
}

/** Exim names itself behind the protocol. */
function withSoftware(by: HopBy, comments: readonly string[]): HopBy {
  return by.software === undefined ? { ...by, software: comments.find((text) => /^Exim /.test(text)) } : by;
}

function isUnclear({ conflict, place }: FromParts): boolean {
  return conflict || place === 'attached';
}

function leftOver(clauses: Clauses, parts: FromParts | undefined, cut: boolean): readonly string[] {
  const noClause = clauses.at.has('by') || clauses.at.has('from') ? [] : clauses.rest;
  const words = [...(parts?.leftOver ?? []), ...noClause].slice(0, 16).map(({ text }) => text.slice(0, 200));
  return cut ? [...words, 'the rest: too many pieces'] : words;
}
