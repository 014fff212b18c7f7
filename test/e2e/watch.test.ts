import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { akrelay, cacheHome, emptyFolder } from '../support/program.js';
import { program } from '../support/program-under-test.js';

const words = ['watch', 'verify', 'M', '--relay', 'sendsay', '--receiver', 'mx.example.net'];

/** A watch every second, killed after so long. */
async function killedAfter(ms: number, cwd: string): Promise<void> {
  const child = spawn(program.file, [...program.words, ...words, '--every', '1s', '--state', 's.json', '--json'], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: cacheHome },
    stdio: 'ignore',
  });
  setTimeout(() => child.kill('SIGKILL'), ms);
  await new Promise((resolve) => child.on('close', resolve));
}

test('killed at any instant, and mail arrives all the while: every message is counted once', async () => {
  const cwd = await emptyFolder();
  for (const name of ['new', 'cur', 'tmp']) await mkdir(path.join(cwd, 'M', name), { recursive: true });
  const message = await readFile('examples/bypassed.eml');
  let arrived = 0;
  for (const ms of [200, 400, 1_300]) {
    for (let i = 0; i < 200; i++) await writeFile(path.join(cwd, 'M/new', `${++arrived}.a`), message);
    await killedAfter(ms, cwd);
  }
  const last = await akrelay([...words, '--once', '--state', 's.json', '--metrics', 'm.prom'], { cwd });
  expect([0, 1]).toContain(last.exit);
  expect(await readFile(path.join(cwd, 'm.prom'), 'utf8')).toContain('verdict="not-confirmed"} 600\n');
  expect(JSON.parse(await readFile(path.join(cwd, 's.json'), 'utf8')).seen).toHaveLength(600);
});
