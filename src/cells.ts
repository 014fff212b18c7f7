/** East Asian wide and full-width characters and emoji take two cells (Unicode TR #11), combining marks none. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const narrow = /^[\x20-\x7e\u00a0-\u02ff\u0370-\u10ff]*$/;

/** Cells that a text takes on a terminal. */
export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return cells;
}

/** As much of the text as fits into so many cells. */
export function cutTo(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  let cut = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > cells) break;
    cut += character;
  }
  return cut;
}

/** The text in lines of at most `columns` cells, broken at spaces; a longer word keeps its line. Undefined = one line. */
export function wrapped(text: string, columns: number | undefined): string[] {
  if (columns === undefined) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Colours and their end (ECMA-48 SGR): they take no cell. */
const colours = /\u001b\[[0-9;]*m/g;
/** Continuation lines are in at least so far: a line of ours never begins with what came from outside. */
const leastIndent = 2;

/**
 * Text whose lines are broken between words so that each fits into `columns` cells; undefined = no limit. Continuation lines hang below the
 * last column of the line that begins within the first half. A word that is longer than a line stays whole.
 */
export function wrapText(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .map((line) => (cellsOf(line) <= columns ? line : wrapLine(line, columns).join('\n')))
    .join('\n');
}

/** One line in lines that fit. */
function wrapLine(line: string, columns: number): string[] {
  const indent = hangingIndent(line.replace(colours, ''), columns);
  const lines: string[] = [];
  let current = '';
  let cells = 0;
  for (const [, gap = '', word = ''] of line.matchAll(/( *)([^ ]+)/g)) {
    const width = cellsOf(word);
    if (cells > 0 && cells + gap.length + width > columns) {
      lines.push(current);
      cells = Math.max(0, Math.min(indent, columns - width));
      current = ' '.repeat(cells) + word;
    } else {
      current += gap + word;
      cells += gap.length;
    }
    cells += width;
  }
  return [...lines, current];
}

function cellsOf(text: string): number {
  return widthOf(text.includes('\u001b') ? text.replace(colours, '') : text);
}

/** Where the text of a line begins: after its title, its bullet, or the columns in front of it. */
function hangingIndent(line: string, columns: number): number {
  const most = Math.max(columns / 2, Math.min(24, columns * 0.6));
  let indent = /^ *(?:[-+*] )?/.exec(line)?.[0].length ?? 0;
  for (const gap of line.matchAll(/ {2,}(?=[^ ])/g)) {
    const end = widthOf(line.slice(0, gap.index)) + gap[0].length;
    if (end <= most) indent = Math.max(indent, end);
  }
  return Math.max(leastIndent, Math.min(indent, Math.floor(most)));
}
