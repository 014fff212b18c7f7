import { canonicalAddress } from '../address/address.js';
import { normaliseHost } from '../address/host-name.js';
import { longestLine } from '../grammar/account.js';
import type { Hop, HopFrom, Span } from './hop.js';
import { isName, unbracketed } from './hop-of-account.js';
import { readDateText } from './received-date.js';
import { readTls, saysAuthenticated } from './tls-words.js';

/** The clauses of RFC 5321 §4.4, and the `tls` clause of RFC 8314 §4.3. */
const keywords = ['from', 'by', 'via', 'with', 'id', 'for', 'tls'] as const;
type Keyword = (typeof keywords)[number];

/** A word or a comment, with its place. */
interface Piece extends Span {
  readonly text: string;
}

interface Clauses {
  readonly pieces: { readonly [keyword in Keyword]?: readonly Piece[] };
  readonly comments: readonly string[];
  readonly notUnderstood: readonly string[];
  /** `from` or `by` is twice, or may be, a bracket is left over, or clauses follow the date's semicolon: some of it is not the writer's. */
  readonly isTwofold: boolean;
}

/**
 * What can be seen of a line that no writer's grammar accounts for. It is shown and decides nothing; an address is told only
 * where the `from` clause holds a single one, next to the client's own word.
 */
export function readLoosely(body: string, start: number): Hop {
  const line = body.slice(start, start + longestLine);
  const all = piecesOf(line, start);
  const semicolon = all.findLastIndex(({ text }) => text === ';');
  const dateText = semicolon < 0 ? undefined : body.slice(all[semicolon]?.end, start + line.length);
  const { at, dateProblem } = readDateText(dateText);
  const isTorn = all.some(
    ({ text }, at) => text === '(' || text === ')' || (semicolon >= 0 && at > semicolon && /^(?:from|by)$/i.test(text)),
  );
  const clauses = clausesOf(semicolon < 0 ? all : all.slice(0, semicolon), isTorn);
  const [by, id, recipient, tls] = (['by', 'id', 'for', 'tls'] as const).map((keyword) =>
    wordOf(clauses.pieces[keyword]),
  );
  const protocol = phrase(clauses.pieces.with);
  const client = clientOf(clauses, protocol);
  return {
    dialect: 'generic',
    accounted: false,
    origin: 'peer',
    from: client?.from,
    by: { name: by && normaliseHost(by.text), address: undefined, software: undefined },
    via: phrase(clauses.pieces.via),
    with: protocol,
    id: id && unbracketed(id.text),
    for: recipient && (unbracketed(recipient.text) || undefined),
    tls: readTls(clauses.comments, tls?.text, protocol),
    at,
    dateProblem,
    ambiguous: client?.isUndecided ?? clauses.isTwofold,
    notUnderstood: clauses.notUnderstood,
    spans: { ...client?.spans, by: by && spanOf(by) },
  };
}

/** Comments are taken whole as far as comments in comments go in real lines, so that no keyword in one counts. */
const piece = /\((?:\\.|[^()\\]|\((?:\\.|[^()\\])*\))*\)|[^\s();]+|[();]/gs;

/** More than any real line has; what follows is not read. */
const mostPieces = 128;

function piecesOf(line: string, offset: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const { 0: text, index } of line.matchAll(piece)) {
    pieces.push({ text, start: offset + index, end: offset + index + text.length });
    if (pieces.length === mostPieces) break;
  }
  return pieces;
}

function clausesOf(all: readonly Piece[], isTorn: boolean): Clauses {
  const pieces: { [keyword in Keyword]?: Piece[] } = {};
  const before: Piece[] = [];
  let open = before;
  let isTwofold = isTorn || all.length === mostPieces;
  for (const one of all) {
    const keyword = keywords.find((word) => word === one.text.toLowerCase());
    if (keyword && !pieces[keyword]) {
      open = [];
      pieces[keyword] = open;
    } else {
      isTwofold ||= keyword === 'from' || keyword === 'by';
      open.push(one);
    }
  }
  const comments = all.filter(({ text }) => text.startsWith('(')).map(({ text }) => text.slice(1, -1));
  return { pieces, comments, notUnderstood: before.slice(0, 16).map(({ text }) => text.slice(0, 200)), isTwofold };
}

