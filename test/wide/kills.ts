import { expect, test } from '@jest/globals';
import { staleLockMs } from '../../src/world/files/file-lock.js';
import { createAndKill, createAtOnce, folderWithConfig, leavings, senderNames } from '../support/crowd.js';

test('50 processes at once: 50 changes in the file', async () => {
  const cwd = await folderWithConfig();
  expect(await createAtOnce(cwd, 50)).toEqual(Array(50).fill(0));
  expect(new Set(await senderNames(cwd)).size).toBe(50);
  expect(await leavings(cwd)).toEqual([]);
}, 120_000);

test('1,000 kills at random instants: never a torn file, never a lock that blocks for long', async () => {
  const cwd = await folderWithConfig();
  let [finished, durationMs] = [0, 200];
  for (let i = 0; i < 1_000; i++) {
    const before = await senderNames(cwd);
    const begin = performance.now();
    const whole = await createAndKill(cwd, `killed-${i}`, Math.random() * durationMs * 1.2);
    // Instants over the whole life of a process on this machine, its write included.
    if (whole) durationMs = 0.9 * durationMs + 0.1 * (performance.now() - begin);
    else durationMs *= 1.01;
    if (whole) finished += 1;
    const after = await senderNames(cwd);
    expect(whole ? [[...before, `killed-${i}`]] : [before, [...before, `killed-${i}`]]).toContainEqual(after);
  }
  expect(finished).toBeGreaterThan(50);
  expect(finished).toBeLessThan(950);
  const begin = performance.now();
  expect(await createAtOnce(cwd, 1)).toEqual([0]);
  expect(performance.now() - begin).toBeLessThan(staleLockMs);
  expect(await leavings(cwd)).toEqual([]);
}, 900_000);
