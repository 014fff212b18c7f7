import { addressAt, type Piece, readComment, type SeenAddress } from './tcp-info.js';
import { type Token, tokenize } from './tokens.js';

/** The `from` clause as printed, before anyone says which name is whose: that depends on the writer. */
export interface FromParts {
  /** The word after `from`. */
  readonly head: Piece | undefined;
  /** The head, where it is an address: a literal that the client announced, or the peer, as the writer has it. */
  readonly headAddress: SeenAddress | undefined;
  /** EHLO argument that carries a label. */
  readonly helo: Piece | undefined;
  /** Whether the label stands in the same comment as the address, or in one of its own. */
  readonly heloPlace: 'beside' | 'apart' | undefined;
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
  readonly leftOver: readonly Token[];
}

const maxComments = 12;

/** Reads the tokens of a `from` clause. */
export function readFrom(body: string, tokens: readonly Token[]): FromParts {
  const head = tokens[0]?.kind === 'head' ? tokens[0] : undefined;
  const others = head ? tokens.slice(1) : tokens;
  const own = headParts(body, head);
  const infos = others
    .filter((token) => token.kind === 'comment')
    .slice(0, maxComments)
    .map((token) => readComment(body, token));
  const loose = others
    .map((token, i) => (i < 2 && token.kind !== 'comment' ? addressAt(token, others[i + 1]) : undefined))
    .filter((seen) => seen !== undefined);
  const told = infos.find((info) => info.addresses.length > 0);
  const seen = told?.addresses[0] ?? loose[0] ?? own.attached[0];
  const withHelo = infos.find((info) => info.helo);
  const all = [...infos.flatMap((info) => info.addresses), ...loose, ...own.attached];
  return {
    head: own.head,
    headAddress: own.address,
    helo: withHelo?.helo,
    heloPlace: withHelo && (withHelo === told ? 'beside' : 'apart'),
    seen,
    name: told ? told.name : undefined,
    place: told ? 'comment' : loose[0] ? 'loose' : seen && 'attached',
    bracketed: seen !== undefined && /[[:]/.test(body[seen.start - 1] ?? ''),
    isMapped: seen !== undefined && /^::ffff:/i.test(seen.text),
    rhostFlags: told?.rhostFlags ?? false,
    mark: infos.find((info) => info.mark)?.mark,
    authenticated: infos.some((info) => info.authenticated),
    conflict: new Set(all.map(({ address }) => address)).size > 1,
    leftOver: others.filter((token) => token.kind === 'word' && !loose.some(({ start }) => start === token.start)),
  };
}

interface HeadParts {
  readonly head: Piece | undefined;
  readonly address: SeenAddress | undefined;
  readonly attached: readonly SeenAddress[];
}

/** A head may have more hung on it: `mx[203.0.113.9]`, `mx(unknown[203.0.113.9])`. Some servers print that; some clients say it. */
function headParts(body: string, head: Token | undefined): HeadParts {
  if (!head) return { head: undefined, address: undefined, attached: [] };
  const whole = { text: head.text, start: head.start, end: head.end };
  if (/^[\w.-]*[g-z_][\w.-]*$/i.test(head.text)) return { head: whole, address: undefined, attached: [] };
  if (head.text.length > 512) return { head: whole, address: undefined, attached: [] };
  const [first, ...more] = tokenize(body, head.start, head.end).tokens;
  const address = first && addressAt(first, more[0]);
  const attached = more.flatMap((token) =>
    token.kind === 'comment'
      ? readComment(body, token).addresses
      : (token.kind === 'literal' && addressAt(token)) || [],
  );
  const isPlain = more.length === 0 || more.every((token) => token.kind === 'literal');
  return { head: isPlain && first && !address ? first : whole, address, attached };
}
