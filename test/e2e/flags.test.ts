import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { akrelay, emptyFolder } from '../support/program.js';

/** The flags that scripts rely on: a line is a command and the flags that it must accept, shown or not. Lines are only ever added. */
const lines = readFileSync('test/golden/stable-flags.txt', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const rows = lines.map((line) => {
  const [command = '', flags = ''] = line.split(': ');
  return { command, flags: flags.split(' ') };
});

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
});

describe('flags that scripts rely on', () => {
  test.each(rows)('$command', async ({ command, flags }) => {
    const { exit, stdout } = await akrelay([...command.split(' '), '--help'], { cwd });
    const shown = new Set(stdout.match(/(?<=\s)--[a-z-]+/g));
    const hidden = flags.filter((flag) => !shown.has(flag));
    const tried = await Promise.all(hidden.map((flag) => inProcess([...command.split(' '), flag], { cwd })));
    const unknown = hidden.filter((_flag, at) => tried[at]?.stderr.includes('Unknown option'));
    expect([exit, unknown]).toEqual([0, []]);
    expect(stdout).toMatch(/\nExamples:\n {2}akrelay /);
  });
});
