import { widthOf, wrapped } from '../cells.js';
import type { Paint, View } from '../commands/command.js';
import type { HelpResult } from '../commands/help.js';
import { renderJson } from './json.js';
import { type Block, blocksOf } from './markdown.js';

/** A page is wrapped to the terminal; in a pipe to this. */
const pageColumns = 80;
const leastLastColumn = 16;

export const helpView: View<HelpResult> = {
  human: ({ text }, { paint, columns }) => page(text, Math.max(40, Math.min(columns ?? pageColumns, 100)), paint),
  json: ({ topic, text }) => renderJson('help@1', { topic, text }),
};

/** A page of src/help/ for a terminal. */
export function page(markdown: string, columns: number, paint: Paint): string {
  return `${blocksOf(markdown)
    .map((block) => shown(block, columns, paint))
    .join('\n\n')}\n`;
}

function shown(block: Block, columns: number, paint: Paint): string {
  switch (block.kind) {
    case 'heading':
      return paint.bold(block.text);
    case 'code':
      return block.text.replace(/^(?=.)/gm, '    ');
    case 'table':
      return table(block.rows, columns, paint);
    case 'list':
      return block.items.map(({ mark, text }) => item(mark, wrapped(plain(text), columns - mark.length))).join('\n');
    case 'paragraph':
      return wrapped(plain(block.text), columns).join('\n');
  }
}

function item(mark: string, lines: readonly string[]): string {
  return lines.map((line, i) => `${i === 0 ? mark : ' '.repeat(mark.length)}${line}`).join('\n');
}

/** The last column takes the room that is left, and wraps. */
function table(rows: readonly (readonly string[])[], columns: number, paint: Paint): string {
  const cells = rows.map((row) => row.map(plain));
  const [head = [], ...others] = cells;
  const widths = head.map((_, i) => Math.max(...cells.map((row) => widthOf(row[i] ?? ''))));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  if (columns - before < Math.min(leastLastColumn, widths.at(-1) ?? 0))
    return others.map((row) => record(head, row, columns)).join('\n');
  const lineOf = (row: readonly string[]): string => {
    const lines = wrapped(row.at(-1) ?? '', columns - before);
    const first = row.slice(0, -1).map((cell, i) => `${cell.padEnd(widths[i] ?? 0)}  `);
    return lines.map((line, i) => `${i === 0 ? first.join('') : ' '.repeat(before)}${line}`.trimEnd()).join('\n');
  };
  return [paint.bold(lineOf(head)), ...others.map(lineOf)].join('\n');
}

/** A row that has no room beside its first cell: the others are below it, under their titles where there are several. */
function record(head: readonly string[], [first = '', ...others]: readonly string[], columns: number): string {
  const below = others
    .map((cell, i) => (cell === '' || others.length === 1 ? cell : `${head[i + 1]}: ${cell}`))
    .filter((text) => text !== '')
    .flatMap((text) => wrapped(text, columns - 4).map((line) => `    ${line}`));
  return [...wrapped(first, columns), ...below].join('\n');
}

/** Without the marks of code and emphasis. */
function plain(text: string): string {
  return text.replace(/`([^`]+)`/g, '$1').replace(/\*\*([^*]+)\*\*/g, '$1');
}
