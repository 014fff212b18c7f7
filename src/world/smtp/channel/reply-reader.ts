/** The longest reply that is read, empty lines included; real ones stay below a few kilobytes. */
const mostBytes = 65_536;
/** The most lines of a reply, empty ones included; RFC 5321 sets none, real ones stay below a hundred. */
const mostLines = 512;

/**
 * Replies out of pieces of bytes, each whole: its lines joined by line feeds, without their ends. Empty lines are left
 * out, but they count. Linear in the bytes, and bounded: what is longer than any reply ends the reading.
 */
export class ReplyReader {
  #begun = '';
  #lines: string[] = [];
  #bytes = 0;
  #lineCount = 0;
  #overrun = false;

  /** The replies that these bytes complete. */
  *push(chunk: Uint8Array): Generator<string> {
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    for (let start = 0; start < text.length && !this.#overrun; ) {
      const end = text.indexOf('\n', start);
      const stop = end < 0 ? text.length : end + 1;
      this.#count(stop - start, end < 0 ? 0 : 1);
      this.#begun += text.slice(start, stop);
      start = stop;
      const reply = end < 0 || this.#overrun ? undefined : this.#lineEnded();
      if (reply !== undefined) yield reply;
    }
  }

  /** Whether the limits were passed: nothing more is read. */
  get isOverrun(): boolean {
    return this.#overrun;
  }

  /** Whether something came that is not a whole reply yet: a part of one, or an empty line. */
  get hasBegun(): boolean {
    return this.#bytes > 0;
  }

  #count(bytes: number, lines: number): void {
    this.#bytes += bytes;
    this.#lineCount += lines;
    if (this.#bytes <= mostBytes && this.#lineCount <= mostLines) return;
    this.#overrun = true;
    this.#begun = '';
    this.#lines = [];
  }

  /** The reply that this line ends (RFC 5321 §4.2.1); undefined when more of it is to come. */
  #lineEnded(): string | undefined {
    const line = this.#begun.trimEnd();
    this.#begun = '';
    if (line === '') return undefined;
    this.#lines.push(line);
    if (/^\d{3}-/.test(line)) return undefined;
    const reply = decoded(this.#lines.join('\n'));
    this.#lines = [];
    this.#bytes = 0;
    this.#lineCount = 0;
    return reply;
  }
}

/** UTF-8 where it is that, else a character for each byte. */
function decoded(latin1: string): string {
  if (/^[\0-\x7f]*$/.test(latin1)) return latin1;
  const text = Buffer.from(latin1, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? latin1 : text;
}
