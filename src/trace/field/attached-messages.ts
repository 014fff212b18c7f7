import { eachField } from './header-fields.js';
import { findTop, isEmptyLine, lineEnd } from './header-section.js';
import { bytesOf, decodeHead } from './header-text.js';

/** A message that is attached to another (message/rfc822, RFC 2046 §5.2.1). */
export interface AttachedMessage {
  /** Line of the outer message where it begins, from 1. */
  readonly line: number;
  readonly bytes: Uint8Array;
  /** `cut`: the outer message was not read to the end of this one. */
  readonly end: 'whole' | 'cut';
}

/**
 * The messages attached to the one that the bytes begin with, in their order; not those attached to them in turn. One in base64, which
 * RFC 2046 forbids and some programs write, is decoded.
 */
export function attachedMessages(bytes: Uint8Array): readonly AttachedMessage[] {
  const { text, encoding } = decodeHead(bytes, bytes.length);
  return encoding === 'bytes' ? [...messageParts(text)].flatMap((part) => messageOf(bytes, text, part)) : [];
}

interface Part {
  readonly header: string;
  readonly line: number;
  readonly start: number;
  /** -1: no delimiter ends it. */
  readonly end: number;
}

/** Walks from delimiter to delimiter (RFC 2046 §5.1.1), each declared in a header above it. */
function* messageParts(text: string): Generator<Part> {
  const top = findTop({ text, encoding: 'bytes', start: 0 });
  let at = eachField(text, top, () => 'on');
  const outer = unfolded(text.slice(top.start, at));
  const delimiters = new Set(delimiterIn(outer));
  const lines = lineCounter(text);
  if (isMessage(outer)) yield { header: outer, line: lines(at) + 1, start: afterLine(text, at), end: -1 };
  for (at = text.indexOf('\n--', at - 1); at >= 0; at = text.indexOf('\n--', at)) {
    const delimiter = text.slice(at + 1, Math.min(lineEnd(text, at + 1), at + 80)).trimEnd();
    const start = afterLine(text, at + 1);
    const end = delimiters.has(delimiter) ? headerEnd(text, start) : start;
    const header = unfolded(text.slice(start, end));
    for (const declared of delimiterIn(header)) delimiters.add(declared);
    at = Math.max(start, end) - 1;
    if (!isMessage(header)) continue;
    const next = nextDelimiter(text, delimiter, at);
    yield { header, line: lines(end) + 1, start: afterLine(text, end), end: next };
    at = next < 0 ? text.length : next;
  }
}

/** Of a part: the line end above its last delimiter; -1 = there is none. */
function nextDelimiter(text: string, delimiter: string, from: number): number {
  let at = text.indexOf(`\n${delimiter}`, from);
  // Those of parts inside may begin like it.
  while (at >= 0 && !/^(?:--)?\s*$/.test(text.slice(at + 1 + delimiter.length, lineEnd(text, at + 1))))
    at = text.indexOf(`\n${delimiter}`, at + 1);
  return at;
}

function messageOf(bytes: Uint8Array, text: string, { header, line, start, end }: Part): AttachedMessage[] {
  const stop = end < 0 ? text.length : end + 1;
  const isPacked = /^content-transfer-encoding[ \t]*:[ \t]*base64/im.test(header);
  const content = isPacked ? fromBase64(text.slice(start, stop)) : bytes.subarray(start, stop);
  return content === undefined ? [] : [{ line, bytes: content, end: end < 0 ? 'cut' : 'whole' }];
}

function fromBase64(text: string): Uint8Array | undefined {
  const plain = text.replace(/\s/g, '');
  try {
    return bytesOf(atob(plain.slice(0, plain.length - (plain.length % 4))));
  } catch {
    // It is something else.
  }
  return undefined;
}

function isMessage(header: string): boolean {
  return /^content-type[ \t]*:[ \t]*message\/(?:rfc822|global)\b/im.test(header);
}

function delimiterIn(header: string): readonly string[] {
  const found =
    /^content-type[ \t]*:[ \t]*multipart\/[^\n]*?;[ \t]*boundary[ \t]*=[ \t]*(?:"([^"\n]{1,70})"|([^\s;"]{1,70}))/im.exec(
      header,
    );
  return found === null ? [] : [`--${found[1] ?? found[2]}`];
}

function unfolded(header: string): string {
  return header.replace(/\r?\n(?=[ \t])/g, '');
}

/** Where the empty line is that ends the header of a part. */
function headerEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isEmptyLine(text, at)) at = afterLine(text, at);
  return at;
}

function afterLine(text: string, at: number): number {
  return Math.min(lineEnd(text, at) + 1, text.length);
}

/** The line of a place, from 1; places are asked for in their order. */
function lineCounter(text: string): (place: number) => number {
  let line = 1;
  let counted = 0;
  return (place) => {
    line += text.slice(counted, place).split('\n').length - 1;
    counted = place;
    return line;
  };
}
