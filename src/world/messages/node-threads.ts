import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { threadFile } from '../own-program.js';
import type { Threads } from './threads.js';

/** A thread has a heap of its own: what it makes is short-lived, and to collect it often costs nothing. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };
/** A thread that has one piece of work at hand and one to go on with never waits. */
const mostAtHand = 2;

/** Threads that run the program's `verify-thread`, each with the same start. */
export function nodeThreads<Work, Answer>(start: unknown, most = availableParallelism() - 1): Threads<Work, Answer> {
  const threads: Thread<Work, Answer>[] = [];
  let isRefused = false;
  const idlest = (): Thread<Work, Answer> | undefined => threads.toSorted((a, b) => a.atHand - b.atHand)[0];
  return {
    haveRoom: (wanted) => {
      try {
        if (threads.length < Math.min(wanted, most) && !isRefused) threads.push(new Thread(start));
      } catch {
        // The system gives no more threads: those that are there have to do.
        isRefused = true;
      }
      // One that is over has failed, and whoever asks it is told so.
      if (threads.some(({ isOver }) => isOver)) return false;
      return (idlest()?.atHand ?? mostAtHand) < mostAtHand;
    },
    ask: async (work) => idlest()?.ask(work),
    close: () => {
      for (const thread of threads.splice(0)) thread.close();
    },
  };
}

class Thread<Work, Answer> {
  readonly #worker: Worker;
  /** Those who wait for an answer, in the order in which they asked. */
  readonly #waiting: ((answer: Answer | undefined) => void)[] = [];
  #state: 'running' | 'over' = 'running';

  constructor(start: unknown) {
    // It prints nothing; to be ready for that, Node would open standard output and make a pipe non-blocking.
    this.#worker = new Worker(threadFile(), { workerData: start, resourceLimits, stdout: true, stderr: true });
    this.#worker.on('message', (answer: Answer | undefined) => this.#answered(answer));
    this.#worker.unref();
    this.#worker.on('messageerror', () => this.#end());
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
  }

  get isOver(): boolean {
    return this.#state === 'over';
  }

  get atHand(): number {
    return this.#waiting.length;
  }

  ask(work: Work): Promise<Answer | undefined> {
    if (this.#state === 'over') return Promise.resolve(undefined);
    try {
      this.#worker.postMessage(work);
    } catch {
      return Promise.resolve(undefined);
    }
    this.#worker.ref();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #answered(answer: Answer | undefined): void {
    this.#waiting.shift()?.(answer);
    // Only one who is awaited keeps the program from ending.
    if (this.#waiting.length === 0) this.#worker.unref();
  }

  close(): void {
    void this.#worker.terminate();
  }

  #end(): void {
    this.#state = 'over';
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }
}
