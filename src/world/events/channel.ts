import { setImmediate as nextTurn } from 'node:timers/promises';

/** Holds what is told until it is read; where nobody reads, only so much, and the rest is counted. */
export interface Channel<Item> {
  readonly tell: (item: Item) => void;
  /** For one reader: what came in since it last asked, together. Ends when it was closed and everything was read. */
  readonly batches: AsyncIterable<readonly Item[]>;
  readonly close: () => void;
}

export function boundedChannel<Item>(most: number, untold: (count: number) => Item): Channel<Item> {
  let held: Item[] = [];
  let [missed, isClosed, wake] = [0, false, (): void => undefined];
  async function* batches(): AsyncGenerator<readonly Item[]> {
    while (held.length > 0 || !isClosed) {
      if (held.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      // What one turn of the event loop brings is told together.
      await nextTurn();
      const batch = missed > 0 ? [...held, untold(missed)] : held;
      [held, missed] = [[], 0];
      if (batch.length > 0) yield batch;
    }
  }
  return {
    tell: (item) => {
      if (held.length < most) held.push(item);
      else missed += 1;
      wake();
    },
    batches: { [Symbol.asyncIterator]: batches },
    close: () => {
      isClosed = true;
      wake();
    },
  };
}
