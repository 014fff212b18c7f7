import { beforeAll, describe, expect, test } from '@jest/globals';
import { akrelay, emptyFolder } from '../support/program.js';

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
});

describe('the command line', () => {
  test.each([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['--help'], 0, /Usage: akrelay/, /^$/],
    [['help', 'config', 'path'], 0, /Usage: akrelay config path/, /^$/],
    [[], 64, /^$/, /Usage: akrelay/],
    [['confg'], 64, /^$/, /error: Unknown command 'confg'\.\nhint: Did you mean config\?/],
    [['config', 'path', '--jsn'], 64, /^$/, /error: Unknown option '--jsn'\./],
    [['config', 'path', '--format', 'tap'], 64, /^$/, /no format 'tap'/],
    [['config', 'path'], 78, /^$/, /akrelay init/],
    [['config', 'path', '--json'], 78, /^$/, /"kind": "config"/],
  ])('%j exits with %d', async (words, exit, stdout, stderr) => {
    const run = await akrelay(words, { cwd });
    expect(run).toEqual({ exit, stdout: expect.stringMatching(stdout), stderr: expect.stringMatching(stderr) });
  });
});
