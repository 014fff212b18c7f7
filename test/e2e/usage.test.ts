import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { akrelay, emptyFolder } from '../support/program.js';
import { programInShell } from '../support/program-under-test.js';

function shell(command: string): Promise<{ readonly exit: unknown; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], (error, _stdout, stderr) => resolve({ exit: error?.code ?? 0, stderr }));
  });
}

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
  await mkdir(`${cwd}/relays`);
});

describe('the command line', () => {
  test.each([
    [['--version'], 0, /^\d+\.\d+\.\d+(?:-test)?\n$/, /^$/],
    [['-V'], 0, /^\d+\.\d+\.\d+(?:-test)?\n$/, /^$/],
    [['version'], 0, /^\d+\.\d+\.\d+(?:-test)?\n$/, /^$/],
    [['--help'], 0, /Usage: akrelay[\s\S]*\nExamples:\n {2}akrelay demo\n/, /^$/],
    [['sender', '--help'], 0, /\nExamples:\n {2}akrelay sender create\n/, /^$/],
    [['virtual', '--help'], 0, /\nExamples:\n {2}akrelay virtual create /, /^$/],
    [['config', '--help'], 0, /\nExamples:\n {2}akrelay config validate\n/, /^$/],
    [['help', 'config', 'path'], 0, /Usage: akrelay config path/, /^$/],
    [[], 64, /^$/, /Usage: akrelay/],
    [['confg'], 64, /^$/, /error: Unknown command 'confg'\.\nhint: Did you mean config\?/],
    [
      ['nonsense', '--help'],
      64,
      /^$/,
      /^error: Unknown command 'nonsense'\.\nhint: See the commands with: akrelay --help\n$/,
    ],
    [['help', 'nonsense'], 64, /^$/, /^error: There is no command or topic 'nonsense'\./],
    [['sender', 'lst', '--help'], 64, /^$/, /^error: Unknown command 'lst'\.\nhint: Did you mean list\?\n$/],
    [
      ['sender', 'zzzzz', '-h', '--json'],
      64,
      /^$/,
      /"message": "Unknown command 'zzzzz'\.",\s+"hint": "See.*akrelay --help"/,
    ],
    [['verify', '--json', '--format', 'tap'], 64, /^$/, /"hint": "Remove one of them\."/],
    [['help', 'verfy'], 64, /^$/, /^error: There is no command or topic 'verfy'\.\nhint: Did you mean verify\?\n$/],
    [['explain', 'claimed'], 64, /^$/, /^error: There is no finding 'claimed'\.\nhint: Did you mean claimed-only\?\n$/],
    [['fetch', 'x', '--wait', '10'], 64, /^$/, /\nhint: Did you mean --wait 10s\?\n$/],
    [
      ['events', 'send', '--to', 'http://127.0.0.1/', '--to-env', 'U'],
      64,
      /^$/,
      /^error: --to and --to-env cannot be used/,
    ],
    [['--no-input', '--help'], 0, /^Usage: akrelay \[/, /^$/],
    [['--config', 'x', 'sender', 'list', '--help'], 0, /^Usage: akrelay sender list/, /^$/],
    [['sender', 'list', '--config', 'no such.yaml'], 78, /^$/, /hint: .*akrelay --config 'no such\.yaml' init\n$/],
    [
      ['sender', 'list', '--config', 'relays'],
      78,
      /^$/,
      /relays: it is a folder\.\nhint: Give the file in it, such as relays\/akrelay\.yaml\.\n$/,
    ],
    [['completion', 'tcsh'], 64, /^$/, /\nhint: For example: bash\n$/],
    [['send', 'x', '--config', 'gone.yaml', '--env=stage'], 78, /^$/, /akrelay --config gone\.yaml init\n$/],
    [['config', 'show', '--config=gone.yaml', '--json'], 78, /^$/, /"hint": ".*akrelay --config gone\.yaml init"/],
    [['config', 'path', '--jsn'], 64, /^$/, /error: Unknown option '--jsn'\./],
    [
      ['--json'],
      64,
      /^$/,
      /^\{\s+"schema": "akrelay\/error@1",\s+"exit": 64,\s+"error": \{\s+"kind": "usage",\s+"message": "No command was given\."/,
    ],
    [['sender', '--json'], 64, /^$/, /^\{\s+"schema": "akrelay\/error@1",\s+"exit": 64,\s+"error": /],
    [['sender'], 64, /^$/, /^Usage: akrelay sender/],
    [
      ['sender', 'edit', 'x', '--password=hunter2'],
      64,
      /^$/,
      /^error: Unknown option '--password'\.\nhint: .*--password-env/,
    ],
    [['sender', 'edit', 'x', '-phunter2'], 64, /^$/, /^error: Unknown option '-p'\.\nhint: .*--password-env/],
    [
      ['sender', 'edit', 'x', '--host', 'smtps://me:hunter2@h'],
      64,
      /^$/,
      /^error: --host: this is not a host and port/,
    ],
    // Options that would have no effect.
    [
      ['check', '--from', 'a@b.c'],
      64,
      /^$/,
      /^error: --from has no effect without --dns or --negative\.\nhint: Add --dns/,
    ],
    [['check', '--selector', 's'], 64, /^$/, /^error: --selector has no effect without --dns\./],
    [['check', '--resolver', '127.0.0.1', '--negative'], 64, /^$/, /^error: --resolver has no effect without --dns\./],
    [['check', '--ports', '25'], 64, /^$/, /^error: --ports has no effect without --matrix\./],
    [['send', 'x', '--stop-after', 'mail', '--save', 'f'], 64, /^$/, /^error: --save cannot be used with --stop-after/],
    [['send', 'x', '--stop-after', 'tls', '--text', 't'], 64, /^$/, /^error: --text cannot be used with --stop-after/],
    [['send', 'x', '--no-token'], 64, /^$/, /^error: --no-token has no effect without --eml\./],
    [['completion', 'bash', '--new-word'], 64, /^$/, /^error: --new-word has no effect without suggest\./],
    [['lab', '--tls', 'none', '--ca-file', 'f'], 64, /^$/, /^error: --ca-file has no effect with --tls none/],
    [['send', 'x', '--rate', '5'], 64, /^$/, /^error: --rate has no effect without --count/],
    [['send', 'x', '--save', 'f', '--receipt', 'f'], 64, /^$/, /^error: --save and --receipt name the same file\./],
    [['demo', '--keep', ''], 64, /^$/, /^error: --keep: '' is not a folder path\./],
    [['sender', 'list', '--config', ''], 64, /^$/, /^error: --config is empty\./],
    [['virtual', 'create', 'v'], 64, /^$/, /missing: --account\.\nhint: Give it on/],
    [['config', 'path', '--format', 'tap'], 64, /^$/, /does not support --format tap/],
    [['config', 'path'], 78, /^$/, /akrelay init/],
    [['config', 'path', '--json'], 78, /^$/, /"kind": "config"/],
  ])('%j exits with %d', async (words, exit, stdout, stderr) => {
    const run = await inProcess(words, { cwd });
    expect(run).toEqual({ exit, stdout: expect.stringMatching(stdout), stderr: expect.stringMatching(stderr) });
  });

  test('a folder for demo that is a file', async () => {
    expect(await akrelay(['demo', '--keep', process.execPath], { cwd })).toEqual({
      exit: 73,
      stdout: '',
      stderr: expect.stringMatching(/^error: .* is not a folder\.\nhint: Use a new folder, such as: --keep/),
    });
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux.each([['--help'], ['config schema'], ['config schema --json']])(
    '%s onto a full disk is 73, in one sentence',
    async (words) => {
      const { exit, stderr } = await shell(`exec ${programInShell} ${words} > /dev/full`);
      expect(exit).toBe(73);
      expect(stderr).toMatch(/Cannot write to standard output: the disk is full\./);
      expect(stderr).not.toMatch(/\bat .*:\d+/);
    },
  );

  onLinux('help for a reader that has gone is 141', async () => {
    const { exit, stderr } = await shell(`(sleep 0.3; ${programInShell} --help) | :; exit \${PIPESTATUS[0]}`);
    expect({ exit, stderr }).toEqual({ exit: 141, stderr: '' });
  });
});
