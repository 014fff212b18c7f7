/** Text that stays together on a line while it fits, and how it is painted. */
export interface Piece {
  readonly text: string;
  readonly paint: (text: string) => string;
}

/** A painted line and how many columns it takes. */
export interface Line {
  readonly painted: string;
  readonly width: number;
}

/** Sets pieces side by side, with a blank between them, into lines of at most `width` columns. */
export function flow(pieces: readonly Piece[], width: number): Line[] {
  const lines: Line[] = [];
  for (const { text, paint } of pieces) {
    for (const [i, part] of hardWrap(text, width).entries()) {
      const last = lines.at(-1);
      if (i === 0 && last !== undefined && last.width + 1 + part.length <= width) {
        lines[lines.length - 1] = { painted: `${last.painted} ${paint(part)}`, width: last.width + 1 + part.length };
      } else {
        lines.push({ painted: paint(part), width: part.length });
      }
    }
  }
  return lines;
}

/** The columns that `pieces` take on one line. */
export function naturalWidth(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length + 1, -1);
}

/** Wraps prose at blanks; the first line is indented by `first`, the others by as many blanks. */
export function paragraph(text: string, width: number, first = ''): string {
  const room = Math.max(20, width - first.length);
  const lines = flow(
    text.split(' ').map((word) => ({ text: word, paint: (word: string) => word })),
    room,
  );
  return lines.map(({ painted }, i) => `${i === 0 ? first : ' '.repeat(first.length)}${painted}\n`).join('');
}

/** Cuts text into parts of at most `width` characters, after a dot, colon or hyphen where there is one in the second half. */
function hardWrap(text: string, width: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const breakAt = Math.max(...['.', ':', '-', ' '].map((mark) => rest.lastIndexOf(mark, width - 1) + 1));
    const end = breakAt > width / 2 ? breakAt : width;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  parts.push(rest);
  return parts;
}
