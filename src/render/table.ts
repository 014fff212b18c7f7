import { widthOf } from '../cells.js';
import { safeText } from '../safe-text.js';

/** A column: its title, and how much it may be cut when the terminal is narrow. */
export interface Column {
  readonly title: string;
  /** `kept` columns are what a person copies; the others give way first. */
  readonly width: 'kept' | 'shrinks';
}

const gap = '  ';
const leastShrunk = 6;

/**
 * Lines of a table that fits into `columns` characters; where the kept columns leave no room for that, a line for each cell. Undefined = no
 * limit, and nothing is cut, so that a pipe gets whole values. Cells are made harmless. `paintTitle` colours the title line.
 */
export function renderTable(
  head: readonly Column[],
  rows: readonly (readonly string[])[],
  columns: number | undefined,
  paintTitle: (text: string) => string,
): string {
  const titles = head.map(({ title }) => title);
  const cells = rows.map((row) => row.map(safeText));
  const natural = titles.map((title, i) =>
    cells.reduce((most, row) => Math.max(most, widthOf(row[i] ?? '')), widthOf(title)),
  );
  const widths = columns === undefined ? natural : fitted(head, natural, columns);
  if (columns !== undefined && rows.length > 0 && totalOf(widths) > columns) return records(titles, cells, paintTitle);
  const lineOf = (row: readonly string[]): string =>
    widths
      .map((width, i) => pad(cut(row[i] ?? '', width), width))
      .join(gap)
      .trimEnd();
  return [paintTitle(lineOf(titles)), ...cells.map(lineOf)].map((line) => `${line}\n`).join('');
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1));
}

/** What no line has room for: a line for each cell, a blank line between rows, and nothing cut. */
function records(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  paintTitle: (text: string) => string,
): string {
  const width = Math.max(...titles.map(widthOf));
  return rows
    .map((row) => titles.map((title, i) => `${paintTitle(pad(title, width))}${gap}${row[i] ?? ''}\n`).join(''))
    .join('\n');
}

/** Takes characters from the widest shrinking column until the line fits. */
function fitted(head: readonly Column[], natural: readonly number[], columns: number): number[] {
  const widths = [...natural];
  const shrinkable = head.flatMap(({ width }, i) => (width === 'shrinks' ? [i] : []));
  while (totalOf(widths) > columns) {
    const widest = shrinkable.reduce(
      (best, i) => ((widths[i] ?? 0) > (widths[best] ?? 0) ? i : best),
      shrinkable[0] ?? 0,
    );
    if (shrinkable.length === 0 || (widths[widest] ?? 0) <= leastShrunk) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
