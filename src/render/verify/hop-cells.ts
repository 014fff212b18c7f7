import type { Paint } from '../../commands/command.js';
import type { Span } from '../../trace/hop/hop.js';
import type { Evidence, PathVerdict, PlacedHop } from '../../trace/path/verdict.js';
import { delayText } from './delay.js';
import { token } from './plain.js';
import type { Piece } from './wrap.js';

/** One row of the hop table: the cells of `columns`, in that order. */
export type Cells = readonly (readonly Piece[])[];

export const columns = ['#', 'from', 'by', 'with', 'delay', 'at (UTC)'] as const;

type TokenKind = keyof PlacedHop['spans'];
type Mark = (kind: TokenKind, text: string) => Piece;

/** The cells of a hop. Tokens that decided the verdict have the verdict's colour, or are between asterisks where there is none. */
export function cellsOf(hop: PlacedHop, { verdict, evidence }: PathVerdict, paint: Paint): Cells {
  const base = hop.standing === 'claimed' ? paint.dim : same;
  const strong = { confirmed: paint.green, 'not-confirmed': paint.red, unknown: paint.yellow }[verdict];
  const deciding = evidence.filter(({ hop: index, span }) => index === hop.index && span !== undefined);
  const mark: Mark = (kind, text) =>
    deciding.some((item) => sameSpan(item, hop.spans[kind]))
      ? { text: paint.mark(text), paint: (part) => paint.bold(strong(part)) }
      : { text, paint: base };
  const plain = (text: string): Piece => ({ text, paint: base });
  return [
    [plain(String(hop.index + 1))],
    fromCell(hop, mark, plain),
    byCell(hop, mark, plain),
    withCell(hop).map(plain),
    delayCell(hop, base, paint.yellow),
    [plain(hop.at?.replace('T', ' ').replace(/(\.\d+)?Z$/, '') ?? '-')],
  ];
}

/** What the writer saw comes first; what the client said of itself is always called a claim. */
function fromCell(
  { from, dialect, ambiguous, accounted }: PlacedHop,
  mark: Mark,
  plain: (text: string) => Piece,
): Piece[] {
  if (from === undefined) return [plain(`(no client: ${token(dialect)})`)];
  const { address, reverseName, reverseNameConfirmed } = from.tcpInfo;
  const pieces: Piece[] = [];
  if (reverseName !== undefined) pieces.push(mark('reverseName', token(reverseName)));
  if (reverseName !== undefined && reverseNameConfirmed !== 'yes') pieces.push(plain('(name not verified)'));
  if (address !== undefined) pieces.push(mark('address', `[${token(address)}]`));
  if (from.ehloName !== undefined && from.ehloName !== reverseName) {
    pieces.push(plain('claims'), mark('ehloName', `"${token(from.ehloName)}"`));
  }
  if (from.authenticated) pieces.push(plain('(logged in)'));
  if (ambiguous) pieces.push(plain('(several addresses)'));
  else if (!accounted) pieces.push(plain('(not fully understood)'));
  return pieces.length > 0 ? pieces : [plain('(unknown)')];
}

function byCell({ by }: PlacedHop, mark: Mark, plain: (text: string) => Piece): Piece[] {
  const name = by.name ?? by.address;
  return name === undefined ? [plain('(unknown)')] : [mark('by', token(name))];
}

function withCell({ with: protocol, tls }: PlacedHop): string[] {
  // The S of ESMTPS (RFC 3848) says already that there was TLS.
  const unsaid = tls !== undefined && !/s[ap]?$/i.test(protocol ?? '') ? 'TLS' : undefined;
  const parts = [protocol, tls?.version ?? unsaid];
  const said = parts.filter((part) => part !== undefined).map(token);
  return said.length > 0 ? said : ['-'];
}

function delayCell({ delayMs }: PlacedHop, base: Piece['paint'], alarm: Piece['paint']): Piece[] {
  if (delayMs === undefined) return [{ text: '-', paint: base }];
  const delay = { text: delayText(delayMs), paint: delayMs < 0 ? alarm : base };
  return delayMs < 0 ? [delay, { text: '(clocks differ)', paint: alarm }] : [delay];
}

function sameSpan({ span }: Evidence, other: Span | undefined): boolean {
  return span?.start === other?.start && span?.end === other?.end;
}

function same(text: string): string {
  return text;
}
