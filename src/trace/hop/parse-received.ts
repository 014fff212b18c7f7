import { accountFor } from '../grammar/account.js';
import { readBy } from './by-clause.js';
import { dateOf, forwardPath, phraseOf, unbracketed } from './clause-values.js';
import { type Clauses, clause, clausesOf } from './clauses.js';
import { tlsComments, writersComments } from './comments.js';
import { dialectOf } from './dialects.js';
import { type FromParts, readFrom } from './from-clause.js';
import type { Hop, HopBy } from './hop.js';
import { hopOfAccount } from './hop-of-account.js';
import { readDateTail } from './received-date.js';
import { isUnclear, resolveFrom, shapeOf } from './resolve-from.js';
import { readTls, saysAuthenticated } from './tls-words.js';
import { type Token, tokenize } from './tokens.js';

/**
 * Reads one `Received` field, with or without its name, folded or not. Never throws and takes linear time whatever the
 * field holds; spans refer to the string given.
 *
 * A line that the grammar of its writer accounts for is told by that grammar. Any other is read as far as it goes, to be
 * shown: what is found in it proves nothing.
 */
export function parseReceived(fieldBody: string): Hop {
  const start = lineStart.exec(fieldBody)?.[0].length ?? 0;
  const account = accountFor(fieldBody.slice(start).trimEnd());
  if (account !== undefined && account !== 'several') return hopOfAccount(account, start);
  const hop = readTolerantly(fieldBody, start);
  return account === 'several' ? { ...hop, accounted: true, ambiguous: true } : hop;
}

const lineStart = /^\s*(?:Received\s{0,8}:)?\s*/i;

function readTolerantly(fieldBody: string, start: number): Hop {
  const tail = readDateTail(fieldBody);
  const clauses = clausesOf(tokenize(fieldBody, start, tail?.start ?? fieldBody.length));
  const comments = writersComments(clauses);
  const fromTokens = clause(clauses, 'from') ?? wrappedPeer(fieldBody, clauses);
  const parts = fromTokens && readFrom(fieldBody, fromTokens);
  const written = readBy(fieldBody, clause(clauses, 'by') ?? []);
  const by = withSoftware(written.by, comments.marks);
  const protocol = phraseOf(clauses, 'with', 'phrase');
  const via = phraseOf(clauses, 'via', 'phrase');
  const dialect = dialectOf({
    by: by.name ?? '',
    software: by.software ?? '',
    with: protocol ?? '',
    via: via ?? '',
    comments: comments.marks,
    hasQmailDate: tail?.isQmails ?? false,
    shape: shapeOf(parts),
  });
  const resolved = parts && resolveFrom(parts, dialect, clauses.isTwofold ? 'twofold' : 'orderly');
  const tcpInfo = resolved?.from.tcpInfo;
  const isLoggedIn = saysAuthenticated(protocol, comments.all) || (parts?.authenticated ?? false);
  const date = tail ?? dateOf(fieldBody, clauses);
  const tlsClause = phraseOf(clauses, 'tls', 'word');
  const idWord = phraseOf(clauses, 'id', 'word');
  const id = idWord && unbracketed(idWord);
  return {
    dialect: dialect.id,
    accounted: false,
    origin: 'peer',
    from: tcpInfo && { ehloName: resolved?.from.ehloName, tcpInfo, authenticated: isLoggedIn },
    by,
    via,
    with: protocol,
    id,
    serverVersion: dialect.id === 'exchange' ? id : undefined,
    for: forwardPath(clauses),
    tls: readTls(tlsComments(fromTokens), comments.all, tlsClause, protocol),
    at: date.at,
    dateProblem: date.dateProblem,
    ambiguous: clauses.cut || !clauses.isOrderly || (parts !== undefined && isUnclear(parts, dialect)),
    notUnderstood: leftOver(clauses, parts),
    spans: {
      ehloName: resolved?.ehloName,
      reverseName: resolved?.reverseName,
      address: resolved?.address,
      by: written.span,
    },
  };
}

/**
 * The peer of a field without a `from` clause that begins `(from NAME [ADDRESS])`, as sendmail and some gateways write
 * for a client that did not introduce itself. Whose word the name is differs, so only the address counts.
 */
function wrappedPeer(body: string, { tokens, ranges }: Clauses): readonly Token[] | undefined {
  const [first] = tokens;
  if (ranges.from || first?.kind !== 'comment' || !wrapped.test(first.text)) return undefined;
  return tokenize(body, first.start + 1, first.end - 1).tokens.slice(-1);
}

const wrapped = /^\(from\s+(?:[^\s()[\]]{1,255}\s+)?\[[^\s()[\]]{1,128}\]\s*\)$/i;

/** Exim names itself behind the protocol. */
function withSoftware(by: HopBy, comments: readonly string[]): HopBy {
  const exim = by.software === undefined ? comments.find((text) => /^Exim\s/.test(text)) : undefined;
  return exim === undefined ? by : { ...by, software: exim.replace(/\s+/g, ' ') };
}

function leftOver({ tokens, ranges, cut }: Clauses, parts: FromParts | undefined): readonly string[] {
  const noClause = ranges.by || ranges.from ? [] : tokens;
  const words = [...(parts?.leftOver ?? []), ...noClause].slice(0, 16).map(({ text }) => text.slice(0, 200));
  return cut ? [...words, 'the rest: too many pieces'] : words;
}
