import type { Paint } from '../../commands/command.js';
import type { PathVerdict, PlacedHop } from '../../trace/path/verdict.js';
import { type Cells, cellsOf, columns } from './hop-cells.js';
import { flow, leastWidth, naturalWidth } from './wrap.js';

const gap = 2;
const shownAtMost = 40;

/**
 * The hops, newest first, with a line where belief ends. At most `width` columns wide: the time is left out where it does not fit, and where
 * a name would have to be cut, each cell has a line of its own.
 */
export function hopTable(verdict: PathVerdict, width: number, paint: Paint): string {
  const shown = verdict.hops.slice(0, Math.max(shownAtMost, (verdict.boundaryHop ?? 0) + 3));
  const rows = shown.map((hop) => cellsOf(hop, verdict, paint));
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
