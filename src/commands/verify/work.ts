import type { Doubt, Head, InputFile, InputMessage, Opened } from '../../world/messages/message-files.js';
import { failure, type Judge, judgeMessage } from './judge-message.js';
import type { MessageResult } from './result.js';

interface Headed {
  readonly name: string;
  /** With the whole header in it. */
  readonly head: Head;
  readonly doubt: Doubt | undefined;
}

/** A file by its path, or the header of a message: what another thread can be told. */
export type ShareInput = { readonly name: string; readonly place: string } | Headed;

/** Work that may be given away. */
export interface Share {
  readonly inputs: readonly ShareInput[];
  /** Does it here after all, when nothing has come of that. */
  readonly again: () => AsyncIterable<Piece>;
}

/** Judging some inputs, in order, which can be done apart from the rest. */
export interface Work {
  /** The same for another thread; undefined where only this one can do it. Inputs that are good only now are copied. */
  readonly share: () => Share | undefined;
  readonly here: () => AsyncIterable<Piece>;
}

/** What comes of work: results, and work that turns up: the messages of a mailbox. */
export type Piece = readonly MessageResult[] | Work;

/** What a file turns out to hold. */
export type Found = MessageResult | Extract<Opened, { readonly kind: 'mailbox' }>;

/** The judging of all files, a piece of work for each portion. */
export async function* workOf(files: AsyncIterable<readonly InputFile[]>, judge: Judge): AsyncIterable<Work> {
  for await (const portion of files) yield workOfFiles(portion, judge);
}

/** All of it done here. */
export async function* inPlace(pieces: AsyncIterable<Piece>): AsyncIterable<readonly MessageResult[]> {
  for await (const piece of pieces) {
    if ('here' in piece) yield* inPlace(piece.here());
    else yield piece;
  }
}

function workOfFiles(files: readonly InputFile[], judge: Judge): Work {
  const here = (): AsyncIterable<Piece> => judgeFiles(files, judge);
  return {
    here,
    share: () => {
      const inputs = files.flatMap(({ name, place }): ShareInput[] => (place === undefined ? [] : [{ name, place }]));
      return inputs.length < files.length ? undefined : { inputs, again: here };
    },
  };
}

async function* judgeFiles(files: readonly InputFile[], judge: Judge): AsyncIterable<Piece> {
  let ready: MessageResult[] = [];
  for (const file of files) {
    const found = judgeFile(file, judge);
    // Awaiting what is there already would cost as much as reading a file.
    const known = found instanceof Promise ? await found : found;
    if (known.kind !== 'mailbox') {
      ready.push(known);
      continue;
    }
    if (ready.length > 0) yield ready;
    ready = [];
    yield* mailboxWork(file.name, known.messages, judge);
  }
  if (ready.length > 0) yield ready;
}

/** One unreadable input never stops the rest: its failure is its result. */
export function judgeFile(file: InputFile, judge: Judge): Found | Promise<Found> {
  const failed = (error: unknown): MessageResult => failure(file.name, error);
  try {
    const opened = file.open();
    return opened instanceof Promise
      ? opened.then((known) => judgeOpened(known, judge)).catch(failed)
      : judgeOpened(opened, judge);
  } catch (error) {
    return failed(error);
  }
}

function judgeOpened(opened: Opened, judge: Judge): Found | Promise<Found> {
  if (opened.kind === 'mailbox') return opened;
  const { message } = opened;
  const result = judgeMessage(message, judge);
  return message.close === undefined ? result : closedAfter(result, message.close);
}

async function closedAfter(
  result: MessageResult | Promise<MessageResult>,
  close: () => void | Promise<void>,
): Promise<MessageResult> {
  try {
    return await result;
  } finally {
    await close();
  }
}

async function* mailboxWork(
  name: string,
  messages: AsyncIterable<readonly InputMessage[]>,
  judge: Judge,
): AsyncIterable<Piece> {
  try {
    for await (const portion of messages) yield workOfMessages(portion, judge);
  } catch (error) {
    yield [failure(name, error)];
  }
}

function workOfMessages(messages: readonly InputMessage[], judge: Judge): Work {
  return {
    here: () => judgeMessages(messages, judge),
    share: () => {
      const inputs: Headed[] = [];
      for (const { name, header, doubt } of messages) {
        if (header === undefined) return undefined;
        inputs.push({ name, head: header(), doubt });
      }
      return { inputs, again: () => judgeMessages(inputs.map(messageOf), judge) };
    },
  };
}

/** The message of a header that was copied: no more of it is needed. */
export function messageOf({ name, head, doubt }: Headed): InputMessage {
  return { name, head, doubt, longer: () => head };
}

async function* judgeMessages(messages: readonly InputMessage[], judge: Judge): AsyncIterable<Piece> {
  yield await Promise.all(messages.map((message) => judgeMessage(message, judge)));
}
