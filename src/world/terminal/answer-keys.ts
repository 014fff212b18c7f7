import { Readable } from 'node:stream';

export interface AnswerKeys {
  /** What a prompt reads. */
  readonly input: NodeJS.ReadableStream;
  /** Ends it; what was typed ahead goes back to the terminal, for the next question. */
  readonly release: () => void;
}

/**
 * The keys of a terminal, handed on one line at a time: the prompt library throws away what comes after the Enter that
 * answers its question, and what was typed before it had drawn it.
 */
export function answerKeys(terminal: NodeJS.ReadStream): AnswerKeys {
  let ahead = Buffer.alloc(0);
  let next: NodeJS.Immediate | undefined;
  const input = new Readable({ read: () => undefined });
  const hand = (): void => {
    next = undefined;
    const end = lineEnd(ahead);
    if (ahead.length === 0) return;
    input.push(ahead.subarray(0, end));
    ahead = ahead.subarray(end);
    // An answer that is accepted ends the question before then; after one that is not, the next line is another try.
    if (ahead.length > 0) next = setImmediate(() => setImmediate(hand));
  };
  const hear = (keys: Buffer): void => {
    ahead = Buffer.concat([ahead, keys]);
    if (next === undefined) hand();
  };
  terminal.on('data', hear).resume();
  // Not called a terminal (isTTY): from one, the library drops what is typed before it has drawn its question.
  const setRawMode = (isRaw: boolean): unknown => terminal.setRawMode?.(isRaw);
  return {
    input: Object.assign(input, { setRawMode }),
    release: () => {
      clearImmediate(next);
      terminal.off('data', hear).pause();
      if (ahead.length > 0) terminal.unshift(ahead);
    },
  };
}

/** Behind the first line end, or after all. */
function lineEnd(keys: Buffer): number {
  const at = keys.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  if (at === -1) return keys.length;
  return keys[at] === 0x0d && keys[at + 1] === 0x0a ? at + 2 : at + 1;
}
