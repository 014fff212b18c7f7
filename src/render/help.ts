import { widthOf, wrapped } from '../cells.js';
import type { Paint, View } from '../commands/command.js';
import type { HelpResult } from '../commands/help.js';
import { renderJson } from './json.js';

/** A page is wrapped to the terminal; in a pipe to this. */
const pageColumns = 80;

export const helpView: View<HelpResult> = {
  human: ({ text }, { paint, columns }) => page(text, Math.max(40, Math.min(columns ?? pageColumns, 100)), paint),
  json: ({ topic, text }) => renderJson('help@1', { topic, text }),
};

/** The Markdown of src/help/ for a terminal: headings, paragraphs, lists, tables and code blocks, which is all it uses. */
export function page(markdown: string, columns: number, paint: Paint): string {
  return `${blocksOf(markdown)
    .map((block) => shown(block, columns, paint))
    .join('\n\n')}\n`;
}

/** Blocks are parted by blank lines; a heading is one, and a blank line of a code block belongs to it. */
function blocksOf(markdown: string): readonly string[] {
  const fenced = markdown.split(/^(```[^\n]*\n.*?^```)$/ms);
  const texts = fenced.flatMap((text) => (text.startsWith('```') ? [text] : text.split(/\n\s*\n|(?<=^#[^\n]*)\n/m)));
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

function shown(block: string, columns: number, paint: Paint): string {
  if (block.startsWith('#')) return paint.bold(block.replace(/^#+\s*/, ''));
  if (block.startsWith('```')) return indented(block.split('\n').slice(1, -1).join('\n'));
  if (block.startsWith('|')) return table(block, columns, paint);
  if (/^\d+\. |^[*-] /.test(block)) return list(block, columns);
  return wrapped(plain(block.replace(/\s*\n/g, ' ')), columns).join('\n');
}

function list(block: string, columns: number): string {
  return block
    .split(/\n(?=\d+\. |[*-] )/)
    .map((item) => {
      const [mark = ''] = /^(?:\d+\.|[*-]) /.exec(item) ?? [];
      const lines = wrapped(plain(item.slice(mark.length).replace(/\s*\n\s*/g, ' ')), columns - mark.length);
      return lines.map((line, i) => `${i === 0 ? mark : ' '.repeat(mark.length)}${line}`).join('\n');
    })
    .join('\n');
}

/** The last column takes the room that is left, and wraps. */
function table(block: string, columns: number, paint: Paint): string {
  const [head = [], , ...rows] = block.split('\n').map(cells);
  const widths = head.slice(0, -1).map((_, i) => Math.max(...[head, ...rows].map((row) => widthOf(row[i] ?? ''))));
  const before = widths.reduce((sum, width) => sum + width + 2, 0);
  const lineOf = (row: readonly string[]): string => {
    const lines = wrapped(row.at(-1) ?? '', Math.max(20, columns - before));
    const first = widths.map((width, i) => `${(row[i] ?? '').padEnd(width)}  `).join('');
    return lines.map((line, i) => `${i === 0 ? first : ' '.repeat(before)}${line}`.trimEnd()).join('\n');
  };
  return [paint.bold(lineOf(head)), ...rows.map(lineOf)].join('\n');
}

function cells(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => plain(cell.trim().replaceAll('\\|', '|')));
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

/** Without the marks of code and emphasis. */
function plain(text: string): string {
  return text.replace(/`([^`]+)`/g, '$1').replace(/\*\*([^*]+)\*\*/g, '$1');
}
