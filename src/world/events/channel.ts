/** Holds what is told until it is read; where nobody reads, only so much, and the rest is counted. */
export interface Channel<Item> {
  readonly tell: (item: Item) => void;
  /** For one reader. Ends when it was closed and everything was read. */
  readonly items: AsyncIterable<Item>;
  readonly close: () => void;
}

export function boundedChannel<Item>(most: number, untold: (count: number) => Item): Channel<Item> {
  const held: Item[] = [];
  let [missed, isClosed, wake] = [0, false, (): void => undefined];
  async function* items(): AsyncGenerator<Item> {
    for (;;) {
      const next = held.shift();
      if (next !== undefined) yield next;
      else if (missed > 0) {
        const item = untold(missed);
        missed = 0;
        yield item;
      } else if (isClosed) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    tell: (item) => {
      if (held.length < most) held.push(item);
      else missed += 1;
      wake();
    },
    items: { [Symbol.asyncIterator]: items },
    close: () => {
      isClosed = true;
      wake();
    },
  };
}
