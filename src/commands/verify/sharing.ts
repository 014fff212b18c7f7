import type { Threads } from '../../world/threads.js';
import type { Batch, Written } from './result.js';
import type { SharedWork } from './share.js';
import { inPlace, type Share, type Work } from './work.js';

/** Opens threads, at most so many; undefined = as many as pay. */
type Open = (most: number | undefined) => Promise<Threads<SharedWork, Written>>;

/** Messages for each thread: one that starts takes as long to get into its stride as 10,000 messages take (Node 20, 2 cores, 2026-11). */
const messagesForThread = 32_768;

/** So many answers may wait for one that comes before them. */
const mostPending = 32;

/** An answer whose turn has not come: here already, or still with a thread. */
interface Pending {
  answer: Batch | 'awaited' | 'none';
  readonly settled: Promise<void>;
  readonly share: Share | undefined;
}

/** Does work in order, part of it on other threads; what it cannot give away, or gets no answer to, it does itself. */
export class Sharing {
  readonly #open: Open;
  #threads: Threads<SharedWork, Written> | undefined;
  /** Cores asked for; undefined = as many as pay. */
  readonly #jobs: number | undefined;
  readonly #pending: Pending[] = [];
  #messages = 0;
  #state: 'open' | 'closed' = 'open';

  constructor(open: Open, jobs: number | undefined) {
    this.#open = open;
    this.#jobs = jobs;
  }

  /** What comes of all the work, in its order. */
  async *batches(all: AsyncIterable<Work>): AsyncIterable<Batch> {
    try {
      for await (const work of all) yield* this.#doOrGive(work);
      while (this.#pending.length > 0) yield* this.#next();
    } finally {
      this.#close();
    }
  }

  async *#doOrGive(work: Work): AsyncIterable<Batch> {
    if (await this.#gives(work)) return yield* this.#known();
    for await (const piece of work.here()) {
      if ('here' in piece) {
        yield* this.#doOrGive(piece);
        continue;
      }
      this.#messages += piece.length;
      this.#pending.push({ answer: piece, settled: Promise.resolve(), share: undefined });
      yield* this.#known();
      if (this.#pending.length > mostPending) yield* this.#next();
    }
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
    const pending: Pending = { answer: 'awaited', settled, share };
    this.#messages += inputs.length;
    this.#pending.push(pending);
    return true;
  }

  /** Waits for the first answer; then it and what is known behind it. */
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
