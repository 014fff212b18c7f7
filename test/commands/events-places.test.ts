import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { shellWord } from '../../src/shell-word.js';
import { keepEvents } from '../support/events/keep-events.js';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';
import { startApi } from '../support/statistics/api-server.js';

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

describe('a folder with other files is not written into, and keeps what it has:', () => {
  const listen = 'events listen --path-env HOOK --port 0 --store';
  test.each([
    [listen, 'mail', '', 'neither empty nor an event store', 'events'],
    [`${listen}`, "it's mail", '', 'neither empty nor an event store', 'events'],
    ['stats reconcile --pull --since 1d --ca ca.pem --store', 'mail', '', 'neither empty nor an event store', 'events'],
    ['lab --keep', 'mail/cur', 'note', 'neither empty nor a Maildir (cur, new, tmp)', 'Maildir'],
    [
      'prove sender --mailbox box --evidence',
      'mail',
      '',
      'neither empty nor the evidence of an earlier prove',
      'proof',
    ],
  ])('%s %s', async (words, folder, file, says, name) => {
    const place = await emptyFolder();
    await mkdir(path.join(place, folder, 'cur'), { recursive: true });
    if (file !== '') await writeFile(path.join(place, folder, file), 'mine');
    const api = await startApi(place, () => ({ body: { error: 0, data: [{ action: 'send' }] } }));
    const config = `version: 1\nstatistics: { altcraft: { api: { url: "${api.url}", token: { env: HOOK }, lists: [1] } } }\n`;
    await writeFile(path.join(place, 'akrelay.yaml'), config, { mode: 0o600 });
    const before = await readdir(place, { recursive: true });
    const run = await inProcess([...words.split(' '), folder], { cwd: place, env: { HOOK: 'a'.repeat(48) } });
    await api.close();
    const shown = words.includes('--store') ? path.join(place, folder) : folder;
    const flag = words.split(' ').at(-1);
    const next = shellWord(path.join(shown, name));
    expect(run).toEqual({
      exit: 73,
      stdout: '',
      stderr: `error: ${shown} is ${says}.\nhint: Use a new folder, such as: ${flag} ${next}\n`,
    });
    expect(await readdir(place, { recursive: true })).toEqual(before);
  });

  test.each(['file', 'nowhere'])('%s is not a folder', async (name) => {
    const place = await emptyFolder();
    if (name === 'file') await writeFile(path.join(place, name), 'mine');
    else await symlink('gone', path.join(place, name));
    const run = await inProcess([...listen.split(' '), name], { cwd: place, env: { HOOK: 'a'.repeat(48) } });
    expect([run.exit, run.stderr]).toEqual([
      73,
      `error: ${path.join(place, name)} is not a folder.\nhint: Use a new folder, such as: --store events\n`,
    ]);
    expect(await readdir(place)).toEqual([name]);
  });

  test('a new file system, and a store with files of its operator, are taken', async () => {
    const place = await emptyFolder();
    const listenIn = (folder: string) =>
      inProcess([...listen.split(' '), folder, '--json'], {
        cwd: place,
        env: { HOOK: 'a'.repeat(48) },
        cancelled: AbortSignal.timeout(100),
      });
    await mkdir(path.join(place, 'volume', 'lost+found'), { recursive: true });
    expect((await listenIn('volume')).stdout).toContain('"ready"');
    await writeFile(path.join(place, 'volume', 'README'), 'Ask Ann before you delete anything.');
    expect((await listenIn('volume')).stdout).toContain('"ready"');
  });
});

test('a store in ClickHouse is named in the config too, and is no folder beside it', async () => {
  const place = await emptyFolder();
  await writeFile(
    path.join(place, 'akrelay.yaml'),
    'version: 1\nevents: { store: "clickhouse:http://127.0.0.1:1/x" }\n',
  );
  const { exit, stderr } = await inProcess(['events', 'show'], { cwd: place });
  expect([exit, stderr]).toEqual([
    69,
    expect.stringMatching(/^error: clickhouse:http:\/\/127\.0\.0\.1:1\/x: .*refused/),
  ]);
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
