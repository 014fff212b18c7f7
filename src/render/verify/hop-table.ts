import type { Paint } from '../../commands/command.js';
import type { PathVerdict, PlacedHop } from '../../trace/path/verdict.js';
import { type Cells, cellsOf, columns } from './hop-cells.js';
import { flow, naturalWidth } from './wrap.js';

const gap = 2;
/** No column gets narrower than this; names are wrapped, never cut. */
const narrowest = [1, 24, 16, 8, 9, 19];
const shownAtMost = 40;

/** The hops, newest first, with a line where belief ends. At most `width` columns wide; the time is left out where it does not fit. */
export function hopTable(verdict: PathVerdict, width: number, paint: Paint): string {
  const shown = verdict.hops.slice(0, Math.max(shownAtMost, (verdict.boundaryHop ?? 0) + 3));
  const rows = shown.map((hop) => cellsOf(hop, verdict, paint));
  const header: Cells = columns.map((text) => [{ text, paint: paint.bold }]);
  const widths = widthsFor([header, ...rows], width);
  const lines = [...rowLines(header, widths)];
  for (const [i, row] of rows.entries()) {
    if (beliefEndsAbove(shown, i)) lines.push(paint.yellow(ruler(totalOf(widths), i === 0 ? 'nothing' : 'above')));
    lines.push(...rowLines(row, widths));
  }
  const left = verdict.hops.length - shown.length;
  if (left > 0) lines.push(paint.dim(`   ... and ${left} older`));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** Column widths: natural ones where there is room; else without the time, and the widest of the names wrapped. */
function widthsFor(rows: readonly Cells[], width: number): number[] {
  const natural = columns.map((_, i) => Math.max(...rows.map((cells) => naturalWidth(cells[i] ?? []))));
  if (totalOf(natural) <= width) return natural;
  const widths = natural.slice(0, -1);
  while (totalOf(widths) > width) {
    const spare = widths.map((size, i) => size - (narrowest[i] ?? 0));
    const widest = spare.indexOf(Math.max(...spare));
    if ((spare[widest] ?? 0) <= 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

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

function ruler(width: number, above: 'above' | 'nothing'): string {
  const text =
    above === 'above' ? ' above: believed - below: claimed by whoever sent it ' : ' claimed by whoever sent it ';
  const dashes = Math.max(4, width - text.length);
  return `${'-'.repeat(Math.floor(dashes / 2))}${text}${'-'.repeat(Math.ceil(dashes / 2))}`;
}
