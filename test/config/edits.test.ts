import { describe, expect, test } from '@jest/globals';
import { checkEdits } from '../support/config-edits.js';

describe('generated documents × changes', () => {
  test('the file means what was planned, and other bytes stay (npm run test:edits: 100,000)', () => {
    const { changed, refusals } = checkEdits({ runs: 500, seed: 20261121 });
    expect(changed).toBeGreaterThan(200);
    expect(refusals).toEqual([]);
  });
});
