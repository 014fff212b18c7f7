import { type HeaderSection, isFolding, lineEnd } from './header-section.js';

/** What is done with a field: where it begins and ends in the text (line end left out), and its line in the file, from 1. */
export type Visit = (offset: number, end: number, line: number) => 'on' | 'stop';

/** White space before a colon (RFC 5322 §4.5) is looked for in so many characters, so that lines without one stay cheap. */
const longestGap = 128;

/** Visits the lines top to bottom, each with its continuations, until told to stop. Places, not copies. */
export function eachField(text: string, { start, end, linesAbove, indent }: HeaderSection, visit: Visit): void {
  const inset = indent.length;
  let at = start;
  let line = linesAbove;
  while (at < end) {
    const firstLine = ++line;
    let stop = lineEnd(text, at);
    // A continuation begins with white space, behind the indent.
    while (stop + 1 < end && isFolding(text, stop + 1 + inset)) {
      stop = lineEnd(text, stop + 1);
      line++;
    }
    const fieldEnd = Math.min(stop, end);
    if (visit(at + inset, fieldEnd, firstLine) === 'stop') return;
    at = fieldEnd + 1;
  }
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
