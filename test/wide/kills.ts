import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { proportional } from '../../src/config/change/shares.js';
import { staleLockMs } from '../../src/world/files/file-lock.js';
import { createAndKill, createAtOnce, folderWithConfig, leavings, senderNames } from '../support/crowd.js';
import { akrelay, cacheHome, emptyFolder } from '../support/program.js';
import { program } from '../support/program-under-test.js';

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

test('a shift, killed 100 times: the config has the shares of a whole step, and the same command goes on', async () => {
  const cwd = await folderWithShares();
  const words = ['virtual', 'shift', 'v', '--to', 'c', '--step', '1', '--pause', '1ms'];
  const seen = new Set<string>();
  for (let i = 0; i < 100; i++) {
    await startAndKill(words, cwd, 100 + Math.random() * 400);
    const [a = 0, b = 0, c = 0] = await sharesIn(cwd);
    const [wholeA, wholeB] = proportional([67, 33], 100 - c);
    expect([a, b]).toEqual([wholeA, wholeB]);
    seen.add(`${c}`);
  }
  expect(seen.size).toBeGreaterThan(2);
  expect((await akrelay(words, { cwd })).exit).toBe(0);
  expect(await sharesIn(cwd)).toEqual([0, 0, 100]);
  expect((await readdir(cwd)).sort()).toEqual(['akrelay.yaml']);
}, 300_000);

async function folderWithShares(): Promise<string> {
  const cwd = await emptyFolder();
  const relay = '{ host: "localhost:9", tls: none, auth: none }';
  const senders = ['a', 'b', 'c'].map((name) => `  - { name: ${name}, provider: custom, relay: ${relay} }\n`);
  const shares = [67, 33, 0].map((percent, i) => `{ sender: ${'abc'[i]}, percent: ${percent} }`);
  const rule = `{ match: default, senders: [${shares.join(', ')}] }`;
  const virtual = `virtualSenders:\n  - { name: v, account: 1, rules: [${rule}] }\n`;
  await writeFile(path.join(cwd, 'akrelay.yaml'), `senders:\n${senders.join('')}${virtual}`);
  return cwd;
}

async function sharesIn(cwd: string): Promise<number[]> {
  const text = await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8');
  return [...text.matchAll(/percent: (\d+)/g)].map(([, percent]) => Number(percent));
}

async function startAndKill(words: readonly string[], cwd: string, afterMs: number): Promise<void> {
  const child = spawn(program.file, [...program.words, ...words], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: cacheHome },
    stdio: 'ignore',
  });
  setTimeout(() => child.kill('SIGKILL'), afterMs);
  await new Promise((resolve) => child.on('close', resolve));
}
