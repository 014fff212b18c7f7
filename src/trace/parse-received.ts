import { type Clauses, clausesOf, type Keyword } from './clauses.js';
import { type Dialect, dialectOf, type FromShape } from './dialects.js';
import { type FromParts, readFrom } from './from-clause.js';
import type { Hop, HopBy, HopFrom, Span, TcpInfo } from './hop.js';
import { isVisibleAscii, normaliseHost } from './host-name.js';
import { type ReceivedDate, readDate } from './received-date.js';
import { addressAt, readComment } from './tcp-info.js';
import { readTls, saysAuthenticated } from './tls-words.js';
import { type Token, tokenize } from './tokens.js';

/**
 * Reads one `Received` field, with or without its name, folded or not. Never throws and takes linear time whatever the
 * field holds; spans refer to the string given.
 *
 * The address is the one the server saw. A name counts as looked up only where the writer is known to print such names;
 * elsewhere it is the client's claim.
 */
export function parseReceived(fieldBody: string): Hop {
  const start = /^\s{0,64}X?-?Received\s{0,8}:/i.exec(fieldBody.slice(0, 96))?.[0].length ?? 0;
  const { tokens, cut } = tokenize(fieldBody, { start, end: fieldBody.length });
  const clauses = clausesOf(tokens);
  const { by, span: bySpan } = readBy(fieldBody, clauses);
  const protocol = phraseOf(clauses.at.get('with'), 'phrase');
  const fromTokens = clauses.at.get('from');
  const parts = fromTokens && readFrom(fieldBody, fromTokens);
  const comments = commentsOf(clauses);
  const dialect = dialectOf({
    by: by.name ?? '',
    software: by.software ?? '',
    with: protocol ?? '',
    comments,
    shape: shapeOf(parts),
  });
  const from = parts && resolve(parts, dialect);
  const says = [...(parts?.authenticated ? ['authenticated'] : []), ...comments];
  const date = dateOf(clauses);
  return {
    dialect: dialect.id,
    from: from && {
      ...from.from,
      authenticated: saysAuthenticated(protocol) || says.some((text) => /^(?:smtp-)?auth(?:enticated)?\b/i.test(text)),
    },
    by:
      dialect.id === 'exim' && by.software === undefined
        ? { ...by, software: comments.find((text) => /^Exim /.test(text)) }
        : by,
    via: phraseOf(clauses.at.get('via'), 'phrase'),
    with: protocol,
    id: unbracketed(phraseOf(clauses.at.get('id'), 'word')),
    for: forwardPath(fieldBody, clauses.at.get('for')),
    tls: readTls(tlsComments(fieldBody, fromTokens, comments), phraseOf(clauses.at.get('tls'), 'word'), protocol),
    at: date.at,
    dateProblem: date.dateProblem,
    ambiguous: (parts?.conflict ?? false) || parts?.place === 'attached' || cut,
    notUnderstood: leftOvers(clauses, parts, cut),
    spans: { ...from?.spans, ...(bySpan && { by: bySpan }) },
  };
}

function shapeOf(parts: FromParts | undefined): FromShape {
  if (!parts?.seen && !parts?.headAddress) return parts ? 'other' : 'none';
  if (parts.helo) return parts.headAddress ? 'address-helo' : parts.bracketed ? 'bracket' : 'name-helo';
  return parts.bracketed ? 'bracket' : 'bare';
}

interface Resolved {
  readonly from: Omit<HopFrom, 'authenticated'>;
  readonly spans: { readonly ehloName?: Span; readonly reverseName?: Span; readonly address?: Span };
}

/** Says whose name and whose address each piece is, by what the writer is known to print. */
function resolve(parts: FromParts, dialect: Dialect): Resolved {
  const isPeer = !parts.seen || parts.place === 'attached';
  const headIsPeer = isPeer && parts.headAddress && (dialect.headAddress === 'peer' || parts.helo !== undefined);
  const seen = headIsPeer ? parts.headAddress : parts.seen;
  const headName = parts.headAddress ? undefined : parts.head;
  const lookedUp = parts.name ?? (dialect.head === 'looked-up' || parts.mark === 'verified' ? headName : undefined);
  const isHeadReverse = lookedUp !== undefined && lookedUp === headName;
  const reverse = lookedUp && isName(lookedUp.text) ? lookedUp : undefined;
  const ehlo = parts.helo ?? (isHeadReverse || !headIsPeer ? parts.head : undefined);
  const tcpInfo: TcpInfo = {
    reverseName: reverse && normaliseHost(reverse.text),
    reverseNameConfirmed: reverse ? confirmation(parts, dialect) : 'unknown',
    address: seen?.address,
    port: seen?.port,
  };
  return {
    from: { ehloName: ehlo?.text || undefined, tcpInfo },
    spans: {
      ...(ehlo && { ehloName: spanOf(ehlo) }),
      ...(reverse && { reverseName: spanOf(reverse) }),
      ...(seen && { address: spanOf(seen) }),
    },
  };
}

