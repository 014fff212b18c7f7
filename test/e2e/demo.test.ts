import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { akrelay, cacheHome, emptyFolder } from '../support/program.js';
import { program } from '../support/program-under-test.js';

interface Step {
  readonly words: readonly string[];
  readonly expectedExit: number;
  readonly exit: number;
  readonly output: string;
}

describe('akrelay demo', () => {
  test('plays the whole story and leaves nothing behind', async () => {
    const cwd = await emptyFolder();
    const run = await akrelay(['demo', '--json'], { cwd, env: { TMPDIR: cwd } });
    expect(run).toMatchObject({ exit: 0, stderr: '' });
    const { schema, steps } = JSON.parse(run.stdout) as { schema: string; steps: Step[] };
    expect(schema).toBe('akrelay/demo@1');
    expect(steps.map(({ words, exit }) => `${words[0]} ${exit}`)).toEqual([
      'init 0',
      'sender 0',
      'virtual 0',
      'virtual 0',
      'virtual 0',
      'send 0',
      'verify 0',
      'verify 1',
      'events 0',
      'stats 0',
      'prove 0',
    ]);
    expect(steps.at(-5)?.output).toContain('CONFIRMED: The message came through sendsay-demo');
    expect(steps.at(-4)?.output).toContain('NOT CONFIRMED');
    expect(steps.at(-3)?.output).toMatch(/sendsay {2}delivered {2}qa@example\.net {2}akrelay-/);
    expect(steps.at(-2)?.output).toMatch(
      /^EXPLAINED: [\s\S]*\nclicks +1 +2 +\+1 +0 +unsubscribes counted as clicks: 1\n/,
    );
    const links = [
      ...(steps.at(-1)?.output ?? '').matchAll(/^ {2}(\S+) +(mailbox|send|arrival|path|authentication|event) /gm),
    ];
    expect(links.map(([, state, link]) => `${link} ${state}`)).toEqual([
      'mailbox ok',
      'send ok',
      'arrival ok',
      'path ok',
      'authentication ok',
      'event ok',
    ]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('--keep leaves the files, and never writes over a config', async () => {
    const cwd = await emptyFolder();
    expect(await akrelay(['demo', '--keep', 'kept'], { cwd })).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('The files are in kept.'),
    });
    expect(readdirSync(path.join(cwd, 'kept')).sort()).toEqual([
      'akrelay-events',
      'akrelay.yaml',
      'demo-ca.pem',
      'demo-dns.json',
      'forged.eml',
      'mail',
      'qa.eml',
    ]);
    expect(await akrelay(['demo', '--keep', 'kept'], { cwd })).toMatchObject({
      exit: 73,
      stderr: 'error: kept is not empty.\nhint: Use a new folder, such as: --keep kept/relay-demo\n',
    });
  });

  test('Ctrl-C ends it with 130 and removes its folder', async () => {
    const cwd = await emptyFolder();
    const child = spawn(program.file, [...program.words, 'demo'], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, TMPDIR: cwd, XDG_CACHE_HOME: cacheHome },
      detached: true,
    });
    const exit = new Promise((resolve) => child.on('close', resolve));
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    // As a terminal does: to the whole group, the command that runs at the moment included.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await exit).toBe(130);
    expect(existsSync(cwd) && readdirSync(cwd)).toEqual([]);
  });
});
