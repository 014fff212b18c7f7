import { execFileSync, spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { akrelay, emptyFolder } from '../support/program.js';

const text = 'senders:\n  - { name: a, provider: sendsay }\n';

/** A file system of 64 kB, where one can be had (root on Linux). */
const cwd = await emptyFolder();
const small = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', cwd]).status === 0;
afterAll(() => {
  // Lazily: a process that is slow to end must not keep the folder busy.
  if (small) execFileSync('umount', ['-l', cwd]);
});

(small ? describe : describe.skip)('on a full disk', () => {
  test.each([
    [['sender', 'edit', 'a', '--host', 'acme.gate.sendsay.ru:587']],
    [['sender', 'edit', 'a', '--host', 'acme.gate.sendsay.ru:587', '--backup']],
    [['sender', 'clone', 'a', 'b']],
    [['init', '--config', 'new.yaml']],
  ])('%j leaves the old file, and nothing else', async (words) => {
    await writeFile(path.join(cwd, 'akrelay.yaml'), text);
    await fill(path.join(cwd, 'filler'));
    expect(await akrelay(words, { cwd })).toMatchObject({
      exit: 73,
      stdout: '',
      stderr: expect.stringMatching(/^error: Cannot write .*: the disk is full\.\nhint: Free some space there/),
    });
    expect(await readdir(cwd)).toEqual(['akrelay.yaml', 'filler']);
    expect(await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')).toBe(text);
  });
});

/** Writes until nothing more fits. */
async function fill(file: string): Promise<void> {
  await writeFile(file, Buffer.alloc(128 * 1024)).catch(() => undefined);
}
