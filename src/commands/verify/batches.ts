import type { InputFile, InputMessage, Opened } from '../../world/message-files.js';
import type { Talk } from '../../world/world.js';
import { failure, type Judge, judgeMessage } from './judge-message.js';
import type { MessageResult } from './result.js';
import type { Tally } from './tally.js';

export interface Surroundings {
  readonly tally: Tally;
  readonly talk: Talk;
  readonly cancelled: AbortSignal;
}

/** Fewer are done before a person could read it. */
const worthShowing = 100;

type Batches = AsyncIterable<readonly MessageResult[]>;
type Files = AsyncIterable<readonly InputFile[]>;
/** What a file turns out to hold. */
type Found = MessageResult | Extract<Opened, { readonly kind: 'mailbox' }>;

/** The results of all files, in order, counted; progress is shown while the next batch is made. */
export async function* judgedBatches(files: Files, judge: Judge, { tally, talk, cancelled }: Surroundings): Batches {
  for await (const batch of resultsOf(files, judge)) {
    for (const result of batch) tally.add(result);
    talk.progress(undefined);
    yield batch;
    // Views end their document properly; the exit code then tells that it is not complete.
    if (cancelled.aborted) return;
    const { total } = tally.summary();
    if (total >= worthShowing) talk.progress(`${total} verified ...`);
  }
  talk.progress(undefined);
}

async function* resultsOf(files: Files, judge: Judge): Batches {
  for await (const portion of files) {
    let ready: MessageResult[] = [];
    for (const file of portion) {
      const found = judgeFile(file, judge);
      // Awaiting what is there already would cost as much as reading a file.
      const known = found instanceof Promise ? await found : found;
      if (known.kind !== 'mailbox') {
        ready.push(known);
        continue;
      }
      if (ready.length > 0) yield ready;
      ready = [];
      yield* mailboxResults(file.name, known.messages, judge);
    }
    if (ready.length > 0) yield ready;
  }
}

/** One unreadable input never stops the rest: its failure is its result. */
function judgeFile(file: InputFile, judge: Judge): Found | Promise<Found> {
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

async function* mailboxResults(name: string, messages: AsyncIterable<readonly InputMessage[]>, judge: Judge): Batches {
  try {
    for await (const portion of messages) {
      yield await Promise.all(portion.map((message) => judgeMessage(message, judge)));
    }
  } catch (error) {
    yield [failure(name, error)];
  }
}
