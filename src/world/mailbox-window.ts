import { nextSeparator, separatorBytes } from './mbox.js';
import type { Head } from './message-files.js';

/** How much of a message of an mbox is kept; a header that is longer is cut. */
const headBytes = 1024 * 1024;
const readBytes = 1024 * 1024;
/** What of a message that is not complete goes along: its head, and the end in which a separator may begin. */
const carriedBytes = headBytes + separatorBytes + 8;

/**
 * Two buffers in turn: bytes go into the one while the heads of messages in the other are looked at. What is not
 * complete yet is carried over.
 */
export class MailboxWindow {
  #buffer = Buffer.allocUnsafeSlow(carriedBytes + readBytes);
  #other = Buffer.allocUnsafeSlow(carriedBytes + readBytes);
  /** Where the message that is not yet complete begins. */
  #start = carriedBytes;
  #filled = carriedBytes;
  /** Where the search for the next separator goes on: from the message, which begins with one. */
  #searched = carriedBytes + 1;
  #middle: 'kept' | 'dropped' = 'kept';

  /** Room for more bytes. Heads given out last stay good until it is asked for again. */
  room(): Uint8Array {
    return this.#other.subarray(carriedBytes);
  }

  /** Takes so many bytes of the room into account. Returns the messages that are complete now. */
  added(length: number): Head[] {
    this.#carryOver();
    this.#filled += length;
    const heads = this.#complete(this.#filled - separatorBytes);
    if (this.#filled - this.#start > carriedBytes) this.#dropMiddle();
    return heads;
  }

  /** The end of the file. Returns the messages that are left, at least one. */
  ended(): Head[] {
    return [...this.#complete(this.#filled), this.#head(this.#filled)];
  }

  #carryOver(): void {
    const start = carriedBytes - (this.#filled - this.#start);
    this.#buffer.copy(this.#other, start, this.#start, this.#filled);
    this.#searched += start - this.#start;
    this.#start = start;
    this.#filled = carriedBytes;
    [this.#buffer, this.#other] = [this.#other, this.#buffer];
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
    const headEnd = this.#start + headBytes;
    const tail = this.#searched - 3;
    this.#buffer.copyWithin(headEnd, tail, this.#filled);
    this.#filled = headEnd + this.#filled - tail;
    this.#searched = headEnd + 3;
    this.#middle = 'dropped';
  }
}
