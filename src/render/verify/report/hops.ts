import type { Evidence, PathVerdict, PlacedHop } from '../../../trace/path/verdict.js';
import { element, type Markup, type Piece } from '../../page/markup.js';
import { type CellText, cellsOf } from '../hop-cells.js';
import { shownHops } from '../hop-table.js';
import { exactText, ownWords } from '../plain.js';
import { verdictTone } from './tones.js';

/** The hops as a timeline, newest first: what is believed, then what the sender claims. */
export function hopsMarkup(verdict: PathVerdict): readonly Markup[] {
  const shown = shownHops(verdict);
  const group = (title: string, kind: 'believed' | 'claimed', hops: readonly PlacedHop[]): Markup | undefined =>
    hops.length === 0
      ? undefined
      : element(
          'section',
          { class: kind },
          element('h3', {}, title),
          element(
            'ol',
            { class: 'hops' },
            hops.map((hop) => hopItem(hop, verdict)),
          ),
        );
  const isClaimed = ({ standing }: PlacedHop): boolean => standing === 'claimed';
  const left = verdict.hops.length - shown.length;
  return [
    group(
      'Believed',
      'believed',
      shown.filter((hop) => !isClaimed(hop)),
    ),
    group('Claimed by the sender, and possibly forged', 'claimed', shown.filter(isClaimed)),
    left > 0 ? element('p', { class: 'quiet' }, `${left} older lines are not shown.`) : undefined,
  ].flatMap((part) => part ?? []);
}

const standings: Readonly<Record<PlacedHop['standing'], string>> = {
  ours: 'your own server',
  boundary: 'boundary hop',
  claimed: 'claimed',
};

function hopItem(hop: PlacedHop, verdict: PathVerdict): Markup {
  const [number, from, by, protocol, delay, at] = cellsOf(hop, verdict).map((cell) => cellPieces(cell, verdict));
  const fact = (name: string, value: Piece): Markup[] => [element('dt', {}, name), element('dd', {}, value)];
  const deciding = verdict.evidence.filter(({ hop: of, span }) => of === hop.index && span && span.end > span.start);
  const raw = [element('b', {}, 'Received: '), ...rawPieces(hop.text, deciding, verdict)];
  const isShown = deciding.length > 0 || hop.standing === 'boundary';
  const title = `Received line, line ${hop.line} of the file`;
  return element(
    'li',
    { class: hop.standing },
    element('p', {}, element('b', {}, 'Hop ', number), ' ', element('span', { class: 'tag' }, standings[hop.standing])),
    element(
      'dl',
      {},
      fact('from', from),
      fact('by', by),
      fact('with', protocol),
      fact('delay', delay),
      fact('at (UTC)', at),
    ),
    // The deciding line is shown, the others are folded.
    isShown
      ? [element('p', { class: 'quiet' }, `${title}:`), element('p', { class: 'raw' }, raw)]
      : element('details', {}, element('summary', {}, title), element('p', { class: 'raw' }, raw)),
    deciding.length > 0 ? element('p', { class: 'quiet' }, 'Marked: the characters that decide.') : undefined,
  );
}

function cellPieces(cell: readonly CellText[], verdict: PathVerdict): Piece {
  return cell.map(({ text, tone }, at) => [
    at === 0 ? '' : ' ',
    tone === 'plain' ? text : tone === 'alarm' ? element('span', { class: 'warn' }, text) : marked(text, verdict),
  ]);
}

function marked(text: string, { verdict }: PathVerdict): Markup {
  return element('mark', { class: verdictTone[verdict] }, text);
}

/** Lines that a grammar accounts for are shorter. */
const longestShown = 10_000;

/**
 * The line as it is in the file, with the characters that decide marked; what is no printable ASCII is spelled out, but for the tabs of its
 * folds.
 */
function rawPieces(text: string, deciding: readonly Evidence[], verdict: PathVerdict): readonly Piece[] {
  const line = text.replaceAll('\t', ' ');
  const pieces: Piece[] = [];
  let at = 0;
  const spans = deciding.flatMap(({ span }) => span ?? []).sort((a, b) => a.start - b.start);
  for (const { start, end } of spans) {
    if (start < at || end > longestShown || end <= start) continue;
    pieces.push(exactText(line.slice(at, start)), marked(exactText(line.slice(start, end)), verdict));
    at = end;
  }
  const rest = line.length - longestShown;
  return [
    ...pieces,
    exactText(line.slice(at, longestShown)),
    rest > 0 ? element('small', {}, ownWords(` … and ${rest} more characters`)) : undefined,
  ];
}
