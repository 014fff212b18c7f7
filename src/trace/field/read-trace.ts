import { type EarlyEnd, earlyEndAt } from './early-end.js';
import { bodyStart, eachField } from './header-fields.js';
import { findTop, type HeaderTop } from './header-section.js';
import { decodeHead, type HeaderText, readableText, withLineEnds } from './header-text.js';
import { type InputKind, isBinary, isWebPage, kindBySignature, kindOfOther } from './input-kind.js';
import { isMailField } from './mail-field.js';

/** One `Received` field as it is in the file. */
export interface ReceivedField {
  /** Line of the file, from 1. */
  readonly line: number;
  /** Place in the input: bytes, or UTF-16 units past the mark. */
  readonly offset: number;
  /** Unfolded, without surrounding white space. */
  readonly body: string;
}

/** Why a header was not read to its end. */
export type OverLimit = 'header-bytes' | 'field-count';

/** The trace of an e-mail: its `Received` fields, newest first, and a way to its other fields. */
export interface EmailTrace {
  readonly kind: 'email';
  readonly received: readonly ReceivedField[];
  /** Set when a cap was reached: then nothing can be concluded. */
  readonly overLimit: OverLimit | undefined;
  /** Whether there is a `From` field, as in every whole header (RFC 5322 §3.6). */
  readonly hasAuthor: boolean;
  /** Set when the header lacks `Received` or `From`, and `Received` lines are below it. */
  readonly earlyEnd: EarlyEnd | undefined;
  /** Whether the content may hold other messages: `multipart/mixed` and the like, `message/rfc822` (RFC 2046 §5). */
  readonly mayHoldMessages: boolean;
  /** The unfolded bodies of a field, top to bottom; the name in any case. Read when asked for. */
  readonly field: (name: string) => readonly string[];
  /** The text below a field as it is, some 2,000 characters at most: a name, and what an ident server said. Read when asked for. */
  readonly below: (field: ReceivedField) => string;
}

/** Something else than an e-mail, and what it seems to be. */
export interface NotAnEmail {
  readonly kind: 'not-an-email';
  readonly what: InputKind;
}

export type TraceReading = EmailTrace | NotAnEmail;

export interface ReadTraceOptions {
  /** Cap on the header section. Default 1 MiB; real headers stay under 300 kB. */
  readonly maxHeaderBytes?: number;
  /** Cap on `Received` fields. Default 500; real messages have up to 93. */
  readonly maxReceivedFields?: number;
  /** `cut`: the bytes are the beginning of a longer input, so a header that has no end yet is `header-bytes`. Default `whole`. */
  readonly input?: 'whole' | 'cut';
}

export const defaultMaxHeaderBytes = 1024 * 1024;
export const defaultMaxReceivedFields = 500;

/** Nearly all headers end within so many bytes; more are decoded only for those that do not. */
const lookBytes = 16 * 1024;

/**
 * Reads the header section from the bytes of a saved message: LF or CRLF, byte order mark, UTF-16, an mbox `From `
 * line, leading blank lines, an indented paste, 8-bit bytes, `Received :`. A bare CR never starts a field, but in an input
 * without any LF; the body is not looked at. Over a cap it says so; it never throws.
 */
export function readTrace(bytes: Uint8Array, options: ReadTraceOptions = {}): TraceReading {
  const cap = options.maxHeaderBytes ?? defaultMaxHeaderBytes;
  const maxFields = options.maxReceivedFields ?? defaultMaxReceivedFields;
  for (let limit = Math.min(lookBytes, cap); ; limit = cap) {
    const isLast = limit === cap || bytes.length <= limit;
    const isWhole = bytes.length <= limit && options.input !== 'cut';
    const head = decodeHead(bytes, limit);
    const look = lookAt(limit === cap || isWhole ? withLineEnds(head) : head, maxFields);
    if (look.hasEnded || isLast) return readingOf(look, isWhole, () => withLineEnds(decodeHead(bytes, cap)).text);
  }
}

