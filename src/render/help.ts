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

/** The last column takes the room that is left, and wraps; where that is too little, it begins a line of its own. */
function table(rows: readonly (readonly string[])[], columns: number, paint: Paint): string {
  const [head = [], ...others] = rows.map((row) => row.map(plain));
  const widths = head.slice(0, -1).map((_, i) => Math.max(...[head, ...others].map((row) => widthOf(row[i] ?? ''))));
  const before = widths.reduce((sum, width) => sum + width + 2, 0);
  const isNarrow = columns - before < leastLastColumn;
  const indent = isNarrow ? 4 : before;
  const lineOf = (row: readonly string[]): string => {
    const lines = wrapped(row.at(-1) ?? '', columns - indent).map((line) => ' '.repeat(indent) + line);
    const first = widths.map((width, i) => `${(row[i] ?? '').padEnd(width)}  `).join('');
    const text = lines.join('\n');
    return (isNarrow ? `${first.trimEnd()}\n${text}` : first + text.slice(indent)).replace(/ +$/gm, '');
  };
  return [paint.bold(lineOf(head)), ...others.map(lineOf)].join('\n');
}

/** Without the marks of code and emphasis. */
function plain(text: string): string {
  return text.replace(/`([^`]+)`/g, '$1').replace(/\*\*([^*]+)\*\*/g, '$1');
}
