import { bodyStart, eachField } from './header-fields.js';
import { findSection, type HeaderSection } from './header-section.js';
import { decodeHead, type HeaderText, readableText } from './header-text.js';
import { type InputKind, isWebPage, kindBySignature, kindOfOther } from './input-kind.js';

/** One `Received` field as it stands in the file. */
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
  /** Length of the header section, in bytes (UTF-16 units for a UTF-16 file). */
  readonly headerLength: number;
  /** The unfolded bodies of a field, top to bottom; the name in any case. Read when asked for. */
  readonly field: (name: string) => readonly string[];
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

/** Most headers end within so many bytes, and nearly all others within so many; more are decoded only for those that do not. */
const lookBytes = [4 * 1024, 16 * 1024];

/** Fields of which at least one stands in every e-mail that a server has touched (RFC 5322 §3.6 and kin). */
const mailField =
  /(?:received|return-path|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|reply-to|sender|dkim-signature|arc-seal|authentication-results|received-spf|x-[\w-]{1,126})[ \t]{0,128}:/iy;

/**
 * Reads the header section from the bytes of a saved message: LF or CRLF, byte order mark, UTF-16, an mbox `From `
 * line, leading blank lines, an indented paste, 8-bit bytes, `Received :`. A bare CR never starts a field, and the
 * body is not looked at. Over a cap it says so; it never throws.
 */
export function readTrace(bytes: Uint8Array, options: ReadTraceOptions = {}): TraceReading {
  const maxHeaderBytes = options.maxHeaderBytes ?? defaultMaxHeaderBytes;
  const look = decodeSection(bytes, maxHeaderBytes, options.input ?? 'whole');
  const signature = look.head.encoding === 'bytes' ? kindBySignature(look.head.text.slice(0, 64)) : undefined;
  if (signature) return { kind: 'not-an-email', what: signature };
  if (isWebPage(look.head.text.slice(look.head.start, look.head.start + 2048)))
    return { kind: 'not-an-email', what: 'html' };
  return readSection(look.head, look.section, options.maxReceivedFields ?? defaultMaxReceivedFields);
}

interface Look {
  readonly head: HeaderText;
  readonly section: HeaderSection;
}

function decodeSection(bytes: Uint8Array, maxHeaderBytes: number, input: 'whole' | 'cut'): Look {
  for (const look of [...lookBytes, maxHeaderBytes]) {
    const limit = Math.min(look, maxHeaderBytes);
    const head = decodeHead(bytes, limit);
    const sawAll = bytes.length <= limit;
    const section = findSection(head, sawAll && input === 'whole' ? 'whole' : 'cut');
    if (section.isComplete || limit === maxHeaderBytes) return { head, section };
  }
  throw new RangeError('unreachable: the last limit always returns');
}

function readSection(head: HeaderText, section: HeaderSection, maxReceivedFields: number): TraceReading {
  const { text } = head;
  const received: ReceivedField[] = [];
  let isMail = false;
  let tooMany = false;
  eachField(text, section, (offset, end, line) => {
    isMail ||= isMailField(text, offset);
    const start = bodyStart(text, offset, 'received');
    if (start < 0) return 'on';
    tooMany = received.length >= maxReceivedFields;
    if (!tooMany) received.push({ line, offset, body: bodyOf(head, section, start, end) });
    return tooMany ? 'stop' : 'on';
  });
  if (!isMail) return { kind: 'not-an-email', what: kindOfOther(head.text.slice(head.start)) };
  return {
    kind: 'email',
    received,
    overLimit: tooMany ? 'field-count' : section.isComplete ? undefined : 'header-bytes',
    headerLength: section.end - section.start,
    field: (name) => fieldBodies(head, section, name.toLowerCase()),
  };
}

function isMailField(text: string, offset: number): boolean {
  mailField.lastIndex = offset;
  return mailField.test(text);
}

function fieldBodies(head: HeaderText, section: HeaderSection, name: string): readonly string[] {
  const bodies: string[] = [];
  eachField(head.text, section, (offset, end) => {
    const start = bodyStart(head.text, offset, name);
    if (start >= 0) bodies.push(bodyOf(head, section, start, end));
    return 'on';
  });
  return bodies;
}

function bodyOf({ text, encoding }: HeaderText, { indent }: HeaderSection, start: number, end: number): string {
  const raw = text.slice(start, end);
  const unindented = indent === '' ? raw : raw.replaceAll(`\n${indent}`, '\n');
  const unfolded = unindented.includes('\r') ? unindented.replace(/\r?\n/g, '') : unindented.replace(/\n/g, '');
  return readableText(unfolded.trim(), encoding);
}