function confirmation(parts: FromParts, dialect: Dialect): TcpInfo['reverseNameConfirmed'] {
  if (parts.mark === 'forged') return 'no';
  return parts.mark === 'verified' ? 'yes' : dialect.confirms;
}

/** `unknown` and the like are said where there is no name. */
function isName(text: string): boolean {
  return !/^(?:unknown|softdnserr|unverified|localhost\?)$/i.test(text);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function readBy(body: string, clauses: Clauses): { readonly by: HopBy; readonly span: Span | undefined } {
  const tokens = clauses.at.get('by') ?? [];
  const [first, second] = tokens;
  const token = first && first.kind !== 'comment' ? first : undefined;
  const text = token?.text.replace(/^<|[>,]$/g, '');
  const own = token && addressAt(token);
  const comments = tokens.filter(({ kind }) => kind === 'comment').map((comment) => readByComment(body, comment));
  const literal = second?.kind === 'literal' ? addressAt(second)?.address : undefined;
  return {
    by: {
      name: text ? (own?.address ?? normaliseHost(text)) : undefined,
      address: comments[0]?.address ?? literal ?? own?.address,
      software: comments.find(({ software }) => software !== undefined)?.software,
    },
    span: token && spanOf(token),
  };
}

/** A comment of a `by` clause names the writer's own address, `(10.0.0.1)` or `(mx [10.0.0.1])`, or its software. */
function readByComment(body: string, comment: Token): { readonly address?: string; readonly software?: string } {
  const { name, addresses } = readComment(body, comment);
  const text = comment.text.slice(1, -1).replace(/\s+/g, ' ').trim();
  const words = text.split(' ').length;
  const address = addresses[0]?.address;
  if (address !== undefined && words <= (name ? 2 : 1)) return { address };
  return text === '' ? {} : { software: text };
}

/** The words of a clause up to its first comment: all of them, or the first. */
function phraseOf(tokens: readonly Token[] | undefined, take: 'phrase' | 'word'): string | undefined {
  if (!tokens) return undefined;
  const end = tokens.findIndex(({ kind }) => kind === 'comment');
  const words = (end < 0 ? tokens : tokens.slice(0, end)).slice(0, take === 'word' ? 1 : 8).map(({ text }) => text);
  return words.length > 0 ? words.join(' ').replace(/,$/, '') : undefined;
}

function unbracketed(text: string | undefined): string | undefined {
  return text?.replace(/^<(.*)>$/s, '$1');
}

function forwardPath(body: string, tokens: readonly Token[] | undefined): string | undefined {
  const [first] = tokens ?? [];
  if (!first || first.kind === 'comment') return undefined;
  const close = first.text.startsWith('<') ? body.indexOf('>', first.start) : -1;
  const path = close > 0 && close - first.start < 1000 ? body.slice(first.start + 1, close) : first.text;
  return path.replace(/^<|[>,]$/g, '') || undefined;
}

function commentsOf(clauses: Clauses): readonly string[] {
  const groups = [...clauses.at].filter(([keyword]) => keyword !== 'from').map(([, tokens]) => tokens);
  return [...groups, clauses.rest].flat().flatMap(commentText).slice(0, 24);
}

function commentText({ kind, text }: Token): readonly string[] {
  return kind === 'comment' ? [text.slice(1, -1).replace(/\s+/g, ' ').trim()] : [];
}

/** Postfix and Courier put TLS into the `from` clause, behind the TCP-info; what is hung on the client's own word is not looked at. */
function tlsComments(body: string, from: readonly Token[] | undefined, others: readonly string[]): readonly string[] {
  const own = (from ?? [])
    .flatMap(commentText)
    .filter((text) => /^(?:using |TLS: )/i.test(text))
    .slice(0, 4);
  return body.length > 0 ? [...own, ...others] : others;
}

function dateOf(clauses: Clauses): ReceivedDate {
  if (clauses.afterSemicolon) {
    const date = readDate(clauses.afterSemicolon);
    if (date.dateProblem !== 'missing') return date;
  }
  // SendGrid and others leave the `;` out: the date then stands at the end of the last clause.
  const last = [...clauses.at.values(), clauses.rest].flat();
  const begin = last.findIndex(({ text }) => /^(?:\d{4}-\d\d-\d\d|(?:mon|tue|wed|thu|fri|sat|sun),?)$/i.test(text));
  return begin < 0 ? { at: undefined, dateProblem: 'missing' } : readDate(last.slice(begin));
}

function leftOvers(clauses: Clauses, parts: FromParts | undefined, cut: boolean): readonly string[] {
  const known: readonly Keyword[] = ['by', 'from'];
  const nothing = known.every((keyword) => !clauses.at.has(keyword)) ? clauses.rest : [];
  const words = [...(parts?.leftOver ?? []), ...nothing].slice(0, 16).map(({ text }) => text.slice(0, 200));
  return cut ? [...words, 'the rest of a field with too many pieces'] : words.filter(isShown);
}

function isShown(text: string): boolean {
  return text.length > 0 && (isVisibleAscii(text) || text.length > 1);
}
