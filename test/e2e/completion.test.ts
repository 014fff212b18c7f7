import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { akrelay, emptyFolder } from '../support/program.js';
import { sampleConfig } from '../support/sample-config.js';
import { completions, openShell } from '../support/shell.js';
import { key, type Terminal } from '../support/terminal.js';

describe('what the scripts read', () => {
  test.each([
    ['sender show s', 'sendsay-main\tsender\nspare\tsender\n'],
    ['sender create --password-file ', ':files\n'],
    ['nonsense ', ''],
  ])('%s', async (line, stdout) => {
    const cwd = await emptyFolder();
    await writeFile(path.join(cwd, 'akrelay.yaml'), sampleConfig, { mode: 0o600 });
    const run = await akrelay(['completion', 'suggest', '--', ...line.split(' ')], { cwd });
    expect(run).toEqual({ exit: 0, stdout, stderr: '' });
  });

  test('with no config at all, nothing and no error', async () => {
    const run = await akrelay(['completion', 'suggest', '--', 'sender', 'show', ''], { cwd: await emptyFolder() });
    expect(run).toEqual({ exit: 0, stdout: '', stderr: '' });
  });
});

/** Windows has no bash of its own; zsh and fish are tried in the wider lane. */
const onUnix = process.platform === 'win32' ? describe.skip : describe;
onUnix('in a real bash', () => {
  let bash: Terminal;
  beforeAll(async () => {
    bash = await openShell('bash');
  });
  afterAll(() => bash.end());

  test.each(completions)('%s', async (typed, completed) => {
    bash.types(`${typed}${key.tab}`);
    await bash.sees(completed.bash);
    bash.types(key.ctrlU);
  });
});
