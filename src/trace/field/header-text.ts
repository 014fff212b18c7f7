/** Text of the input: one character per byte, or the characters of a UTF-16 file. */
export interface HeaderText {
  readonly text: string;
  readonly encoding: 'bytes' | 'utf-16le' | 'utf-16be';
  /** Where the text proper begins: past a byte order mark. */
  readonly start: number;
}

/** Turns the first bytes of an input into text. A shell redirect on Windows writes UTF-16, with or without its mark. */
export function decodeHead(bytes: Uint8Array, limitBytes: number): HeaderText {
  const [a, b, c, d] = bytes;
  const end = Math.min(bytes.length, limitBytes);
  if (a === 0xff && b === 0xfe) return utf16(bytes.subarray(2, end * 2), 'utf-16le');
  if (a === 0xfe && b === 0xff) return utf16(bytes.subarray(2, end * 2), 'utf-16be');
  if (isLetter(a) && b === 0 && isLetter(c) && d === 0) return utf16(bytes.subarray(0, end * 2), 'utf-16le');
  if (a === 0 && isLetter(b) && c === 0 && isLetter(d)) return utf16(bytes.subarray(0, end * 2), 'utf-16be');
  const start = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
  return { text: latin1(bytes, end), encoding: 'bytes', start };
}

/** The same with LF at the ends of lines where they are those of a file without any LF (of an old Macintosh, or lost on the way): CR. */
export function withLineEnds(head: HeaderText): HeaderText {
  return head.text.includes('\n') ? head : { ...head, text: head.text.replaceAll('\r', '\n') };
}

/** The characters of a piece: bytes that are UTF-8 are read as such, others one by one. */
export function readableText(piece: string, encoding: HeaderText['encoding']): string {
  if (encoding !== 'bytes' || /^[\x00-\x7f]*$/.test(piece)) return piece;
  try {
    return utf8.decode(bytesOf(piece));
  } catch {
    return piece;
  }
}

/** The bytes that the characters stand for; `Uint8Array.from` would call a function for each. */
export function bytesOf(piece: string): Uint8Array {
  const bytes = new Uint8Array(piece.length);
  for (let at = 0; at < piece.length; at++) bytes[at] = piece.charCodeAt(at);
  return bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte > 64 && byte < 91) || (byte > 96 && byte < 123));
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): HeaderText {
  return { text: new TextDecoder(encoding).decode(bytes), encoding, start: 0 };
}

function latin1(bytes: Uint8Array, end: number): string {
  // Where there is one (in Node), a Buffer is hundreds of times faster than the portable way.
  if (typeof Buffer === 'function') return Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('latin1');
  let text = '';
  for (let at = 0; at < end; at += 8192) text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 8192)));
  return text;
}

/** With one space for any white space. Most is one space already, and stays where it is. */
export function singleSpaced(text: string): string {
  return text.replace(/[^\S ]\s*| \s+/g, ' ');
}
