import { nextSeparator, separatorBytes } from './mbox.js';
import type { Doubt, Head } from './message-files.js';

/** How much of a message of an mbox is kept; a header that is longer is cut. */
const headBytes = 1024 * 1024;
const windowBytes = 3 * headBytes;

/** What a message of an mbox begins with, its `From ` line first. */
export interface Piece {
  readonly head: Head;
  readonly doubt: Doubt | undefined;
  /** All of the message in the file, its `From ` line included. */
  readonly place: { readonly offset: number; readonly length: number };
}

/** A window that slides over an mbox: bytes go in at its end, the beginnings of messages come out. */
export class MailboxWindow {
  readonly #buffer = Buffer.allocUnsafeSlow(windowBytes);
  /** The message that is not yet complete begins at 0 after every `room`. */
  #start = 0;
  #filled = 0;
  /** Where the search for the next separator goes on. */
  #searched = 1;
  #middle: 'kept' | 'dropped' = 'kept';
  /** Where in the file the message begins that is not yet complete, and how many bytes of it were dropped. */
  #offset = 0;
  #dropped = 0;
  #doubt: Doubt | undefined;

  /** `doubt` about what is at the beginning. */
  constructor(doubt: Doubt | undefined) {
    this.#doubt = doubt;
  }

  /** Room for more bytes. Pieces given out before are no longer good. */
  room(): Uint8Array {
    this.#buffer.copyWithin(0, this.#start, this.#filled);
    this.#filled -= this.#start;
    this.#searched = Math.max(1, this.#searched - this.#start);
    this.#start = 0;
    if (this.#filled > windowBytes - headBytes) this.#dropMiddle();
    return this.#buffer.subarray(this.#filled, this.#filled + headBytes);
  }

  /** Takes so many bytes of the room into account. Returns the messages that are complete now. */
  added(length: number): Piece[] {
    this.#filled += length;
    return this.#complete(this.#filled - separatorBytes);
  }

  /** The end of the file. Returns the messages that are left, at least one. */
  ended(): Piece[] {
    return [...this.#complete(this.#filled), this.#piece(this.#filled)];
  }

  #complete(limit: number): Piece[] {
    const pieces: Piece[] = [];
    const bytes = this.#buffer.subarray(0, this.#filled);
    for (;;) {
      const next = nextSeparator(bytes, this.#searched, limit);
      if (next === undefined) break;
      this.#searched = next.at + 1;
      if (this.#isAboveHeader(next.at)) continue;
      const piece = this.#piece(next.at);
      pieces.push(piece);
      this.#start = next.at;
      this.#offset += piece.place.length;
      this.#dropped = 0;
      this.#middle = 'kept';
      this.#doubt = next.kind === 'unclear' ? 'unclear-separator' : undefined;
    }
    this.#searched = Math.max(this.#searched, limit);
    return pieces;
  }

  /** Blank lines and older `From ` lines above a header belong to it. */
  #isAboveHeader(end: number): boolean {
    if (end - this.#start >= separatorBytes) return false;
    return /^(?:\xef\xbb\xbf)?(?:>?From .*\n|[ \t\r]*\n)+$/.test(this.#buffer.toString('latin1', this.#start, end));
  }

  #piece(end: number): Piece {
    const isCut = this.#middle === 'dropped' || end - this.#start > headBytes;
    const bytes = this.#buffer.subarray(this.#start, Math.min(end, this.#start + headBytes));
    const place = { offset: this.#offset, length: end - this.#start + this.#dropped };
    return { head: { bytes, end: isCut ? 'cut' : 'whole' }, doubt: this.#doubt, place };
  }

  /** Of a long message only the head is kept, and the end, in which a separator may begin. */
  #dropMiddle(): void {
    const tail = Math.min(this.#searched - 3, this.#filled);
    this.#buffer.copyWithin(headBytes, tail, this.#filled);
    this.#filled = headBytes + this.#filled - tail;
    this.#dropped += tail - headBytes;
    this.#searched = headBytes + 3;
    this.#middle = 'dropped';
  }
}
