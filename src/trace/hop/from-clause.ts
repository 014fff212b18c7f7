import type { CommentInfo, Piece, SeenAddress } from './comment-info.js';
import { addressAt, readComment } from './tcp-info.js';
import { type Token, tokenize } from './tokens.js';

/** The `from` clause as printed, before anyone says which name is whose: that depends on the writer. */
export interface FromParts {
  /** The word after `from`. */
  readonly head: Piece | undefined;
  /** The head, where it is an address: a literal that the client announced, or the peer, as the writer has it. */
  readonly headAddress: SeenAddress | undefined;
  /** EHLO argument that carries a label. */
  readonly helo: Piece | undefined;
  /** Whether the label stands in the same comment as the address, in one right behind the head, or in a later one. */
  readonly heloPlace: 'beside' | 'apart' | 'behind' | undefined;
  /** `(HELO [203.0.113.9])`: the literal that the client announced, or the peer under a name that is a label. */
  readonly either: { readonly name: Piece; readonly address: SeenAddress } | undefined;
  /** The address beside the head, and the name printed with it. */
  readonly seen: SeenAddress | undefined;
  readonly name: Piece | undefined;
  /** Where `seen` stands: `attached` is text that may be the client's own. */
  readonly place: 'comment' | 'loose' | 'attached' | undefined;
  readonly bracketed: boolean;
  /** Printed as IPv4-mapped IPv6, as Courier does. */
  readonly isMapped: boolean;
  /** ZMailer's `rhost-flags-OK-OK-OK-OK`. */
  readonly rhostFlags: boolean;
  readonly mark: 'verified' | 'forged' | undefined;
  readonly authenticated: boolean;
  /** More than one address that could be the client's. */
  readonly conflict: boolean;
  /** They stand in places where each could be: not even the likely one is stated. */
  readonly isUndecided: boolean;
  /** Nothing in the clause that no server prints there. */
  readonly isClean: boolean;
  /** The port that a comment tells of a head that is the peer. */
  readonly headPort: number | undefined;
  readonly leftOver: readonly Token[];
}

const maxComments = 12;

/** Reads the tokens of a `from` clause. */
export function readFrom(body: string, tokens: readonly Token[]): FromParts {
  const head = tokens[0]?.kind === 'head' ? tokens[0] : undefined;
  const others = head ? tokens.slice(1) : tokens;
  const own = headParts(body, head);
  const addresses: SeenAddress[] = [];
  const leftOver: Token[] = [];
  let first: CommentInfo | undefined;
  let told: CommentInfo | undefined;
  let withHelo: CommentInfo | undefined;
  let loose: SeenAddress | undefined;
  let either: CommentInfo['either'];
  let port: number | undefined;
  let authenticated = false;
  let isClean = own.isClean;
  let comments = 0;
  for (let i = 0; i < others.length; i++) {
    const token = others[i] as Token;
    if (token.kind !== 'comment') {
      const seen = i < 2 ? addressAt(token, others[i + 1]) : undefined;
      if (seen) addresses.push(seen);
      else if (!(token.glued && /^:\d{1,5}$/.test(token.text))) leftOver.push(token);
      loose ??= seen;
      continue;
    }
    if (++comments > maxComments) continue;
    const info = readComment(body, token);
    isClean &&= info.isClean && !(token.glued && others[i - 1]?.kind === 'comment');
    first ??= info;
    addresses.push(...info.addresses);
    authenticated ||= info.authenticated;
    if (info.addresses.length > 0) told ??= info;
    if (info.helo) withHelo ??= info;
    either ??= info.either;
    port ??= info.port;
  }
  const seen = told?.addresses[0] ?? loose ?? own.attached[0];
  const isUndecided = differ(addresses, addresses[0]);
  return {
    head: own.head,
    headAddress: own.address,
    helo: withHelo?.helo,
    heloPlace: withHelo && (withHelo === told ? 'beside' : withHelo === first ? 'apart' : 'behind'),
    either,
    seen: seen && (seen.port === port || port === undefined ? seen : { ...seen, port: seen.port ?? port }),
    headPort: port,
    name: told?.name,
    place: told ? 'comment' : loose ? 'loose' : seen && 'attached',
    bracketed: seen !== undefined && /[[:]/.test(body[seen.start - 1] ?? ''),
    isMapped: seen !== undefined && seen.text.length > 15 && /^::ffff:/i.test(seen.text),
    rhostFlags: told?.rhostFlags ?? false,
    mark: told?.mark,
    authenticated,
    conflict: isUndecided || differ(own.attached, addresses[0] ?? own.attached[0]),
    isUndecided,
    isClean: isClean && (!seen || leftOver.length === 0),
    leftOver,
  };
}

function differ(addresses: readonly SeenAddress[], from: SeenAddress | undefined): boolean {
  return addresses.some(({ address }) => address !== from?.address);
}

interface HeadParts {
  readonly head: Piece | undefined;
  readonly address: SeenAddress | undefined;
  readonly attached: readonly SeenAddress[];
  readonly isClean: boolean;
}

const plainHead = /^[^()[\]<>;"\\]+$/;

/** A head may have more hung on it: `mx[203.0.113.9]`, `mx(unknown[203.0.113.9])`. Some servers print that; some clients say it. */
function headParts(body: string, head: Token | undefined): HeadParts {
  if (!head) return { head: undefined, address: undefined, attached: [], isClean: true };
  const whole = { text: head.text, start: head.start, end: head.end };
  if (head.text.length > 512) return { head: whole, address: undefined, attached: [], isClean: false };
  if (plainHead.test(head.text)) return { head: whole, address: addressAt(head), attached: [], isClean: true };
  const [first, ...more] = tokenize(body, head.start, head.end).tokens;
  const address = first && addressAt(first, more[0]);
  const isLiteral = first?.kind === 'literal' && (more.length === 0 || /^:\d{1,5}$/.test(more[0]?.text ?? ''));
  const attached = more.flatMap((token) => attachedAddresses(body, token));
  const isName = more.length > 0 && more.every((token) => token.kind === 'literal');
  return {
    head: isName && first && !address ? first : whole,
    address,
    attached,
    isClean: isLiteral || attached.length === 0,
  };
}

function attachedAddresses(body: string, token: Token): readonly SeenAddress[] {
  if (token.kind === 'comment') return readComment(body, token).addresses;
  const seen = token.kind === 'literal' ? addressAt(token) : undefined;
  return seen ? [seen] : [];
}
