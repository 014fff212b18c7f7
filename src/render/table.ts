import { widthOf, wrapped } from '../cells.js';
import { safeText } from '../safe-text.js';

/** A column: its title, and how much it may be cut when the terminal is narrow. */
export interface Column {
  readonly title: string;
  /** `kept` columns are what a person copies; the others give way first: what `shrinks` is cut, what `wraps` is read whole. */
  readonly width: 'kept' | 'shrinks' | 'wraps';
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
  const least = head.map(({ width }, i) =>
    width === 'wraps'
      ? Math.max(...cells.map((row) => longestWord(row[i] ?? '')), widthOf(titles[i] ?? ''))
      : leastShrunk,
  );
  const widths = columns === undefined ? natural : fitted(head, natural, least, columns);
  if (columns !== undefined && rows.length > 0 && totalOf(widths) > columns) return records(titles, cells, paintTitle);
  const lineOf = (row: readonly string[]): string =>
    widths
      .map((width, i) => pad(row[i] ?? '', width))
      .join(gap)
      .trimEnd();
  const linesOf = (row: readonly string[]): string[] => {
    const parts = widths.map((width, i) =>
      head[i]?.width === 'wraps' ? wrapped(row[i] ?? '', width) : [cut(row[i] ?? '', width)],
    );
    const height = Math.max(...parts.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) => lineOf(parts.map((part) => part[line] ?? '')));
  };
  return [paintTitle(lineOf(titles)), ...cells.flatMap(linesOf)].map((line) => `${line}\n`).join('');
}

function longestWord(text: string): number {
  return Math.max(...text.split(' ').map(widthOf));
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

/** Takes characters from the widest column that gives way until the line fits, or none can give more. */
function fitted(
  head: readonly Column[],
  natural: readonly number[],
  least: readonly number[],
  columns: number,
): number[] {
  const widths = [...natural];
  while (totalOf(widths) > columns) {
    const [widest] = head
      .flatMap(({ width }, i) => (width !== 'kept' && (widths[i] ?? 0) > (least[i] ?? 0) ? [i] : []))
      .sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
    if (widest === undefined) break;
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
