/**
 * Pages in a real browser: `npm run test:pages`, where Chromium is installed. It runs with a script that would tell; the pages are made by the
 * built program of exports with hostile names. Pictures go to dist/pages, to be looked at.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { hostileTexts } from '../support/pages/hostile-texts.js';
import { akrelay, emptyFolder } from '../support/program.js';

jest.setTimeout(120_000);

const browser = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const quiet = [
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking',
  '--disable-component-update --disable-sync --hide-scrollbars --enable-logging=stderr',
].flatMap((words) => words.split(' '));

async function browse(words: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const profile = await emptyFolder();
  return promisify(execFile)(browser, [...quiet, `--user-data-dir=${profile}`, ...words], { maxBuffer: 64 << 20 });
}

const pictures = path.resolve('dist/pages');
let page: string;
beforeAll(async () => {
  const cwd = await emptyFolder();
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = hostileTexts.map((text) => quoted(text));
  await writeFile(
    path.join(cwd, 'a.csv'),
    `date,campaign_name,sends,clicks\n${rows.map((name) => `2026-11-02,${name},10,4\n`).join('')}`,
  );
  await writeFile(
    path.join(cwd, 's.csv'),
    `Дата отправки;Название выпуска;Отправлено;Кликов\n${rows.map((name) => `02.11.2026;${name};9;7\n`).join('')}`,
  );
  const words = ['stats', 'compare', '--altcraft', 'a.csv', '--sendsay', 's.csv', '--report', 'r.html'];
  const { exit, stderr } = await akrelay(words, { cwd });
  expect([exit, stderr]).toEqual([1, 'Wrote r.html\n']);
  page = path.join(cwd, 'r.html');
  await mkdir(pictures, { recursive: true });
});

describe('the page of stats compare, in Chromium', () => {
  test('runs and loads nothing, and breaks no rule of its own policy', async () => {
    const { stdout, stderr } = await browse(['--dump-dom', `file://${page}`]);
    expect(stderr.split('\n').filter((line) => line.includes('CONSOLE'))).toEqual([]);
    expect(stdout).not.toMatch(/<(?:script|img|iframe|object|a|form|base|link|body [a-z])[\s>]/);
    // The parser of the browser reads back what was written: nothing was opened or closed by a name.
    const count = (html: string, tag: string): number => html.split(`<${tag}`).length;
    const written = await readFile(page, 'utf8');
    for (const tag of ['details', 'table', 'section', 'style', 'meta'])
      expect([tag, count(stdout, tag)]).toEqual([tag, count(written, tag)]);
    expect(stdout).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test.each([
    ['light', ['--window-size=1000,2400']],
    ['dark', ['--window-size=1000,2400', '--blink-settings=preferredColorScheme=0']],
    ['narrow', ['--window-size=500,3000', '--force-device-scale-factor=1.39']],
  ])('%s has a picture', async (name, words) => {
    const file = path.join(pictures, `stats-compare-${name}.png`);
    await browse([...words, `--screenshot=${file}`, `file://${page}`]);
    expect((await stat(file)).size).toBeGreaterThan(20_000);
  });

  test('is printed with its folds open', async () => {
    const file = path.join(pictures, 'stats-compare.pdf');
    await browse([`--print-to-pdf=${file}`, '--no-pdf-header-footer', `file://${page}`]);
    expect((await stat(file)).size).toBeGreaterThan(20_000);
  });
});
