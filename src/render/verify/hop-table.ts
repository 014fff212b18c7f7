import type { Paint } from '../../commands/command.js';
import type { PathVerdict, PlacedHop } from '../../trace/path/verdict.js';
import { type CellText, cellsOf, columns } from './hop-cells.js';
import { flow, leastWidth, naturalWidth, type Piece } from './wrap.js';

/** One row: the cells of `columns`, painted. */
type Cells = readonly (readonly Piece[])[];

const gap = 2;
const shownAtMost = 40;

/** The hops that are shown to a person: the newest, and all down to what decides. */
export function shownHops({ hops, boundaryHop }: PathVerdict): readonly PlacedHop[] {
  return hops.slice(0, Math.max(shownAtMost, (boundaryHop ?? 0) + 3));
}

/**
 * The hops, newest first, with a line where belief ends. At most `width` columns wide: the time is left out where it does not fit, and where
 * a name would have to be cut, each cell has a line of its own.
 */
export function hopTable(verdict: PathVerdict, width: number, paint: Paint): string {
  const shown = shownHops(verdict);
  const rows = shown.map((hop) => painted(hop, verdict, paint));
  const header: Cells = columns.map((text) => [{ text, paint: paint.bold }]);
  const widths = widthsFor([header, ...rows], width);
  const linesOf = (row: Cells): string[] => (widths === undefined ? record(row, width, paint) : rowLines(row, widths));
  const total = widths === undefined ? width : totalOf(widths);
  const lines = widths === undefined ? [] : rowLines(header, widths);
  for (const [i, row] of rows.entries()) {
    if (beliefEndsAbove(shown, i)) lines.push(...ruler(total, i === 0 ? 'nothing' : 'above').map(paint.yellow));
    lines.push(...linesOf(row));
  }
  const left = verdict.hops.length - shown.length;
  if (left > 0) lines.push(paint.dim(`   ... and ${left} older`));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** What decided has the verdict's colour, or is between asterisks where there is none; what is claimed is dim. */
function painted(hop: PlacedHop, verdict: PathVerdict, paint: Paint): Cells {
  const base = hop.standing === 'claimed' ? paint.dim : (text: string) => text;
  const strong = { confirmed: paint.green, 'not-confirmed': paint.red, unknown: paint.yellow }[verdict.verdict];
  const pieceOf = ({ text, tone }: CellText): Piece => {
    if (tone === 'deciding') return { text: paint.mark(text), paint: (part) => paint.bold(strong(part)) };
    return { text, paint: tone === 'alarm' ? paint.yellow : base };
  };
  return cellsOf(hop, verdict).map((cell) => cell.map(pieceOf));
}

/** Column widths: natural ones where there is room; else without the time, and the widest of the names on several lines; else none. */
function widthsFor(rows: readonly Cells[], width: number): number[] | undefined {
  const widest = (measure: (cell: Cells[number]) => number): number[] =>
    columns.map((_, i) => Math.max(...rows.map((cells) => measure(cells[i] ?? []))));
  const natural = widest(naturalWidth);
  if (totalOf(natural) <= width) return natural;
  const widths = natural.slice(0, -1);
  const least = widest(leastWidth);
  while (totalOf(widths) > width) {
    const spare = widths.map((size, i) => size - (least[i] ?? 0));
    const most = spare.indexOf(Math.max(...spare));
    if ((spare[most] ?? 0) <= 0) return undefined;
    widths[most] = (widths[most] ?? 0) - 1;
  }
  return widths;
}

/** A hop as lines of a title and a value. */
function record(cells: Cells, width: number, paint: Paint): string[] {
  const titles = columns.map((title) => title.padEnd(recordTitle));
  return cells.flatMap((cell, i) =>
    flow(cell, width - recordTitle).map(
      ({ painted }, y) => (y === 0 ? paint.bold(titles[i] ?? '') : ' '.repeat(recordTitle)) + painted,
    ),
  );
}

const recordTitle = 'at (UTC)'.length + gap;

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, size) => sum + size + gap, -gap);
}

function rowLines(cells: Cells, widths: readonly number[]): string[] {
  const flowed = widths.map((width, i) => flow(cells[i] ?? [], width));
  const height = Math.max(...flowed.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) =>
    flowed
      .map((lines, i) => {
        const line = lines[y] ?? { painted: '', width: 0 };
        return line.painted + ' '.repeat((widths[i] ?? 0) - line.width);
      })
      .join(' '.repeat(gap)),
  );
}

function beliefEndsAbove(hops: readonly PlacedHop[], i: number): boolean {
  return hops[i]?.standing === 'claimed' && (i === 0 || hops[i - 1]?.standing !== 'claimed');
}

/** The border in as many lines as it needs. */
function ruler(width: number, above: 'above' | 'nothing'): string[] {
  const claimed = 'claimed by the sender';
  const text = above === 'above' ? ` above: believed - below: ${claimed} ` : ` ${claimed} `;
  if (text.length + 4 > width && above === 'above')
    return [dashed(' above: believed ', width), dashed(` below: ${claimed} `, width)];
  return [dashed(text, width)];
}

function dashed(text: string, width: number): string {
  const dashes = Math.max(4, width - text.length);
  return `${'-'.repeat(Math.floor(dashes / 2))}${text}${'-'.repeat(Math.ceil(dashes / 2))}`;
}
