import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { inProcess } from '../../support/in-process.js';
import { emptyFolder, type Run } from '../../support/program.js';

const message =
  'Received: from gato12.sndsy.ru (gato12.sndsy.ru [185.138.182.12])\n\tby mx.example.net (Postfix) with ESMTPS id 4XYZ\n\tfor <qa@example.net>; Sat, 28 Nov 2026 10:00:00 +0000 (UTC)\nFrom: a@example.com\nSubject: x\n\nx\n';

let cwd: string;
beforeEach(async () => {
  cwd = await emptyFolder();
  await mkdir(path.join(cwd, 'mail'));
  for (const name of ['a.eml', 'mail/b.eml', 'mail/c.eml']) await writeFile(path.join(cwd, name), message);
  await writeFile(path.join(cwd, 'mail/page.html'), '<!doctype html><html>');
  await writeFile(path.join(cwd, 'names'), 'a.eml\0');
});

const verify = (words: string): Promise<Run> => inProcess(['verify', ...words.split(' ')], { cwd });
const page = (): Promise<string> => readFile(path.join(cwd, 'r.html'), 'utf8');

describe('verify --report', () => {
  test.each<[string, number, RegExp]>([
    ['a.eml', 0, /<h1 class="good">CONFIRMED: The message came through sendsay/],
    ['mail/b.eml mail/c.eml', 0, /<h1 class="good">2 messages: 2 confirmed/],
    ['mail', 65, /<h1 class="bad">3 inputs: 2 confirmed, 1 error/],
    ['mail --format junit', 65, /<h1 class="bad">3 inputs: 2 confirmed, 1 error/],
    ['a.eml --json --jobs 4', 0, /CONFIRMED/],
    ['a.eml --quiet', 0, /CONFIRMED/],
    ['--files0-from names', 0, /1 message: 1 confirmed/],
    ['a.eml --auth --resolver none', 0, /<h3>Authentication<\/h3>/],
  ])('%s', async (words, exit, shown) => {
    const run = await verify(`${words} --report r.html`);
    const note = words.includes('--quiet') ? '' : expect.stringContaining('Wrote r.html\n');
    expect([run.exit, run.stderr]).toEqual([exit, note]);
    expect(await page()).toMatch(shown);
  });

  test('says the same on stdout as without it', async () => {
    for (const words of ['a.eml', 'mail', 'mail --json'])
      expect((await verify(`${words} --report r.html`)).stdout).toBe((await verify(words)).stdout);
  });

  test.each<[string, string, number]>([
    ['a.eml --report a.eml', 'a.eml', 64],
    ['a.eml --report mail/../a.eml', 'a.eml', 64],
    ['mail --report mail/b.eml', 'mail/b.eml', 64],
    ['--files0-from names --report a.eml', 'a.eml', 64],
    ['--files0-from names --report names', 'names', 64],
  ])('%s: no input is written over', async (words, input, exit) => {
    const before = await readFile(path.join(cwd, input), 'utf8');
    const run = await verify(words);
    expect([run.exit, run.stderr]).toEqual([exit, expect.stringContaining('is an input of this command')]);
    expect(await readFile(path.join(cwd, input), 'utf8')).toBe(before);
  });

  test.each<[string, number]>([
    ['mail/page.html --report r.html', 65],
    ['nothing.eml --report r.html', 66],
    ['a.eml --report nowhere/r.html', 73],
    ['a.eml --report mail', 73],
  ])('%s: no page, exit %d', async (words, exit) => {
    expect((await verify(words)).exit).toBe(exit);
    expect(existsSync(path.join(cwd, 'r.html'))).toBe(false);
  });
});