interface Client {
  readonly from: HopFrom;
  readonly spans: Hop['spans'];
  readonly isUndecided: boolean;
}

function clientOf({ pieces, comments, isTwofold }: Clauses, protocol: string | undefined): Client | undefined {
  const { from } = pieces;
  if (from === undefined) return undefined;
  const claim = wordOf(from);
  const seen = from.slice(claim ? 1 : 0).flatMap(addressesIn);
  // A bare address in front may be the peer's, as Yahoo writes it.
  const inFront = seen.length > 0 && claim ? canonicalAddress(claim.text) : undefined;
  const addresses = new Set([...seen.map(({ address }) => address), ...(inFront === undefined ? [] : [inFront])]);
  const isUndecided = isTwofold || addresses.size > 1;
  const [peer] = isUndecided ? [] : seen;
  const name = peer && nameIn(peer.piece);
  const tcpInfo = {
    reverseName: name && normaliseHost(name.text),
    reverseNameConfirmed: 'unknown' as const,
    address: peer?.address,
    port: peer?.port,
  };
  return {
    from: { ehloName: claim?.text, tcpInfo, authenticated: saysAuthenticated(protocol, comments) },
    spans: { ehloName: claim && spanOf(claim), reverseName: name && spanOf(name), address: peer?.span },
    isUndecided,
  };
}

interface Seen {
  readonly address: string;
  readonly port: number | undefined;
  readonly span: Span;
  /** Where it is. */
  readonly piece: Piece;
}

const addressAndPort =
  /(?<![\w.:-])(?:IPv6:)?(\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}:[\da-f.:]+)(?::(\d{1,5}))?(?![\w.:/-])/dgi;

/** What a client calls itself, where the server says that it does. */
const labelled = /\b(?:helo|ehlo|lhlo)[\s=]\s*\S*/gi;

/** An address is near the beginning of a comment. */
const longestPiece = 500;

function addressesIn(piece: Piece): readonly Seen[] {
  const unclaimed = piece.text.slice(0, longestPiece).replace(labelled, (claim) => ' '.repeat(claim.length));
  return [...unclaimed.matchAll(addressAndPort)].flatMap((match) => {
    const address = canonicalAddress(match[1] ?? '');
    const port = match[2] === undefined ? undefined : Number(match[2]);
    return address === undefined ? [] : { address, port, span: placeOf(match, piece), piece };
  });
}

/** `(NAME [ADDRESS])` is TCP-info (RFC 5321 §4.4). */
function nameIn(piece: Piece): Piece | undefined {
  const match = /^\(\s*([^\s()[\]]+)\s+\[[^[\]]+\]/d.exec(piece.text);
  return match && isName(match[1]) ? { text: match[1] ?? '', ...placeOf(match, piece) } : undefined;
}

/** Of the first group. */
function placeOf({ indices }: RegExpExecArray, { start }: Piece): Span {
  const [from, to] = indices?.[1] ?? [0, 0];
  return { start: start + from, end: start + to };
}

function wordOf(pieces: readonly Piece[] | undefined): Piece | undefined {
  const first = pieces?.[0];
  return first?.text.startsWith('(') ? undefined : first;
}

/** The words up to the first comment. */
function phrase(pieces: readonly Piece[] | undefined): string | undefined {
  const words = pieces?.map(({ text }) => text) ?? [];
  const comment = words.findIndex((word) => word.startsWith('('));
  return words.slice(0, comment < 0 ? 8 : comment).join(' ') || undefined;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
