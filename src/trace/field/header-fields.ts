import { type HeaderTop, isEmptyLine, isFolding, lineEnd } from './header-section.js';

/** What is done with a field: where it begins and ends in the text (line end left out), and its line in the file, from 1. */
export type Visit = (offset: number, end: number, line: number) => 'on' | 'stop';

/** White space before a colon (RFC 5322 §4.5) is looked for in so many characters, so that lines without one stay cheap. */
const longestGap = 128;

/**
 * Visits the fields of a header top to bottom, each with its continuations, until told to stop or an empty line ends them.
 * Places, not copies. Returns where it came to an end.
 */
export function eachField(text: string, { start, limit, linesAbove, indent }: HeaderTop, visit: Visit): number {
  const inset = indent.length;
  let at = start;
  let line = linesAbove;
  while (at < limit && !isEmptyLine(text, at)) {
    const firstLine = ++line;
    let stop = lineEnd(text, at);
    // A continuation begins with white space, after the indent.
    while (stop + 1 < limit && isFolding(text, stop + 1 + inset)) {
      stop = lineEnd(text, stop + 1);
      line++;
    }
    const end = Math.min(stop, limit);
    const next = visit(at + inset, end, firstLine);
    at = end + 1;
    if (next === 'stop') break;
  }
  return Math.min(at, limit);
}

/** Where the body of a field begins, when the text has a field of this name at the place; else -1. */
export function bodyStart(text: string, offset: number, lowerCaseName: string): number {
  const first = text.charCodeAt(offset);
  const wanted = lowerCaseName.charCodeAt(0);
  // Most names differ in their first letter, and a copy is made only of the others.
  if (first !== wanted && (first | 32) !== wanted) return -1;
  const nameEnd = offset + lowerCaseName.length;
  const name = text.slice(offset, nameEnd);
  // In lower case some letters beyond ASCII become ASCII: the Kelvin sign is a k.
  if (name.toLowerCase() !== lowerCaseName || !/^[!-~]*$/.test(name)) return -1;
  let at = nameEnd;
  while (at < nameEnd + longestGap && isFolding(text, at)) at++;
  return text.charCodeAt(at) === 58 ? at + 1 : -1;
}
