import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { keepEvents } from '../support/events/keep-events.js';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';

const cwd = await emptyFolder();
const run = (words: string) => inProcess(words.split(' '), { cwd });

beforeAll(async () => {
  await mkdir(path.join(cwd, 'empty'));
  for (const part of ['cur', 'new', 'tmp']) await mkdir(path.join(cwd, 'mail', part), { recursive: true });
  await writeFile(path.join(cwd, 'mail', 'new', '1.ndjson'), '');
  await writeFile(path.join(cwd, 'sendsay.json'), '{"events":[]}');
});

describe.each(['empty', 'mail'])('%s is no event store:', (folder) => {
  test.each([
    'stats compare --sendsay sendsay.json --altcraft',
    'stats compare --altcraft sendsay.json --sendsay',
    'stats compare --altcraft sendsay.json --sendsay sendsay.json --clicks',
    'stats reconcile --store',
    'events show --store',
    'events stats --store',
    'events tail -n 1 --store',
    'events verify-store --store',
  ])('%s', async (words) => {
    expect(await run(`${words} ${folder}`)).toEqual({
      exit: 66,
      stdout: '',
      stderr: `error: ${path.join(cwd, folder)} is not an event store: it contains neither 00000001.ndjson nor listening.ndjson.\nhint: Give the folder in which akrelay events listen stores events (default: akrelay-events).\n`,
    });
  });
});

test('a store that has received nothing yet is one', async () => {
  const folder = await emptyFolder();
  await keepEvents(folder, []);
  expect(await readdir(path.join(folder, 'akrelay-events'))).toEqual(['listening.ndjson']);
  const { exit, stderr } = await inProcess(['events', 'show'], { cwd: folder });
  expect([exit, stderr]).toEqual([1, 'No event matches.\n']);
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux.each(['/proc/nope', '/proc/nope/a'])('a store cannot be made in %s', async (store) => {
  const words = ['events', 'listen', '--store', store, '--path-env', 'HOOK', '--port', '0'];
  const { exit, stdout, stderr } = await inProcess(words, { cwd, env: { HOOK: 'a'.repeat(48) } });
  expect([exit, stdout, stderr]).toEqual([
    73,
    '',
    `error: Cannot store in ${store}: no such file or folder.\nhint: Check the folder and the disk.\n`,
  ]);
});
