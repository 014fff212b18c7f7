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

/** Sets pieces side by side, with a space between them, into lines of at most `width` columns. */
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

/** Wraps prose at spaces; the first line is indented by `first`, the others by as many spaces, two at least: none begins with text of a message. */
export function paragraph(text: string, width: number, first = ''): string {
  const indent = Math.max(2, first.length);
  const room = Math.max(20, width - indent);
  const lines = flow(
    text.split(' ').map((word) => ({ text: word, paint: (word: string) => word })),
    room,
  );
  return lines.map(({ painted }, i) => `${i === 0 ? first : ' '.repeat(indent)}${painted}\n`).join('');
}

/** Text in parts of at most `width` characters, cut at spaces; a word that is longer than that has to be cut. */
function hardWrap(text: string, width: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > 0 ? blank : width;
    parts.push(rest.slice(0, end));
    rest = rest.slice(blank > 0 ? end + 1 : end);
  }
  parts.push(rest);
  return parts;
}

/** The longest word of the pieces: narrower, a word would be cut. */
export function leastWidth(pieces: readonly Piece[]): number {
  return Math.max(0, ...pieces.flatMap(({ text }) => text.split(' ').map((word) => word.length)));
}
