import { type HeaderSection, lineEnd } from './header-section.js';

/** A field as it stands in the text; places, not copies. */
export interface RawField {
  /** Line of the file, from 1. */
  readonly line: number;
  /** Where the name begins and ends. */
  readonly offset: number;
  readonly nameEnd: number;
  readonly bodyStart: number;
  /** Past the last character of the field, line end left out. */
  readonly end: number;
}

/** A field name is looked for in so many characters of a line, so that lines without a colon stay cheap. */
const longestName = 128;

/** Visits the fields top to bottom until told to stop. A line that is neither a field nor a continuation is passed over. */
export function eachField(text: string, section: HeaderSection, visit: (field: RawField) => 'on' | 'stop'): void {
  const { start, end, linesAbove, indent } = section;
  let at = start;
  let line = linesAbove;
  while (at < end) {
    const offset = at + indent.length;
    const firstLine = ++line;
    let stop = lineEnd(text, at);
    // A continuation begins with white space, behind the indent.
    while (stop + 1 < end && isBlank(text.charCodeAt(stop + 1 + indent.length))) {
      stop = lineEnd(text, stop + 1);
      line++;
    }
    at = Math.min(stop, end) + 1;
    const nameEnd = endOfName(text, offset, Math.min(stop, offset + longestName));
    const colon = nameEnd > offset ? colonAfter(text, nameEnd) : -1;
    if (colon < 0) continue;
    const field = { line: firstLine, offset, nameEnd, bodyStart: colon + 1, end: Math.min(stop, end) };
    if (visit(field) === 'stop') return;
  }
}

/** RFC 5322 §2.2: visible ASCII but the colon. */
function endOfName(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code >= 127 || code === 58) break;
    at++;
  }
  return at;
}

/** RFC 5322 §4.5: white space may stand between name and colon. -1 when something else follows the name. */
function colonAfter(text: string, nameEnd: number): number {
  let at = nameEnd;
  while (at < nameEnd + longestName && isBlank(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === 58 ? at : -1;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
