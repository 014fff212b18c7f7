/** The end of a text, seen from the line before it (RFC 5321 §4.1.1.4). */
const ending = '\r\n.\r\n';
/** A text begins after a line end. */
const beginning = '\r\n';

/** Sees where a text ends that leaves in pieces. Its dots are doubled, so that the ending can be nothing else (RFC 5321 §4.5.2). */
export class TextEnd {
  #tail = beginning;
  #sizeBytes = 0;

  /** The size of the text in bytes where this piece ends it, and the next text may begin; undefined where it goes on. */
  push(piece: Uint8Array): number | undefined {
    this.#sizeBytes += piece.length;
    this.#tail = (this.#tail + Buffer.from(piece.subarray(-ending.length)).toString('latin1')).slice(-ending.length);
    if (this.#tail !== ending) return undefined;
    const sizeBytes = this.#sizeBytes;
    this.#tail = beginning;
    this.#sizeBytes = 0;
    return sizeBytes;
  }
}
