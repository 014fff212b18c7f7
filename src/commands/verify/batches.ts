import type { Talk } from '../../world/world.js';
import type { Batch, KeptResults } from './result.js';
import type { Tally } from './tally.js';

export interface Surroundings {
  readonly tally: Tally;
  readonly kept: KeptResults | undefined;
  readonly talk: Talk;
  readonly cancelled: AbortSignal;
}

/** Fewer are done before a person could read it. */
const worthShowing = 100;

/** The batches, counted; progress is shown while the next one is made. */
export async function* counted(
  batches: AsyncIterable<Batch>,
  { tally, kept, talk, cancelled }: Surroundings,
): AsyncIterable<Batch> {
  for await (const batch of until(cancelled, batches)) {
    if ('text' in batch) tally.addAll(batch.counts);
    else
      for (const result of batch) {
        tally.add(result);
        kept?.add(result);
      }
    talk.progress(undefined);
    yield batch;
    // Views end their document properly; the exit code then tells that it is not complete.
    if (cancelled.aborted) return;
    const { total } = tally.counts().summary;
    if (total >= worthShowing) talk.progress(`${total} verified ...`);
  }
  talk.progress(undefined);
}

/** What comes until then: what a reading that was broken off gives is not a result. A batch that is still awaited is left behind, as a thread may need seconds for it. */
async function* until<Item>(cancelled: AbortSignal, items: AsyncIterable<Item>): AsyncIterable<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let isAwaited = false;
  let wake = (): void => undefined;
  const ended = (): void => wake();
  cancelled.addEventListener('abort', ended);
  try {
    while (!cancelled.aborted) {
      isAwaited = true;
      const next = await new Promise<IteratorResult<Item> | undefined>((resolve, reject) => {
        wake = () => resolve(undefined);
        iterator.next().then(resolve, reject);
      });
      if (next === undefined) return;
      isAwaited = false;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    cancelled.removeEventListener('abort', ended);
    // What is awaited ends with the process.
    const closed = iterator.return?.();
    if (!isAwaited) await closed;
    else closed?.catch(() => undefined);
  }
}
