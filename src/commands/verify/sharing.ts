import type { Threads } from '../../world/messages/threads.js';
import type { Batch, MessageResult, Written } from './result.js';
import type { SharedWork } from './share.js';
import { inPlace, type Share, type Work } from './work.js';

/** Opens threads, at most so many; undefined = as many as pay. */
type Open = (most: number | undefined) => Promise<Threads<SharedWork, Written>>;

/** Messages for each thread: one that starts takes as long to get into its stride as 10,000 messages take (Node 20, 2 cores, 2026-11). */
const messagesForThread = 32_768;

/** So many messages may wait for an answer that comes before theirs: each is some kB. */
const mostHeld = 2_048;

/** An answer whose turn has not come: here already, or still with a thread. */
interface Pending {
  answer: Batch | 'awaited' | 'none';
  readonly settled: Promise<void>;
  readonly share: Share | undefined;
  /** Results of this thread's own that it keeps. */
  readonly held: number;
}

/** Does work in order, part of it on other threads; what it cannot give away, or gets no answer to, it does itself. */
export class Sharing {
  readonly #open: Open;
  #threads: Threads<SharedWork, Written> | undefined;
  /** Cores asked for; undefined = as many as pay. */
  readonly #jobs: number | undefined;
  readonly #pending: Pending[] = [];
  #messages = 0;
  #held = 0;
  #state: 'open' | 'closed' = 'open';

  constructor(open: Open, jobs: number | undefined) {
    this.#open = open;
    this.#jobs = jobs;
  }

  /** What comes of all the work, in its order. Should the work fail to come, what has come of the rest goes out first. */
  async *batches(all: AsyncIterable<Work>): AsyncIterable<Batch> {
    let failure: { readonly error: unknown } | undefined;
    try {
      try {
        yield* this.#each(all, (work) => this.#doOrGive(work));
      } catch (error) {
        failure = { error };
      }
      while (this.#pending.length > 0) yield* this.#next();
      if (failure) throw failure.error;
    } finally {
      this.#close();
    }
  }

  /** Handles items as they come; what threads have answered goes out while the next item is awaited. */
  async *#each<Item>(items: AsyncIterable<Item>, handle: (item: Item) => AsyncIterable<Batch>): AsyncIterable<Batch> {
    const iterator = items[Symbol.asyncIterator]();
    let isWaiting = false;
    try {
      for (;;) {
        const next = iterator.next();
        isWaiting = true;
        while (await this.#answersBefore(next)) yield* this.#known();
        const item = await next;
        isWaiting = false;
        if (item.done) return;
        yield* handle(item.value);
      }
    } finally {
      // A pipe may never give the item that is waited for.
      const ended = iterator.return?.();
      if (!isWaiting) await ended;
      else ended?.catch(() => undefined);
    }
  }

  async #answersBefore(next: Promise<unknown>): Promise<boolean> {
    const [first] = this.#pending;
    if (first === undefined) return false;
    const comes = (): false => false;
    return Promise.race([first.settled.then(() => true), next.then(comes, comes)]);
  }

  async *#doOrGive(work: Work): AsyncIterable<Batch> {
    if (await this.#gives(work)) return yield* this.#known();
    yield* this.#each(work.here(), (piece) => ('here' in piece ? this.#doOrGive(piece) : this.#done(piece)));
  }

  async *#done(results: readonly MessageResult[]): AsyncIterable<Batch> {
    this.#messages += results.length;
    this.#pending.push({ answer: results, settled: Promise.resolve(), share: undefined, held: results.length });
    this.#held += results.length;
    yield* this.#known();
    while (this.#held > mostHeld) yield* this.#next();
  }

  #threadsWanted(): number {
    if (this.#jobs === undefined) return Math.floor(this.#messages / messagesForThread);
    // The first may be all there is.
    return this.#messages === 0 ? 0 : this.#jobs - 1;
  }

  async #gives(work: Work): Promise<boolean> {
    const wanted = this.#threadsWanted();
    if (this.#state === 'closed' || wanted === 0) return false;
    this.#threads ??= await this.#open(this.#jobs === undefined ? undefined : this.#jobs - 1);
    const share = this.#threads.haveRoom(wanted) ? work.share() : undefined;
    if (share === undefined) return false;
    const { inputs } = share;
    const settled = this.#threads.ask({ inputs, firstNumber: this.#messages + 1 }).then((answer) => {
      pending.answer = answer ?? 'none';
    });
    const pending: Pending = { answer: 'awaited', settled, share, held: 0 };
    this.#messages += inputs.length;
    this.#pending.push(pending);
    return true;
  }

  /** Waits for the first answer; then it and what is known after it. */
  async *#next(): AsyncIterable<Batch> {
    await this.#pending[0]?.settled;
    yield* this.#known();
  }

  async *#known(): AsyncIterable<Batch> {
    for (;;) {
      const [first] = this.#pending;
      if (first === undefined || (first.answer === 'awaited' && this.#state === 'open')) return;
      this.#pending.shift();
      const { answer, share } = first;
      this.#held -= first.held;
      if (typeof answer === 'object' && (share === undefined || this.#state === 'open')) yield answer;
      else if (share !== undefined) yield* this.#again(share);
    }
  }

  /** It held other messages than it seemed to, so the numbers of all that was given away behind it are wrong. */
  async *#again(share: Share): AsyncIterable<Batch> {
    this.#close();
    yield* inPlace(share.again());
  }

  #close(): void {
    this.#state = 'closed';
    this.#threads?.close();
  }
}
