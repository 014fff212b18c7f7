const separatorStart = Buffer.from('\nFrom ', 'latin1');
/** A separator line and the field name below it are looked for in so many bytes. */
export const separatorBytes = 1_024;
const lf = 0x0a;
const cr = 0x0d;

/** Whether a file begins like an mbox (RFC 4155): with `From `. A single message may begin so too. */
export function beginsLikeMbox(bytes: Uint8Array): boolean {
  return bytes[0] === 0x46 && bytes[1] === 0x72 && bytes[2] === 0x6f && bytes[3] === 0x6d && bytes[4] === 0x20;
}

/**
 * Where the next message of an mbox begins, at or after `from` and before `limit`; undefined = nowhere.
 * A `From ` line counts only below a blank line, with a time and a year in it, and above a header field: writers that do not
 * quote such lines in bodies (mboxcl2) leave others about.
 */
export function nextSeparator(buffer: Buffer, from: number, limit: number): number | undefined {
  let found = buffer.indexOf(separatorStart, from - 1);
  while (found >= 0 && found + 1 < limit) {
    if (followsBlankLine(buffer, found) && isSeparator(buffer, found + 1)) return found + 1;
    found = buffer.indexOf(separatorStart, found + 1);
  }
  return undefined;
}

function followsBlankLine(buffer: Buffer, lineEnd: number): boolean {
  const before = buffer[lineEnd - 1];
  return before === lf || (before === cr && buffer[lineEnd - 2] === lf);
}

function isSeparator(buffer: Buffer, start: number): boolean {
  const [line = '', below = ''] = buffer.toString('latin1', start, start + separatorBytes).split('\n', 2);
  return /\d:\d\d/.test(line) && /\b(?:19|20)\d\d\b/.test(line) && /^(?:[!-9;-~]+[ \t]*:|>From )/.test(below);
}
