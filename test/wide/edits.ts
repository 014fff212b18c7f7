import { expect, test } from '@jest/globals';
import { checkEdits } from '../support/config-edits.js';

/** The runs in slices, so that progress shows and one slice's seed repeats a failure. */
const slices = Array.from({ length: 20 }, (_, i) => 7_000 + i);

test.each(slices)(
  '5,000 generated documents × changes, seed %d',
  (seed) => {
    const { changed, refusals } = checkEdits({ runs: 5_000, seed });
    expect(changed).toBeGreaterThan(2_000);
    expect(refusals).toEqual([]);
  },
  600_000,
);
