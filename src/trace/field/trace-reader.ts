import { defaultMaxHeaderBytes, type ReadTraceOptions, readTrace, type TraceReading } from './read-trace.js';

/** A reader that is fed piece by piece, so that a caller need not read more than the header. */
export interface TraceReader {
  /** Takes the next bytes and says whether more are needed. What comes after `enough` is not looked at. */
  readonly push: (chunk: Uint8Array) => 'more' | 'enough';
  /** The reading of what was pushed; call it when `push` said `enough` or the input ended. */
  readonly end: () => TraceReading;
}

/**
 * Makes a reader for input that comes in pieces. It keeps the header only, and asks for no more once it has seen the end
 * of the header, the cap, or something that is not an e-mail.
 */
export function traceReader(options: ReadTraceOptions = {}): TraceReader {
  const cap = (options.maxHeaderBytes ?? defaultMaxHeaderBytes) + 1;
  const end = headerEnd();
  let kept = new Uint8Array(16 * 1024);
  let length = 0;
  let state: 'more' | 'enough' = 'more';

  return {
    push: (chunk) => {
      if (state === 'enough') return state;
      const room = Math.min(chunk.length, cap * 2 - length);
      if (length + room > kept.length) kept = grown(kept, length, length + room);
      kept.set(chunk.subarray(0, room), length);
      length += room;
      const bytes = kept.subarray(0, length);
      if (length >= (isWide(bytes) ? 2 * cap : cap) || (!isWide(bytes) && end.isIn(bytes))) state = 'enough';
      return state;
    },
    end: () => readTrace(kept.subarray(0, length), options),
  };
}

function grown(bytes: Uint8Array, length: number, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(needed, bytes.length * 2));
  larger.set(bytes.subarray(0, length));
  return larger;
}

/** UTF-16, with or without its mark, whose empty lines are not looked for. */
function isWide([a, b]: Uint8Array): boolean {
  return a === 0xff || a === 0xfe || a === 0 || b === 0;
}

const lf = 10;
const cr = 13;

/** Looks for the empty line that ends a header, in bytes that grow: each is looked at once. */
function headerEnd(): { readonly isIn: (bytes: Uint8Array) => boolean } {
  let lineStart = 0;
  let searched = 0;
  let isAbove = true;
  return {
    isIn: (bytes) => {
      for (let end = bytes.indexOf(lf, searched); end >= 0; end = bytes.indexOf(lf, lineStart)) {
        const isEmpty = end === lineStart || (end === lineStart + 1 && bytes[lineStart] === cr);
        isAbove &&= mayStandAbove(bytes, lineStart, end);
        lineStart = end + 1;
        if (isEmpty && !isAbove) return true;
      }
      searched = bytes.length;
      return false;
    },
  };
}

/** Blank lines and mbox lines are above a header, and end none. */
function mayStandAbove(bytes: Uint8Array, start: number, end: number): boolean {
  const text = start === 0 && bytes[0] === 0xef ? 3 : start;
  if (/^>?From /.test(String.fromCharCode(...bytes.subarray(text, text + 6)))) return true;
  return bytes.subarray(text, end).every((byte) => byte <= 32);
}
