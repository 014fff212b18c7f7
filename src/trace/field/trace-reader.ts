import { defaultMaxHeaderBytes, type ReadTraceOptions, readTrace, type TraceReading } from './read-trace.js';

/** A reader that is fed piece by piece, so that a caller need not read more than the header. */
export interface TraceReader {
  /** Takes the next bytes and says whether more are needed. What comes after `enough` is not looked at. */
  readonly push: (chunk: Uint8Array) => 'more' | 'enough';
  /** The reading of what was pushed; call it when `push` said `enough` or the input ended. */
  readonly end: () => TraceReading;
}

/** Lets the end of a header that straddles two pieces be seen: LF CR LF in UTF-16 is six bytes. */
const overlapBytes = 6;

/**
 * Makes a reader for input that comes in pieces. It keeps the header only, and asks for no more once it has seen the end
 * of the header, the cap, or something that is no e-mail.
 */
export function traceReader(options: ReadTraceOptions = {}): TraceReader {
  const cap = (options.maxHeaderBytes ?? defaultMaxHeaderBytes) + 1;
  let kept = new Uint8Array(16 * 1024);
  let length = 0;
  let state: 'more' | 'enough' = 'more';

  return {
    push: (chunk) => {
      if (state === 'enough') return state;
      const room = Math.min(chunk.length, cap * 2 - length);
      if (length + room > kept.length) kept = grown(kept, length, length + room);
      kept.set(chunk.subarray(0, room), length);
      const from = Math.max(0, length - overlapBytes);
      length += room;
      if (room < chunk.length || endsHeader(kept.subarray(0, length), from, cap)) state = 'enough';
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

const lf = 10;
const cr = 13;

/** Whether an empty line stands in the bytes from a place on. A file that begins with one has it skipped first. */
function endsHeader(bytes: Uint8Array, from: number, cap: number): boolean {
  const isWide = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0 || bytes[1] === 0;
  if (isWide) return bytes.length >= cap * 2;
  if (bytes.length >= cap) return true;
  const start = Math.max(from, firstVisible(bytes));
  for (let at = bytes.indexOf(lf, start); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(lf, at + 1)) {
    const next = bytes[at + 1];
    if (next === lf || (next === cr && bytes[at + 2] === lf)) return true;
  }
  return false;
}

/** Past white space and mbox lines, which may stand above a header and end none. */
function firstVisible(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef ? 3 : 0;
  for (;;) {
    while (at < bytes.length && (bytes[at] ?? 0) <= 32) at++;
    const line = String.fromCharCode(...bytes.subarray(at, at + 6));
    if (!line.startsWith('From ') && line !== '>From ') return at;
    const end = bytes.indexOf(lf, at);
    if (end < 0) return bytes.length;
    at = end + 1;
  }
}
