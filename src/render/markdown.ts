/** A block of the Markdown of src/help/, which uses these and no others. Texts keep their inline marks, and are in one line. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** With its line ends. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly { readonly mark: string; readonly text: string }[] }
  /** The first row is the head. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

/** Blocks are parted by blank lines; a heading is one, and a blank line of a code block belongs to it. */
export function blocksOf(markdown: string): readonly Block[] {
  const fenced = markdown.split(/^(```[^\n]*\n.*?^```)$/ms);
  const texts = fenced.flatMap((text) => (text.startsWith('```') ? [text] : text.split(/\n\s*\n|(?<=^#[^\n]*)\n/m)));
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(blockOf);
}

function blockOf(text: string): Block {
  const [marks = ''] = /^#+/.exec(text) ?? [];
  if (marks !== '') return { kind: 'heading', level: marks.length, text: text.slice(marks.length).trim() };
  if (text.startsWith('```')) return { kind: 'code', text: text.split('\n').slice(1, -1).join('\n') };
  if (text.startsWith('|')) return { kind: 'table', rows: rowsOf(text) };
  if (itemMark.test(text)) return { kind: 'list', items: text.split(/\n(?=\d+\. |[*-] )/).map(itemOf) };
  return { kind: 'paragraph', text: inOneLine(text) };
}

const itemMark = /^(?:\d+\.|[*-]) /;

function itemOf(text: string): { readonly mark: string; readonly text: string } {
  const [mark = ''] = itemMark.exec(text) ?? [];
  return { mark, text: inOneLine(text.slice(mark.length)) };
}

/** Without the line below the head. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const [head = '', , ...rows] = text.split('\n');
  return [head, ...rows].map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
