import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeFolders } from '../../src/world/files/make-folders.js';
import { openMaildir } from '../../src/world/lab/maildir.js';

const atOnce = <T>(count: number, task: (nth: number) => T): T[] =>
  Array.from({ length: count }, (_, nth) => task(nth));

/** Waits for some turns of the event loop. */
async function later(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((done) => setImmediate(done));
}

describe('makeFolders', () => {
  test('makes what is missing, leaves what is there, also when several ask at once', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'akrelay-folders-'));
    const folder = path.join(root, 'a', 'b', 'c');
    await Promise.all(atOnce(8, () => makeFolders(folder, 0o700)));
    await makeFolders(folder);
    expect((await stat(folder)).isDirectory()).toBe(true);
    if (process.platform !== 'win32') expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('one starts while another is between two levels', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'akrelay-folders-'));
    for (let round = 0; round < 20; round++) {
      const folder = path.join(root, `${round}`, 'a', 'b', 'c', 'd');
      await Promise.all(atOnce(12, (nth) => later(nth % 4).then(() => makeFolders(folder))));
      expect((await stat(folder)).isDirectory()).toBe(true);
    }
  });

  test('several labs that make a Maildir at once', async () => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'akrelay-folders-'));
    for (let round = 0; round < 5; round++) {
      const kept = atOnce(12, (nth) => later(8 * nth).then(() => openMaildir(cwd, `mail-${round}`)));
      expect((await Promise.allSettled(kept)).filter(({ status }) => status === 'rejected')).toEqual([]);
    }
  });

  test('a file in the way', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'akrelay-folders-'));
    await writeFile(path.join(root, 'file'), '');
    await expect(makeFolders(path.join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolders(path.join(root, 'file', 'x', 'y'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux.each(['/proc/nope', '/proc/nope/a/b'])('%s ends with an error', async (folder) => {
    await expect(makeFolders(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
