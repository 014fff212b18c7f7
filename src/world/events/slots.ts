/** Lets so many work at the same time; so many more wait in line. */
export interface Slots {
  /** Undefined when the line is full. Resolves to what gives the slot back. */
  readonly take: () => Promise<() => void> | undefined;
}

export function slotsOf(atOnce: number, inLine: number): Slots {
  let free = atOnce;
  const line: (() => void)[] = [];
  const giveBack = (): void => {
    const next = line.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const once = (): (() => void) => {
    let isOurs = true;
    return () => {
      if (isOurs) giveBack();
      isOurs = false;
    };
  };
  return {
    take: () => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve(once());
      }
      return line.length < inLine ? new Promise((resolve) => line.push(() => resolve(once()))) : undefined;
    },
  };
}
