import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Threads } from './threads.js';

/** A thread has a heap of its own: what it makes is short-lived, and to collect it often costs nothing. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };
/** A thread that has one piece of work at hand and one to go on with never waits. */
const mostAtHand = 2;

/** Threads that run the program's `verify-thread`, each with the same start. */
export function nodeThreads<Work, Answer>(start: unknown, most = availableParallelism() - 1): Threads<Work, Answer> {
  const threads: Thread<Work, Answer>[] = [];
  const idlest = (): Thread<Work, Answer> | undefined => threads.toSorted((a, b) => a.atHand - b.atHand)[0];
  return {
    haveRoom: (wanted) => {
      if (threads.length < Math.min(wanted, most)) threads.push(new Thread(start));
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
    // Beside the program's other code, to which __dirname belongs.
    this.#worker = new Worker(path.join(__dirname, 'verify-thread.cjs'), { workerData: start, resourceLimits });
    this.#worker.on('message', (answer: Answer | undefined) => this.#waiting.shift()?.(answer));
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
  }

  get atHand(): number {
    return this.#waiting.length;
  }

  ask(work: Work): Promise<Answer | undefined> {
    if (this.#state === 'over') return Promise.resolve(undefined);
    this.#worker.postMessage(work);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    void this.#worker.terminate();
  }

  #end(): void {
    this.#state = 'over';
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }
}
