import type { Line } from '../../trace/hop/hop.js';
import type { PlacedHop } from '../../trace/path/verdict.js';
import { inOnePiece, keptBy, listed, number, pair, quoted, text } from './json-text.js';

/** The hop as `JSON.stringify` would write its fields. */
export function hopText(hop: PlacedHop): string {
  const { line, tls, end } = lineTexts(hop);
  return (
    `${placeText(hop)}${number(',"delayMs":', hop.delayMs)}${line}${text(',"id":', hop.id)}${text(',"for":', hop.for)}` +
    `${tls}${text(',"at":', hop.at)}${text(',"dateProblem":', hop.dateProblem)}${end}`
  );
}

const standings: readonly PlacedHop['standing'][] = ['ours', 'boundary', 'claimed'];
/** So many are kept at most. */
const maxPlaces = 1_024;
const knownPlaces = new Map<number, string>();

function placeText({ index, line, standing }: PlacedHop): string {
  const key = (line * 1_024 + index) * standings.length + standings.indexOf(standing);
  const known = knownPlaces.get(key);
  if (known !== undefined) return known;
  if (knownPlaces.size >= maxPlaces) knownPlaces.clear();
  const written = inOnePiece(`{"index":${index},"line":${line},"standing":"${standing}"`);
  knownPlaces.set(key, written);
  return written;
}

/** What hops of like lines share, down to the objects: such lines differ in id, recipient and date alone. */
interface LineTexts {
  readonly of: Omit<Line, 'serverVersion' | 'spans'>;
  readonly line: string;
  readonly tls: string;
  readonly end: string;
}

const lineTexts = keptBy(({ by }: PlacedHop) => by, isLike, textsOfLine);

function textsOfLine({ dialect, from, by, via, with: protocol, tls, ambiguous, notUnderstood }: PlacedHop): LineTexts {
  return {
    // Not the hop: it holds the text of its whole header.
    of: { dialect, from, by, via, with: protocol, tls, ambiguous, notUnderstood },
    line: inOnePiece(
      `,"dialect":${quoted(dialect)}${from === undefined ? '' : fromText(from)},"by":{${byText(by)}}` +
        `${text(',"via":', via)}${text(',"with":', protocol)}`,
    ),
    tls: tls === undefined ? '' : inOnePiece(`,"tls":{${pair('"version":', tls.version, '"cipher":', tls.cipher)}}`),
    end: inOnePiece(`,"ambiguous":${ambiguous},"notUnderstood":[${listed(notUnderstood, quoted)}]}`),
  };
}

function isLike({ of: like }: LineTexts, hop: PlacedHop): boolean {
  const isSameLine = like.from === hop.from && like.via === hop.via && like.with === hop.with && like.tls === hop.tls;
  const isAsClear = like.ambiguous === hop.ambiguous && like.notUnderstood === hop.notUnderstood;
  return isSameLine && isAsClear && like.dialect === hop.dialect;
}

function fromText({ ehloName, tcpInfo, authenticated }: NonNullable<PlacedHop['from']>): string {
  const { reverseName, reverseNameConfirmed, address, port } = tcpInfo;
  const claimed = ehloName === undefined ? '' : `"ehloName":${quoted(ehloName)},`;
  const reverse = reverseName === undefined ? '' : `"reverseName":${quoted(reverseName)},`;
  const seen = `${reverse}"reverseNameConfirmed":"${reverseNameConfirmed}"${text(',"address":', address)}`;
  return `,"from":{${claimed}"tcpInfo":{${seen}${number(',"port":', port)}},"authenticated":${authenticated}}`;
}

function byText({ name, address, software }: PlacedHop['by']): string {
  const first = pair('"name":', name, '"address":', address);
  return software === undefined ? first : `${first}${first === '' ? '' : ','}"software":${quoted(software)}`;
}
