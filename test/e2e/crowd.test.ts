import { expect, test } from '@jest/globals';
import { createAndKill, createAtOnce, folderWithConfig, leavings, senderNames } from '../support/crowd.js';

// The same with 50 processes and 1,000 kills: npm run test:kills.
test('eight processes at once: eight changes in the file', async () => {
  const cwd = await folderWithConfig();
  expect(await createAtOnce(cwd, 8)).toEqual(Array(8).fill(0));
  expect((await senderNames(cwd)).sort()).toEqual(Array.from({ length: 8 }, (_, i) => `sender-${i}`));
  expect(await leavings(cwd)).toEqual([]);
});

test('killed at any instant: the old file or the new one, and the next change goes through', async () => {
  const cwd = await folderWithConfig();
  for (let i = 0; i < 6; i++) {
    const before = await senderNames(cwd);
    const finished = await createAndKill(cwd, `killed-${i}`, 60 + 25 * i);
    const after = await senderNames(cwd);
    if (finished) expect(after).toEqual([...before, `killed-${i}`]);
    else expect([before, [...before, `killed-${i}`]]).toContainEqual(after);
  }
  expect(await createAtOnce(cwd, 1)).toEqual([0]);
  expect(await leavings(cwd)).toEqual([]);
});
