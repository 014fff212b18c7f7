import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { akrelay, emptyFolder } from '../support/program.js';
import { sampleConfig } from '../support/sample-config.js';
import { completions, openShell } from '../support/shell.js';
import { key, type Terminal } from '../support/terminal.js';

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
  await writeFile(path.join(cwd, 'akrelay.yaml'), sampleConfig, { mode: 0o600 });
  await writeFile(path.join(cwd, 'other.yaml'), 'senders:\n  - { name: elsewhere, provider: sendsay }\n');
});

async function suggested(...words: string[]): Promise<string[]> {
  const { exit, stdout, stderr } = await akrelay(['completion', 'suggest', '--', ...words], { cwd });
  expect([exit, stderr]).toEqual([0, '']);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0] ?? '');
}

describe('what may stand at the cursor', () => {
  test.each<[string[], string[]]>([
    [['sender', 'sh'], ['show']],
    [
      ['sender', 'show', ''],
      ['sendsay-main', 'cloud', 'spare'],
    ],
    [['sender', 'show', 'c'], ['cloud']],
    [['sender', 'create', ''], []],
    [
      ['--json', 'sender', 'delete', 's'],
      ['sendsay-main', 'spare'],
    ],
    [['virtual', 'detach', 'newsletters', 'sp'], ['spare']],
    [
      ['virtual', 'show', ''],
      ['newsletters', 'empty'],
    ],
    [
      ['route', '--virtual', ''],
      ['newsletters', 'empty'],
    ],
    [['route', '--virtual=n'], ['--virtual=newsletters']],
    [
      ['sender', 'edit', 'cloud', '--tls', ''],
      ['none', 'starttls', 'implicit'],
    ],
    [['sender', 'edit', 'cloud', '--username-'], ['--username-env']],
    [
      ['sender', 'show', 'cloud', '--format', 'panel'],
      ['panel', 'panel-ru'],
    ],
    [['sender', 'create', '--password-file', ''], [':files']],
    [['sender', 'edit', '--host', 'x:25', 'cl'], ['cloud']],
    [['--config', 'other.yaml', 'sender', 'show', ''], ['elsewhere']],
    [['--config', 'missing.yaml', 'sender', 'show', ''], []],
    [['sender', 'show', '--', 'c'], ['cloud']],
    [['nonsense', ''], []],
    [['completion', 'z'], ['zsh']],
  ])('%j', async (words, expected) => {
    expect(await suggested(...words)).toEqual(expected);
  });

  test('a flag that was given is not offered again, unless it is repeatable', async () => {
    const flags = await suggested('sender', 'create', '--tls', 'none', '--account', '1', '--');
    expect(flags).toContain('--account');
    expect(flags).toContain('--json');
    expect(flags).not.toContain('--tls');
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
