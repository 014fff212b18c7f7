/** The longest line that is taken; RFC 5321 §4.5.3.1 wants 1,000 octets of text at least. */
const longestLineBytes = 65_536;

/** Lines out of pieces of bytes, as Latin-1, without their ends. A line that is too long ends the reading. */
export class LineReader {
  #begun = '';
  isOverlong = false;

  *push(chunk: Uint8Array): Generator<string> {
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0 && !this.isOverlong; end = text.indexOf('\n', start)) {
      const line = this.#begun + text.slice(start, end);
      this.#begun = '';
      start = end + 1;
      this.isOverlong = line.length > longestLineBytes;
      if (!this.isOverlong) yield line.replace(/\r$/, '');
    }
    this.#begun += text.slice(start);
    if (this.#begun.length > longestLineBytes) this.isOverlong = true;
    if (this.isOverlong) this.#begun = '';
  }

  clear(): void {
    this.#begun = '';
  }
}
