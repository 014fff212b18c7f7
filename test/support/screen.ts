/** What a terminal shows of what was drawn: the escapes that akrelay's progress uses, with lines wrapped (ECMA-48 CUU, ED, EL, SGR). */
export function screenOf(drawn: string, columns: number): string {
  const lines: string[] = [''];
  let row = 0;
  let column = 0;
  const put = (character: string): void => {
    if (column === columns) {
      row++;
      column = 0;
    }
    while (lines.length <= row) lines.push('');
    const line = (lines[row] ?? '').padEnd(column);
    lines[row] = line.slice(0, column) + character + line.slice(column + 1);
    column++;
  };
  for (const [piece] of drawn.matchAll(/\u001b\[([0-9;?]*)([A-Za-z])|[\s\S]/gu)) {
    const sequence = /^\u001b\[(\d*)(.)$/.exec(piece);
    if (sequence?.[2] === 'A') row = Math.max(0, row - Number(sequence[1] || 1));
    else if (sequence?.[2] === 'J') lines.splice(row, lines.length, (lines[row] ?? '').slice(0, column));
    else if (sequence?.[2] === 'K') lines[row] = (lines[row] ?? '').slice(0, column);
    else if (piece === '\r') column = 0;
    else if (piece === '\n') {
      row++;
      while (lines.length <= row) lines.push('');
    } else if (!piece.startsWith('\u001b')) put(piece);
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}
