import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cacheHome, emptyFolder } from '../support/program.js';
import { programInShell } from '../support/program-under-test.js';

/** Several hundred results: more than a pipe holds. */
const many = `verify ${'one.eml '.repeat(400)}--json`;

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
  copyFileSync('examples/confirmed.eml', path.join(cwd, 'one.eml'));
});

/** What a shell gets: jest's own pipes are sockets, which the program writes in another way. */
function shell(script: string): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
  const akrelay = programInShell;
  const env = { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: cacheHome };
  return spawnSync('bash', ['-c', `set -o pipefail; akrelay() { ${akrelay} "$@"; }; ${script}`], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
}

// A shell and its pipes: on Windows there is nothing to run.
const onPosix = process.platform === 'win32' ? describe.skip : describe;

onPosix('standard output', () => {
  test.each<[string, string, number]>([
    ['a pipe', `akrelay ${many} | cat`, 0],
    ['a file', `akrelay ${many} > out.json; cat out.json`, 0],
    ['a socket', `akrelay ${many}`, 0],
  ])('%s gets every byte', (_, script, status) => {
    const run = shell(script);
    expect([run.status, run.stderr, JSON.parse(run.stdout).results.length]).toEqual([status, '', 400]);
  });

  test('a full pipe that somebody made non-blocking gets every byte', () => {
    if (spawnSync('perl', ['-v']).status !== 0) return;
    const nonBlocking = `perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_NONBLOCK | fcntl(STDOUT, F_GETFL, 0)); exec @ARGV'`;
    const run = shell(`${nonBlocking} ${programInShell} ${many} | (sleep 0.3; cat)`);
    expect([run.status, run.stderr, JSON.parse(run.stdout).results.length]).toEqual([0, '', 400]);
  });

  test('a reader that goes away ends the program quietly, with the code of its own', () => {
    expect(shell(`akrelay ${many} | head -c 10 | wc -c`)).toMatchObject({
      status: 141,
      stderr: '',
      stdout: expect.stringMatching(/^\s*10\n$/),
    });
  });

  test('a reader that reads no more holds nobody: Ctrl-C ends the program', () => {
    const script = `mkfifo out; exec 3<>out; ${programInShell} ${many} > out & read -r -u 3 _; kill -INT $!; wait $!`;
    expect(shell(script)).toMatchObject({ status: 130, stderr: expect.stringContaining('Cancelled.') });
  });

  test('a full disk is said', () => {
    if (!existsSync('/dev/full')) return;
    expect(shell('akrelay verify one.eml > /dev/full')).toMatchObject({
      status: 73,
      stderr: expect.stringContaining('the disk is full'),
    });
  });

  test('a closed standard output is no failure', () => {
    expect(shell('akrelay verify one.eml >&-').status).toBe(0);
    expect(readFileSync(path.join(cwd, 'one.eml')).length).toBeGreaterThan(0);
  });
});
