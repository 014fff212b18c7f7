import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { exitCodes } from '../../src/exit-code.js';
import { rerun } from '../support/readme.js';

/** Of four digits, as the README's own. */
async function freePort(): Promise<string> {
  for (let port = 3_000 + (process.pid % 6_000); ; port++) {
    const server = createServer();
    const isFree = await new Promise((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return String(port);
  }
}

const readme = readFileSync('README.md', 'utf8');

describe('the README', () => {
  test('shows what its commands print', async () => {
    // The blocks are typed into sh.
    if (process.platform === 'win32') return;
    expect(readme).toContain('```console\n$ akrelay');
    expect(rerun(readme, await freePort()).split('\n')).toEqual(readme.split('\n'));
  });

  test('fits: 180 lines of 100 characters', () => {
    const lines = readme.split('\n');
    expect(lines.length).toBeLessThanOrEqual(181);
    expect(lines.filter((line) => [...line].length > 100)).toEqual([]);
  });

  test('gives every exit code with its meaning', () => {
    const table = readme.slice(readme.indexOf('## Exit codes')).split('\n## ')[0] ?? '';
    const rows = [...table.matchAll(/^\| (\d+) \| (.*?) \|$/gm)].map(([, code, meaning]) => ({
      code: Number(code),
      meaning,
    }));
    expect(rows).toEqual(Object.values(exitCodes));
  });
});
