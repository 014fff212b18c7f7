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
  for await (const batch of batches) {
    // What a reading that was broken off gives is not a result.
    if (cancelled.aborted) return;
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
