/** Collects what arrives while a write is under way and hands it on together: many senders share the price of one. */
export interface GroupCommit<Item> {
  /** Resolves when the item was written. Rejects with what `write` throws, and then nothing of its group was written. */
  readonly add: (item: Item) => Promise<void>;
  /** Waits for what is in progress. */
  readonly settled: () => Promise<void>;
}

export interface GroupLimit<Item> {
  readonly bytesOf: (item: Item) => number;
  /** A group has so many bytes, or a little more. */
  readonly mostBytes: number;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function groupCommit<Item>(
  { bytesOf, mostBytes }: GroupLimit<Item>,
  write: (items: readonly Item[]) => Promise<void>,
): GroupCommit<Item> {
  const waiting: Waiting<Item>[] = [];
  let working: Promise<void> | undefined;

  const next = (): Waiting<Item>[] => {
    let [count, bytes] = [0, 0];
    for (const { item } of waiting) {
      if (bytes >= mostBytes) break;
      bytes += bytesOf(item);
      count += 1;
    }
    return waiting.splice(0, count);
  };
  const work = async (): Promise<void> => {
    for (let group = next(); group.length > 0; group = next())
      try {
        await write(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    working = undefined;
  };
  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        working ??= work();
      }),
    settled: async () => working,
  };
}
