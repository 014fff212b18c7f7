import type { HeaderText } from './header-text.js';

/** Where the header begins in a text, and how its lines are there. */
export interface HeaderTop {
  readonly start: number;
  /** Lines of the file above `start`. */
  readonly linesAbove: number;
  /** White space that is before every line of a pasted header; cut off each. */
  readonly indent: string;
  /** The header ends here, if no blank line ends it before. */
  readonly limit: number;
}

/** Finds the beginning of the header: past blank lines and mbox `From ` lines. */
export function findTop({ text, start: from }: HeaderText): HeaderTop {
  let start = from;
  let linesAbove = 0;
  for (;;) {
    const end = lineEnd(text, start);
    const isAbove =
      isBlankLine(text, start, end) || text.startsWith('From ', start) || text.startsWith('>From ', start);
    if (!isAbove || end >= text.length) break;
    start = end + 1;
    linesAbove++;
  }
  const indent = isFolding(text, start) ? (/^[ \t]{1,64}/.exec(text.slice(start, start + 64))?.[0] ?? '') : '';
  const indented = indent === '' ? undefined : indentedEnd(text, start, indent);
  return { start, linesAbove, indent: indented === undefined ? '' : indent, limit: indented ?? text.length };
}

/** Place of the next LF, or the end of the text. A bare CR ends no line (RFC 5322 §2.3). */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** White space begins a continuation (RFC 5322 §2.2.3), or an indented header. */
export function isFolding(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

/** An empty line begins here: LF or CR LF. A line of white space only folds (RFC 5322 §4.2). */
export function isEmptyLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || (code === 13 && text.charCodeAt(at + 1) === 10);
}

function isBlankLine(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 13) return false;
  }
  return true;
}

/** End of a header of which every line begins with the indent; undefined when one does not. */
function indentedEnd(text: string, from: number, indent: string): number | undefined {
  let at = from;
  while (at < text.length) {
    const end = lineEnd(text, at);
    if (isBlankLine(text, at, end)) return at;
    if (!text.startsWith(indent, at)) return undefined;
    at = end + 1;
  }
  return text.length;
}
