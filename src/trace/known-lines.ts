import type { Hop } from './hop.js';
import { type PlainDate, readPlainDate } from './plain-date.js';

/** The end of a field that differs from message to message: `4b1X for <anna@example.net>; Fri, 20 Nov 2026 10:11:12 +0000`. */
interface Tail {
  /** Where the id begins: behind ` id `. */
  readonly start: number;
  readonly id: string;
  readonly for: string | undefined;
  readonly date: PlainDate;
}

/** Hops by what stands before the id, where that has been read already. */
export interface KnownLines {
  /** The hop of the field; `parse` reads those that are new. */
  readonly hopOf: (fieldBody: string, parse: (fieldBody: string) => Hop) => Hop;
}

const longestLine = 600;
const maxLines = 1_024;
/** So many lines are read alone when those before them were not worth remembering. */
const pauseLines = 16 * maxLines;

/**
 * Remembers lines, since a server writes all but id, recipient and date again and again. A plain id, one path and a
 * plain date can change nothing of how the text before them is read: no piece of them is a keyword or opens a bracket.
 */
export function knownLines(): KnownLines {
  // Whether there is a path, and whether the date is qmail's, both of which say something of the writer.
  const [bare, bareQmail, path, pathQmail] = [newMap(), newMap(), newMap(), newMap()];
  const linesLike = ({ for: recipient, date }: Tail) =>
    recipient === undefined ? (date.isQmails ? bareQmail : bare) : date.isQmails ? pathQmail : path;
  let met = 0;
  let pause = 0;
  return {
    hopOf: (fieldBody, parse) => {
      const tail = pause > 0 ? undefined : readTail(fieldBody);
      if (pause > 0) pause--;
      if (tail === undefined) return parse(fieldBody);
      const known = linesLike(tail);
      const like = known.get(fieldBody.slice(0, tail.start));
      if (like !== undefined) {
        met++;
        return withTail(like, tail);
      }
      // Of a copy: what is remembered must not hold the whole header that the field was cut from.
      const copy = ` ${fieldBody}`.slice(1);
      const hop = parse(copy);
      const beginning = copy.slice(0, tail.start);
      if (!isOwnTail(hop, tail, beginning)) return hop;
      if (known.size >= maxLines) {
        if (met < maxLines) pause = pauseLines;
        known.clear();
        met = 0;
      }
      known.set(beginning, hop);
      return hop;
    },
  };
}

function newMap(): Map<string, Hop> {
  return new Map();
}

/** Whether id and recipient are those of the tail, and not words that stand further up as well; and nothing else is of it. */
function isOwnTail(hop: Hop, tail: Tail, beginning: string): boolean {
  if (hop.notUnderstood.length > 0 || hop.id !== tail.id || hop.for !== tail.for || beginning.includes(tail.id))
    return false;
  return tail.for === undefined || !beginning.includes(tail.for);
}

// Key by key, as a spread costs several times as much.
function withTail(like: Hop, tail: Tail): Hop {
  return {
    dialect: like.dialect,
    from: like.from,
    by: like.by,
    via: like.via,
    with: like.with,
    id: tail.id,
    for: tail.for,
    tls: like.tls,
    at: tail.date.at,
    dateProblem: undefined,
    ambiguous: like.ambiguous,
    notUnderstood: like.notUnderstood,
    spans: like.spans,
  };
}

function readTail(body: string): Tail | undefined {
  const semicolon = body.length > longestLine ? -1 : body.lastIndexOf(';');
  const start = semicolon < 0 ? 0 : body.lastIndexOf(' id ', semicolon) + 4;
  if (start < 4) return undefined;
  const idEnd = endOfPlain(body, start);
  const isDatelike = body.charCodeAt(start + 4) === 45;
  if (idEnd === start || isDatelike || !hasDigit(body, start, idEnd)) return undefined;
  const path = idEnd === semicolon ? undefined : pathBetween(body, idEnd, semicolon);
  if (path === '') return undefined;
  const date = readPlainDate(body, semicolon + 1);
  return date && { start, id: body.slice(start, idEnd), for: path, date };
}

/** The path of ` for <path>` when there is nothing else between the two places; else empty. */
function pathBetween(body: string, from: number, to: number): string {
  const isFor = isBlank(body.charCodeAt(from)) && body.startsWith('for <', from + 1);
  const start = from + ' for <'.length;
  const end = isFor ? endOfPlain(body, start) : start;
  return end + 1 === to && body.charCodeAt(end) === 62 ? body.slice(start, end) : '';
}

/** Past letters, digits, `.`, `-`, `_`, `+`, `=` and `@`. */
function endOfPlain(text: string, from: number): number {
  let at = from;
  while (isPlain(text.charCodeAt(at))) at++;
  return at;
}

function isPlain(code: number): boolean {
  if (code >= 97 ? code <= 122 : code >= 64 && code <= 90) return true;
  return isDigit(code) || code === 46 || code === 45 || code === 95 || code === 43 || code === 61;
}

/** No keyword and no day of the week has one. */
function hasDigit(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isDigit(text.charCodeAt(at))) return true;
  return false;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
