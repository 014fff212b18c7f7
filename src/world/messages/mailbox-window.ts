import { nextSeparator, separatorBytes } from './mbox.js';
import type { Head } from './message-files.js';

/** How much of a message of an mbox is kept; a header that is longer is cut. */
const headBytes = 1024 * 1024;
const windowBytes = 3 * headBytes;

/** A window that slides over an mbox: bytes go in at its end, the heads of messages come out. */
export class MailboxWindow {
  readonly #buffer = Buffer.allocUnsafeSlow(windowBytes);
  /** The message that is not yet complete begins at 0 after every `room`. */
  #start = 0;
  #filled = 0;
  /** Where the search for the next separator goes on. */
  #searched = 1;
  #middle: 'kept' | 'dropped' = 'kept';

  /** Room for more bytes. Heads given out before are no longer good. */
  room(): Uint8Array {
    this.#buffer.copyWithin(0, this.#start, this.#filled);
    this.#filled -= this.#start;
    this.#searched = Math.max(1, this.#searched - this.#start);
    this.#start = 0;
    if (this.#filled > windowBytes - headBytes) this.#dropMiddle();
    return this.#buffer.subarray(this.#filled, this.#filled + headBytes);
  }

  /** Takes so many bytes of the room into account. Returns the messages that are complete now. */
  added(length: number): Head[] {
    this.#filled += length;
    return this.#complete(this.#filled - separatorBytes);
  }

  /** The end of the file. Returns the messages that are left, at least one. */
  ended(): Head[] {
    return [...this.#complete(this.#filled), this.#head(this.#filled)];
  }

  #complete(limit: number): Head[] {
    const heads: Head[] = [];
    const bytes = this.#buffer.subarray(0, this.#filled);
    for (;;) {
      const next = nextSeparator(bytes, this.#searched, limit);
      if (next === undefined) break;
      heads.push(this.#head(next));
      this.#start = next;
      this.#searched = next + 1;
      this.#middle = 'kept';
    }
    this.#searched = Math.max(this.#searched, limit);
    return heads;
  }

  #head(end: number): Head {
    const isCut = this.#middle === 'dropped' || end - this.#start > headBytes;
    const bytes = this.#buffer.subarray(this.#start, Math.min(end, this.#start + headBytes));
    return { bytes, end: isCut ? 'cut' : 'whole' };
  }

  /** Of a long message only the head is kept, and the end, in which a separator may begin. */
  #dropMiddle(): void {
    const tail = Math.min(this.#searched - 3, this.#filled);
    this.#buffer.copyWithin(headBytes, tail, this.#filled);
    this.#filled = headBytes + this.#filled - tail;
    this.#searched = headBytes + 3;
    this.#middle = 'dropped';
  }
}
