import type { HeaderText } from './header-text.js';

/** One line of the header, without its line end; `offset` and `end` are places in the text. */
export interface HeaderLine {
  readonly offset: number;
  readonly end: number;
}

/** Where the header begins and ends in a text. */
export interface HeaderSection {
  readonly start: number;
  /** Past the last header line. */
  readonly end: number;
  /** Lines of the file above `start`. */
  readonly linesAbove: number;
  /** White space that stands before every line of a pasted header; cut off each. */
  readonly indent: string;
  /** The end was found: a blank line, or the end of the input. */
  readonly isComplete: boolean;
}

/** Finds the header: past blank lines and an mbox `From ` line, down to the first blank line. */
export function findSection({ text, start: from }: HeaderText, input: 'whole' | 'cut'): HeaderSection {
  let start = from;
  let linesAbove = 0;
  for (;;) {
    const end = lineEnd(text, start);
    if (end >= text.length && isBlankLine(text, start, end)) break;
    if (!isBlankLine(text, start, end) && !text.startsWith('From ', start) && !text.startsWith('>From ', start)) break;
    if (end >= text.length) break;
    start = end + 1;
    linesAbove++;
  }
  const indent = isFolding(text, start) ? (/^[ \t]{1,64}/.exec(text.slice(start, start + 64))?.[0] ?? '') : '';
  const indented = indent === '' ? undefined : indentedEnd(text, start, indent);
  const end = indented ?? blankLine(text, start);
  const isComplete = end < text.length || input === 'whole';
  return { start, end, linesAbove, indent: indented === undefined ? '' : indent, isComplete };
}

/** Place of the next LF, or the end of the text. A bare CR ends no line (RFC 5322 §2.3). */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function isBlankLine(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 13) return false;
  }
  return true;
}

/** White space begins a continuation (RFC 5322 §2.2.3), or an indented header. */
export function isFolding(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

/** The first empty line: LF LF or LF CR LF. A line of white space only folds (RFC 5322 §4.2). */
function blankLine(text: string, from: number): number {
  const plain = text.indexOf('\n\n', from);
  const end = plain < 0 ? text.length : plain + 1;
  // Not past the other, since a body of many lines may follow.
  const withReturn = text.slice(from, end).indexOf('\n\r\n');
  return withReturn < 0 ? end : from + withReturn + 1;
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