/** What is in a header, in places of its text. */
interface Look {
  readonly head: HeaderText;
  readonly top: HeaderTop;
  readonly received: ReceivedField[];
  tooMany: boolean;
  /** The first field of an e-mail; -1 = none. */
  mailField: number;
  hasAuthor: boolean;
  mayHoldMessages: boolean;
  end: number;
  hasEnded: boolean;
}

function lookAt(head: HeaderText, maxFields: number): Look {
  const { text } = head;
  const top = findTop(head);
  const look: Look = {
    head,
    top,
    received: [],
    tooMany: false,
    mailField: -1,
    hasAuthor: false,
    mayHoldMessages: false,
    end: top.start,
    hasEnded: false,
  };
  look.end = eachField(text, top, (offset, end, line) => {
    if (look.mailField < 0 && isMailField(text, offset)) look.mailField = offset;
    const start = bodyStart(text, offset, 'received');
    if (start < 0) return noteOther(look, offset);
    look.tooMany = look.received.length >= maxFields;
    if (!look.tooMany) look.received.push({ line, offset, body: bodyOf(head, top, start, end) });
    return look.tooMany ? 'stop' : 'on';
  });
  look.hasEnded = look.tooMany || look.end < text.length;
  return look;
}

/** Content types of which a part may be a message: not those that show the same content in several ways. */
const messageHolder = /\s*(?:multipart\/(?!alternative)|message\/)/iy;

function noteOther(look: Look, offset: number): 'on' {
  const { text } = look.head;
  look.hasAuthor ||= bodyStart(text, offset, 'from') >= 0;
  messageHolder.lastIndex = bodyStart(text, offset, 'content-type');
  look.mayHoldMessages ||= messageHolder.lastIndex > 0 && messageHolder.test(text);
  return 'on';
}

function readingOf(look: Look, isWhole: boolean, wholeText: () => string): TraceReading {
  const { head, top, received, end } = look;
  const what = kindOf(look);
  if (what !== undefined) return { kind: 'not-an-email', what };
  return {
    kind: 'email',
    received,
    overLimit: look.tooMany ? 'field-count' : look.hasEnded || isWhole ? undefined : 'header-bytes',
    hasAuthor: look.hasAuthor,
    earlyEnd: received.length > 0 && look.hasAuthor ? undefined : earlyEndAt(wholeText(), end),
    mayHoldMessages: look.mayHoldMessages,
    field: (name) => fieldBodies(head, top, name.toLowerCase()),
    below: (field) => textBelow(head, top, field),
  };
}

/** What it is when it is not an e-mail. */
function kindOf({ head: { text, encoding, start }, top, mailField }: Look): InputKind | undefined {
  const signature = encoding === 'bytes' ? kindBySignature(text.slice(0, 512)) : undefined;
  if (signature !== undefined || mailField === top.start) return signature;
  if (isWebPage(text.slice(start, start + 2048))) return 'html';
  if (mailField < 0) return kindOfOther(text.slice(start));
  return isBinary(text.slice(top.start, mailField)) ? 'binary' : undefined;
}

function fieldBodies(head: HeaderText, top: HeaderTop, name: string): readonly string[] {
  const bodies: string[] = [];
  eachField(head.text, top, (offset, end) => {
    const start = bodyStart(head.text, offset, name);
    if (start >= 0) bodies.push(bodyOf(head, top, start, end));
    return 'on';
  });
  return bodies;
}

function textBelow({ text }: HeaderText, top: HeaderTop, { offset }: ReceivedField): string {
  const end = eachField(text, { ...top, start: offset - top.indent.length }, () => 'stop');
  return text.slice(end, end + 2000);
}

function bodyOf({ text, encoding }: HeaderText, { indent }: HeaderTop, start: number, end: number): string {
  const raw = text.slice(start, end);
  const unindented = indent === '' ? raw : raw.replaceAll(`\n${indent}`, '\n');
  const unfolded = unindented.includes('\r') ? unindented.replace(/\r?\n/g, '') : unindented.replace(/\n/g, '');
  return readableText(unfolded.trim(), encoding);
}
