import { decodeHead } from '../../trace/field/header-text.js';
import { isBinary } from '../../trace/field/input-kind.js';
import { isMailField } from '../../trace/field/mail-field.js';

const separatorStart = Buffer.from('\nFrom ', 'latin1');
/** A separator line and the fields below it are looked for in so many bytes. A sender chooses the longest part of the line. */
export const separatorBytes = 4 * 1024;

/** A `From ` line of an mbox (RFC 4155). */
export interface Separator {
  readonly at: number;
  /** `dated`, `bare`: a message begins here, and whether the line has a time; `unclear`: one may. */
  readonly kind: 'dated' | 'bare' | 'unclear';
}

export type Beginning = 'header' | 'mbox' | 'odd-mbox' | 'neither';

/**
 * How an input begins: with a header; like an mbox, as a single message may too (`odd-mbox`: in UTF-16, or without any LF);
 * or with neither, as a piece that was cut out of an mbox does.
 */
export function beginningOf(bytes: Uint8Array): Beginning {
  const { text, start, encoding } = decodeHead(bytes, 512);
  const visible = text.slice(start).search(/\S/);
  if (visible < 0) return bytes.length > 512 ? beginningOf(bytes.subarray(512)) : 'header';
  const first = start + visible;
  if (isMailField(text, first)) return 'header';
  if (/^>?From /.test(text.slice(first, first + 6)))
    return encoding === 'bytes' && bytes.includes(0x0a) ? 'mbox' : 'odd-mbox';
  return /[<{[]/.test(text.charAt(first)) || isBinary(text) ? 'header' : 'neither';
}

/** Whether bytes that begin so are those of a single message. In a piece of an mbox a separator has a time, or it would be a guess. */
export function isOneMessage(bytes: Uint8Array, beginning: Beginning): boolean {
  if (beginning === 'odd-mbox') return false;
  if (beginning === 'header') return true;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let next = nextSeparator(buffer, 1, buffer.length);
  while (beginning === 'neither' && next !== undefined && next.kind !== 'dated')
    next = nextSeparator(buffer, next.at + 1, buffer.length);
  return next === undefined;
}

/** The next line at which a message of an mbox begins or may begin, at or after `from` and before `limit`. */
export function nextSeparator(buffer: Buffer, from: number, limit: number): Separator | undefined {
  let found = buffer.indexOf(separatorStart, from - 1);
  while (found >= 0 && found + 1 < limit) {
    const at = found + 1;
    const text = buffer.toString('latin1', at, at + separatorBytes);
    const kind = kindOf(text, followsBlank(buffer, found));
    if (kind !== undefined) return { at, kind };
    found = buffer.indexOf(separatorStart, at);
  }
  return undefined;
}

function followsBlank(buffer: Buffer, lineEnd: number): boolean {
  const before = buffer[lineEnd - 1];
  return before === 0x0a || (before === 0x0d && buffer[lineEnd - 2] === 0x0a);
}

/**
 * What a `From ` line is, by the lines below it. Writers put an address, `-`, a time in several forms or nothing after `From `, and
 * some quote no such line in a body (mboxcl2): a message begins where a header is below. Where it ends is not asked of
 * Content-Length, which its sender may have written.
 */
function kindOf(text: string, isBelowBlank: boolean): Separator['kind'] | undefined {
  const [line = '', ...rest] = text.split('\n', 2);
  if (rest.length === 0 && text.length >= separatorBytes) return 'unclear';
  const below = text.slice(line.length + 1).replace(/^(?:>?From .*\n)+/, '');
  if (patchStart.test(line)) return undefined;
  const isDated = /\d:\d\d/.test(line) && /\b(?:19|20)\d\d\b/.test(line);
  if (beginsHeader(below)) {
    if (isDated) return 'dated';
    if (/^From (?!:)\S*\s*$/.test(line)) return 'bare';
    return /^(?:received|return-path|delivered-to)[ \t]*:/i.test(below) ? 'unclear' : undefined;
  }
  if (!isDated || !isBelowBlank) return undefined;
  if (isField(below)) return 'dated';
  return /^\r?(?:\n|$)/.test(below) && endsInTime.test(line.slice(-longestTime)) ? 'unclear' : undefined;
}

/** What git-format-patch(1) writes above a patch, with a date that is always the same. */
const patchStart = /^From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001\s*$/;

const longestTime = 128;
/** A time and not a sentence: its month is a name, and it ends in a year, a zone or, as UUCP has it, a host. */
const endsInTime =
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.*(?:\b(?:19|20)\d\d|[+-]\d{4}|\b[A-Z]{2,5}|\bremote from \S+)\s*$/;

function isField(text: string): boolean {
  return /^[!-9;-~]+[ \t]*:/.test(text);
}

/** Fields, of which one is an e-mail's; another `From ` line ends them, so that no line is looked at for several. */
function beginsHeader(text: string): boolean {
  if (isMailField(text, 0)) return true;
  const [block = ''] = isField(text) ? text.split(/\n(?:\r?\n|From )/, 1) : [];
  return block.split('\n').some((line) => isMailField(line, 0));
}
