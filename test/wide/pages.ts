/**
 * Pages in a real browser: `npm run test:pages`, where Chromium is installed. The pages are made by the built program, of exports, messages
 * and a relay that have hostile words wherever a stranger can put some. Pictures go to dist/pages, to be looked at.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { hostilePages } from '../support/pages/hostile-pages.js';
import { emptyFolder } from '../support/program.js';

jest.setTimeout(120_000);

const browser = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const quiet = [
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking',
  '--disable-component-update --disable-sync --hide-scrollbars --enable-logging=stderr',
].flatMap((words) => words.split(' '));

interface Browsed {
  readonly stdout: string;
  readonly stderr: string;
  /** What was asked of the network, by the page or by the browser itself. No name resolves. */
  readonly asked: string;
}

async function browse(words: readonly string[]): Promise<Browsed> {
  const profile = await emptyFolder();
  const log = path.join(profile, 'net-log.json');
  const alone = ['--host-resolver-rules=MAP * ~NOTFOUND', `--log-net-log=${log}`, `--user-data-dir=${profile}`];
  const { stdout, stderr } = await promisify(execFile)(browser, [...quiet, ...alone, ...words], {
    maxBuffer: 64 << 20,
  });
  return { stdout, stderr, asked: await readFile(log, 'utf8') };
}

const pictures = path.resolve('dist/pages');
let pages: Readonly<Record<string, string>>;
beforeAll(async () => {
  pages = await hostilePages(await emptyFolder());
  await mkdir(pictures, { recursive: true });
});

test('the browser tells when a page runs or loads something', async () => {
  const file = path.join(await emptyFolder(), 'evil.html');
  await writeFile(file, '<img src="https://evil.example/x.png"><script>console.error("ran")</script>');
  const { stderr, asked } = await browse(['--dump-dom', `file://${file}`]);
  expect([stderr.includes('"ran"'), asked.includes('//evil.example/')]).toEqual([true, true]);
});

describe.each(['stats-compare', 'verify', 'verify-several', 'prove'])('the page %s, in Chromium', (name) => {
  const page = (): string => `file://${pages[name]}`;

  test('runs and loads nothing, opens no dialog, and breaks no rule of its own policy', async () => {
    const { stdout, stderr, asked } = await browse(['--dump-dom', page()]);
    expect(stderr.split('\n').filter((line) => line.includes('CONSOLE'))).toEqual([]);
    expect(asked).not.toContain('evil.example');
    expect(stdout).not.toMatch(/<(?:script|img|iframe|object|a|form|base|link|body [a-z])[\s>]/);
    // The parser of the browser reads back what was written: nothing was opened or closed by a word of the message.
    const elements = (html: string): string[] => [...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag = '']) => tag);
    expect(elements(stdout)).toEqual(elements(await readFile(pages[name] ?? '', 'utf8')));
    expect(stdout).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test.each([
    ['light', ['--window-size=1000,2400']],
    ['dark', ['--window-size=1000,2400', '--blink-settings=preferredColorScheme=0']],
    ['narrow', ['--window-size=500,3000', '--force-device-scale-factor=1.39']],
  ])('%s has a picture', async (look, words) => {
    const file = path.join(pictures, `${name}-${look}.png`);
    await browse([...words, `--screenshot=${file}`, page()]);
    expect((await stat(file)).size).toBeGreaterThan(20_000);
  });

  test('is printed with its folds open', async () => {
    const file = path.join(pictures, `${name}.pdf`);
    await browse([`--print-to-pdf=${file}`, '--no-pdf-header-footer', page()]);
    expect((await stat(file)).size).toBeGreaterThan(20_000);
  });
});
