import type { Span } from '../../trace/hop/hop.js';
import type { Evidence, PathVerdict, PlacedHop } from '../../trace/path/verdict.js';
import { delayText } from './delay.js';
import { token } from './plain.js';

/** Text that stays together, made harmless. `deciding`: the verdict depends on it; `alarm`: something is odd. */
export interface CellText {
  readonly text: string;
  readonly tone: 'plain' | 'deciding' | 'alarm';
}

/** What is shown of a hop: the cells of `columns`, in that order. */
export type HopCells = readonly (readonly CellText[])[];

export const columns = ['#', 'from', 'by', 'with', 'delay', 'at (UTC)'] as const;

type TokenKind = keyof PlacedHop['spans'];
type Mark = (kind: TokenKind, text: string) => CellText;

/** The cells of a hop. */
export function cellsOf(hop: PlacedHop, { evidence }: PathVerdict): HopCells {
  const deciding = evidence.filter(({ hop: index, span }) => index === hop.index && span !== undefined);
  const mark: Mark = (kind, text) => ({
    text,
    tone: deciding.some((item) => sameSpan(item, hop.spans[kind])) ? 'deciding' : 'plain',
  });
  return [
    [plain(String(hop.index + 1))],
    fromCell(hop, mark),
    byCell(hop, mark),
    withCell(hop).map(plain),
    delayCell(hop),
    [plain(hop.at?.replace('T', ' ').replace(/(\.\d+)?Z$/, '') ?? '-')],
  ];
}

function plain(text: string): CellText {
  return { text, tone: 'plain' };
}

/** What the writer saw comes first; what the client said of itself is always called a claim. */
function fromCell({ from, dialect, ambiguous, accounted }: PlacedHop, mark: Mark): CellText[] {
  if (from === undefined) return [plain(`(no client: ${token(dialect)})`)];
  const { address, reverseName, reverseNameConfirmed } = from.tcpInfo;
  const pieces: CellText[] = [];
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

function byCell({ by }: PlacedHop, mark: Mark): CellText[] {
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

function delayCell({ delayMs }: PlacedHop): CellText[] {
  if (delayMs === undefined) return [plain('-')];
  const text = delayText(delayMs);
  return delayMs < 0
    ? [
        { text, tone: 'alarm' },
        { text: '(clocks differ)', tone: 'alarm' },
      ]
    : [plain(text)];
}

function sameSpan({ span }: Evidence, other: Span | undefined): boolean {
  return span?.start === other?.start && span?.end === other?.end;
}
