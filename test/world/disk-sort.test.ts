import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Cancelled } from '../../src/errors.js';
import { type LineSorter, lineSorter } from '../../src/world/files/disk-sort.js';
import { emptyFolder } from '../support/program.js';

const cancelled = new AbortController().signal;

async function read(sorter: LineSorter): Promise<string[]> {
  const lines: string[] = [];
  for await (const portion of sorter.sorted()) lines.push(...portion);
  return lines;
}

/** Lines as they are sorted: without a line feed, never empty, of whole characters. */
const line = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).map((text) => text.replaceAll('\n', 'n'));

test('what is sorted on disk is what is sorted in memory, however the lines come', async () => {
  const folder = await emptyFolder();
  const property = fc.asyncProperty(
    fc.array(fc.array(line, { maxLength: 40 }), { maxLength: 12 }),
    fc.constantFrom(1, 50, 400, 100_000),
    fc.constantFrom(2, 3, 256),
    async (portions, portionLength, runs) => {
      const sorter = lineSorter({ folder, cancelled, limits: { portionLength, runs } });
      for (const portion of portions) await sorter.add(portion);
      expect(await read(sorter)).toEqual(portions.flat().sort());
      await sorter.close();
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test('nothing has a name on disk while it is sorted', async () => {
  const folder = path.join(await emptyFolder(), 'sorting');
  await mkdir(folder);
  const sorter = lineSorter({ folder, cancelled, limits: { portionLength: 10, runs: 4 } });
  for (let i = 0; i < 30; i++) await sorter.add([`line ${i}`, `other ${i}`]);
  expect(await readdir(folder)).toEqual([]);
  const first = await sorter.sorted()[Symbol.asyncIterator]().next();
  expect([first.value?.length, await readdir(folder)]).toEqual([60, []]);
  await sorter.close();
});

test('a folder that is not there is named', async () => {
  const folder = path.join(await emptyFolder(), 'nowhere');
  const sorter = lineSorter({ folder, cancelled, limits: { portionLength: 1, runs: 4 } });
  await expect(sorter.add(['a'])).rejects.toMatchObject({
    kind: 'cannot-write',
    message: `Cannot sort in ${folder}: no such file or folder.`,
    hint: expect.stringContaining('--temp'),
  });
});

test('Ctrl-C ends it', async () => {
  const ending = new AbortController();
  const sorter = lineSorter({ folder: undefined, cancelled: ending.signal, limits: { portionLength: 1, runs: 4 } });
  await sorter.add(['b']);
  ending.abort(new Cancelled('SIGINT'));
  await expect(sorter.add(['a'])).rejects.toMatchObject({ kind: 'cancelled' });
  await sorter.close();
});
