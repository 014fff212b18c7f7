import type { Hop } from './hop.js';
import { ownCopy } from './own-copy.js';
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
      const copy = ownCopy(fieldBody);
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
  if (hop.serverVersion !== undefined) return false;
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
    serverVersion: like.serverVersion,
    for: tail.for,
    tls: like.tls,
    at: tail.date.at,
    dateProblem: undefined,
    ambiguous: like.ambiguous,
    notUnderstood: like.notUnderstood,
    spans: like.spans,
  };
}

/** A word with a digit, which no keyword and no day of the week has; then the path, or nothing; then the date. */
const idAndPath = /([a-z.+=@_-]*\d[\w.+=@-]*)(?:[ \t]for <([\w.+=@-]+)>)?;/iy;

function readTail(body: string): Tail | undefined {
  const semicolon = body.length > longestLine ? -1 : body.lastIndexOf(';');
  const start = semicolon < 0 ? 0 : body.lastIndexOf(' id ', semicolon) + 4;
  // A dash there is that of a date: an id may stand where others write one.
  if (start < 4 || body.charCodeAt(start + 4) === 45) return undefined;
  idAndPath.lastIndex = start;
  const found = idAndPath.exec(body);
  if (found === null || idAndPath.lastIndex !== semicolon + 1) return undefined;
  const date = readPlainDate(body, semicolon + 1);
  return date && { start, id: found[1] as string, for: found[2], date };
}
