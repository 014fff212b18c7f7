import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { fileStore } from '../../src/world/events/file-store.js';
import { newLines, start } from '../../src/world/events/segments.js';
import { receivedBody } from '../support/events/keep-events.js';
import { poster } from '../support/events/poster.js';
import { startReceiver } from '../support/events/receiver.js';
import { akrelay, emptyFolder } from '../support/program.js';

/** A file system of 1 MB, where one can be had (root on Linux). */
const cwd = await emptyFolder();
const folder = path.join(cwd, 'akrelay-events');
await mkdir(folder);
const small = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
afterAll(() => {
  if (small) execFileSync('umount', ['-l', folder]);
});

(small ? describe : describe.skip)('events listen on a full disk', () => {
  test('answers 503, loses nothing that it acknowledged, and goes on when there is room', async () => {
    await mkdir(path.join(folder, 'lost+found'));
    const receiver = await startReceiver(cwd);
    await writeFile(path.join(folder, 'filler'), Buffer.alloc(400 * 1024));
    const { post, close } = poster(receiver.url);
    const acknowledged: string[] = [];
    const statuses = new Set<number | undefined>();
    let next = 0;
    const send = async (): Promise<void> => {
      const [token, size] = [`e-${next++}`, 100 + Math.floor(Math.random() * 40_000)];
      const status = await post(
        JSON.stringify({ events: [{ event: 'delivery', 'gate.uniq': token, note: 'x'.repeat(size) }] }),
      );
      statuses.add(status);
      if (status === 200) acknowledged.push(token);
    };
    for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 8 }, send));
    expect([...statuses].sort()).toEqual([200, 503]);
    expect((await stored()).sort()).toEqual([...acknowledged].sort());
    await rm(path.join(folder, 'filler'));
    const before = acknowledged.length;
    for (let i = 0; i < 3; i++) await Promise.all(Array.from({ length: 2 }, send));
    expect(acknowledged.length).toBeGreaterThan(before);
    close();
    expect(await receiver.stop()).toBe(0);
    expect(receiver.told().find(({ status }) => status === 503)).toMatchObject({
      why: expect.stringMatching(/the disk is full\.$/),
    });
    expect((await stored()).sort()).toEqual([...acknowledged].sort());
    const { exit, stdout } = await akrelay(['events', 'verify-store', '--json'], { cwd });
    expect([exit, JSON.parse(stdout).damage]).toEqual([0, []]);
  });

  test('a reader that has seen what was taken back again goes on with the next record', async () => {
    const place = path.join(folder, 'store');
    const { writer } = await fileStore(place).openWriter(new AbortController().signal);
    const append = (length: number): Promise<void> => writer.append(receivedBody(JSON.stringify(['x'.repeat(length)])));
    const position = start();
    const read = async (): Promise<number[]> => {
      const lengths: number[] = [];
      for await (const { bytes } of newLines(place, position))
        lengths.push(JSON.parse(bytes.toString()).json[0].length);
      return lengths;
    };
    // What comes while the first is written is written together: some have room, the last has none.
    const many = [...Array(40).fill(100), 2_000_000].map(append);
    const [first, ...rest] = (await Promise.allSettled(many)).map(({ status }) => status);
    expect([first, new Set(rest)]).toEqual(['fulfilled', new Set(['rejected'])]);
    expect(await read()).toEqual([100]);
    // As if two of them had been read before they were taken back.
    position.offset *= 3;
    for (const length of [3_000, 20, 21]) await append(length);
    expect(await read()).toEqual([3_000, 20, 21]);
    // A segment that has no room for its first record is removed; who follows the store was not led there.
    const whereItWas = { ...position };
    await Promise.allSettled([append(2_000_000), append(2_000_000)]);
    expect([await read(), position]).toEqual([[], whereItWas]);
    expect(await readdir(place)).toEqual(expect.not.arrayContaining(['00000003.ndjson', '00000004.ndjson']));
    await writer.close();
    await rm(place, { recursive: true });
  });

  test('what cannot be kept as a dead letter is passed on again when there is room, and said', async () => {
    const statuses = [200];
    const target = http.createServer((request, response) => {
      request.resume();
      response.writeHead(statuses.shift() ?? 422).end();
    });
    await once(target.listen(0, '127.0.0.1'), 'listening');
    const forward = `http://127.0.0.1:${(target.address() as AddressInfo).port}/hook`;
    const receiver = await startReceiver(cwd, { words: ['--forward', forward] });
    const { post, close } = poster(receiver.url);
    expect(await post('[{"event":"open"}]')).toBe(200);
    await receiver.until(({ event }) => event === 'forwarded');
    // Nothing more than what the segment's last block has room for.
    const filler = await open(path.join(folder, 'filler'), 'w');
    while ((await filler.write(Buffer.alloc(4096)).catch(() => undefined)) !== undefined);
    await filler.close();
    expect(await post('[{"event":"click"}]')).toBe(200);
    expect(await receiver.until(({ event }) => event === 'forward-retry')).toMatchObject({
      why: expect.stringContaining('the disk is full'),
    });
    await rm(path.join(folder, 'filler'));
    expect(await receiver.until(({ event }) => event === 'forward-dead')).toMatchObject({ why: 'status 422' });
    close();
    expect(await receiver.stop()).toBe(0);
    target.close();
  });
});

async function stored(): Promise<string[]> {
  const tokens: string[] = [];
  for await (const { ids } of fileStore(folder).events({})) tokens.push(ids.token ?? '');
  return tokens;
}
