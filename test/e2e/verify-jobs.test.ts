import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { akrelay, emptyFolder } from '../support/program.js';
import { program, programInShell } from '../support/program-under-test.js';
import { key, openProgram } from '../support/terminal.js';

const separator = 'From shop@example.com Sat Nov 21 10:00:00 2026\n';

/** Delivered by this host of the relay; every fifth did not come from it. */
function message(number: number, padding = ''): string {
  const host = number % 5 === 0 ? 'mail.example.com' : `gato${String(number % 1000).padStart(3, '0')}.sndsy.ru`;
  return `Received: from ${host} (${host} [185.138.182.${number % 250}])
\tby mx.example.net (Postfix) with ESMTPS id 4b1X${number}
\tfor <user@example.net>; Fri, 20 Nov 2026 10:00:06 +0000
${padding}From: Shop <news@shop.example.com>
Subject: number ${number}

Text.
`;
}

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
  const mailbox = (from: number, to: number, padding?: string): string =>
    Array.from({ length: to - from }, (_, at) => `${separator}${message(from + at, padding)}\n`).join('');
  await cp(path.resolve('test/fixtures/messages'), path.join(cwd, 'corpus'), { recursive: true });
  for (const folder of ['plain', 'mixed']) {
    await cp(path.resolve('examples'), path.join(cwd, folder), { recursive: true });
    await Promise.all(
      Array.from({ length: 400 }, (_, at) => writeFile(path.join(cwd, folder, `${1000 + at}.eml`), message(at))),
    );
    await writeFile(path.join(cwd, folder, '1100.eml.gz'), gzipSync(message(100)));
    await writeFile(path.join(cwd, folder, '1150.eml'), message(150, `X-Long: ${'x'.repeat(40_000)}\n`));
  }
  await writeFile(path.join(cwd, 'mixed', '1200.mbox'), mailbox(0, 90));
  await writeFile(path.join(cwd, 'mixed', '1300.mbox'), mailbox(90, 99));
  await writeFile(path.join(cwd, 'inbox.mbox'), mailbox(0, 3_000));
  await writeFile(path.join(cwd, 'long.mbox'), mailbox(0, 500, `X-Long: ${'x'.repeat(5_000)}\n`));
  await writeFile(path.join(cwd, 'one.mbox'), mailbox(0, 1));
  const odd = (above: string): string =>
    `${separator}${above}${message(1, `X-Long: ${'x'.repeat(6_000)}\n`)}\n`.repeat(300);
  await writeFile(path.join(cwd, 'odd.mbox'), odd('>From remote\n\n') + odd('>From remote\n') + odd('\n') + odd(' \n'));
});

const verify = (words: readonly string[], jobs: number, stdin?: string) =>
  (jobs === 1 ? inProcess : akrelay)(['verify', '--receiver', 'mx.example.net', ...words, '--jobs', String(jobs)], {
    cwd,
    ...(stdin === undefined ? {} : { stdin }),
  });

describe('on several threads as on one', () => {
  // Three threads where their answers come in any order; for what one of them prints or leaves alone, two do.
  test.each<[string, number, readonly string[]]>([
    ['a folder', 2, ['plain']],
    ['a folder, as JSON', 2, ['plain', '--format', 'json']],
    ['a folder, for JUnit', 2, ['plain', '--format', 'junit']],
    ['a folder, for GitHub', 2, ['plain', '--format', 'github']],
    ['mailboxes between messages, numbered', 3, ['mixed', '--format', 'tap']],
    ['mailboxes', 3, ['inbox.mbox', 'long.mbox', 'one.mbox', 'mixed', '--format', 'ndjson']],
    ['a mailbox with lines above its headers', 3, ['plain', 'odd.mbox', 'odd.mbox', '--format', 'ndjson']],
    ['one message', 2, ['plain/1001.eml']],
    ['other relays and conditions', 2, ['plain', '--relay', 'altcraft-cloud', '--require-tls', '--format', 'ndjson']],
    ['messages of every kind', 2, ['corpus', '--recursive', '--format', 'ndjson']],
    ['inputs that are not there', 2, ['nowhere', 'plain', 'nowhere/either', '--format', 'ndjson']],
  ])('%s', async (_note, jobs, words) => {
    const alone = await verify(words, 1);
    expect(alone.stdout.length).toBeGreaterThan(50);
    expect(await verify(words, jobs)).toEqual(alone);
  });

  test('names from a pipe', async () => {
    const names = Array.from({ length: 400 }, (_, at) => `plain/${1000 + at}.eml\0`).join('');
    const alone = await verify(['--files0-from', '-', '--format', 'tap'], 1, names);
    expect(alone.stdout).toMatch(/\n1\.\.400\n$/);
    expect(await verify(['--files0-from', '-', '--format', 'tap'], 3, names)).toEqual(alone);
  });

  test('names that turn out to be none', async () => {
    const names = Array.from({ length: 1_500 }, (_, at) => `plain/${1000 + (at % 400)}.eml\0`).join('');
    const words = ['--files0-from', '-', '--format', 'ndjson'];
    const alone = await verify(words, 1, `${names}${'x'.repeat(100_000)}`);
    expect(alone.exit).toBe(66);
    expect(alone.stdout.split('\n')).toHaveLength(1_501);
    expect(await verify(words, 2, `${names}${'x'.repeat(100_000)}`)).toEqual(alone);
  });

  test('each as it comes', async () => {
    const child = spawn(
      program.file,
      [...program.words, 'verify', '--files0-from', '-', '--format', 'ndjson', '--jobs', '3'],
      {
        cwd,
      },
    );
    for (const name of ['1001', '1002', '1003', '1004']) {
      const said = new Promise((resolve) => child.stdout.once('data', resolve));
      child.stdin.write(`plain/${name}.eml\0`);
      expect(String(await said)).toContain(`"source":"plain/${name}.eml"`);
    }
    child.stdin.end();
    await new Promise((resolve) => child.on('close', resolve));
  });

  test('colours, on a terminal', async () => {
    const onTerminal = async (jobs: number): Promise<string> => {
      // The shell stays until all is read: node-pty drops what it has not read 200 ms after the end of its program.
      const call = `${programInShell} verify plain --jobs ${jobs} 2> ${cwd}/errors; echo "ended: $?"; read`;
      const terminal = openProgram('bash', ['-c', call], { cwd });
      await terminal.sees('ended: 1');
      terminal.types(key.enter);
      await terminal.exit;
      return terminal.raw().split('ended: 1')[0] ?? '';
    };
    const alone = await onTerminal(1);
    expect(alone).toContain('\u001b[32mconfirmed');
    expect(await onTerminal(3)).toBe(alone);
  });
});

/** The single file holds the code of its threads. */
const describePackage = program.kind === 'package' ? describe : describe.skip;

(program.kind === 'single-file' ? test : test.skip)('the single file starts threads', async () => {
  const words = ['verify', '--files0-from', '-', '--format', 'ndjson', '--jobs', '3'];
  const child = spawn(program.file, [...program.words, ...words], { cwd });
  child.stdin.write('plain/1001.eml\0'.repeat(3_000));
  child.stdout.resume();
  // Bun gives its threads this name.
  const threads = (): number => {
    const names = execFileSync('sh', ['-c', `cat /proc/${child.pid}/task/*/comm`], { encoding: 'utf8' });
    return names.match(/^Worker$/gm)?.length ?? 0;
  };
  while (threads() < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(threads()).toBe(2);
  child.stdin.end();
  await new Promise((resolve) => child.on('close', resolve));
});

describePackage('the thread', () => {
  let copy: string;
  beforeAll(async () => {
    copy = await emptyFolder();
    for (const part of ['bin', 'dist/program']) await cp(part, path.join(copy, part), { recursive: true });
  });

  const run = (jobs: number) => {
    const words = ['verify', 'plain', '--receiver', 'mx.example.net', '--format', 'ndjson', '--jobs', String(jobs)];
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(copy, 'bin/akrelay.cjs'), ...words], {
      cwd,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const threadThat = (does: string) =>
    writeFile(
      path.join(copy, 'dist/program/verify-thread.cjs'),
      `const { parentPort } = require('node:worker_threads'); parentPort.on('message', ({ inputs }) => { ${does} });`,
    );

  test('does part of the work', async () => {
    const none = '{ total: 0, confirmed: 0, notConfirmed: 0, unknown: 0, failed: 0 }';
    const counts = `counts: { summary: ${none}, next: { hints: [], reasons: [] } }`;
    await threadThat(`parentPort.postMessage({ text: 'by a thread: ' + inputs.length + '\\n', ${counts} })`);
    expect(run(1).stdout).not.toContain('by a thread');
    expect(run(3).stdout).toMatch(/^by a thread: \d+$/m);
  });

  test('leaves its work to the program when it knows no answer, throws, ends, or is not there', async () => {
    const alone = run(1);
    expect(alone.stdout.split('\n').length).toBeGreaterThan(400);
    for (const does of ['parentPort.postMessage(undefined)', "throw new Error('oops')", 'process.exit(3)']) {
      await threadThat(does);
      expect(run(2)).toEqual(alone);
    }
    await rm(path.join(copy, 'dist/program/verify-thread.cjs'));
    expect(run(2)).toEqual(alone);
  });
});

test.each(['human', 'ndjson'])('a full disk ends the threads, as %s', (format) => {
  const call = `exec timeout 20 ${programInShell} verify inbox.mbox --format ${format} --jobs 2 > /dev/full`;
  const { status, stderr } = spawnSync('bash', ['-c', call], { cwd, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 73, stderr: expect.stringContaining('the disk is full') });
});

test('a reader that goes away before the second batch ends the threads', () => {
  const head = `timeout 20 ${programInShell} verify inbox.mbox --jobs 3 | head -n 1; echo "\${PIPESTATUS[0]}"`;
  expect(execFileSync('bash', ['-c', head], { cwd, encoding: 'utf8' })).toMatch(/^[a-z]+ +inbox\.mbox#1:.*\n141\n$/);
});

test('a reader that goes away ends the threads', async () => {
  const head = `${programInShell} verify inbox.mbox --format ndjson --jobs 3 | head -n 1; echo "\${PIPESTATUS[0]}"`;
  expect(execFileSync('bash', ['-c', head], { cwd, encoding: 'utf8' })).toMatch(
    /^\{"source":"inbox\.mbox#1".*\n141\n$/,
  );
});

describe('Ctrl-C', () => {
  const interrupted = async (words: readonly string[], stdin?: string) => {
    const child = spawn(program.file, [...program.words, 'verify', ...words, '--json'], { cwd });
    child.stdin.on('error', () => undefined);
    if (stdin === undefined) child.stdin.end();
    else child.stdin.write(stdin);
    let stdout = '';
    child.stdout.once('data', () => {
      child.kill('SIGINT');
    });
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    const exit = await new Promise((resolve) => child.on('close', resolve));
    return { exit, results: JSON.parse(stdout).results.length };
  };

  test.each(['1', '2'])('ends the reading of a mailbox, with --jobs %s', async (jobs) => {
    const { exit, results } = await interrupted(['inbox.mbox', 'inbox.mbox', '--jobs', jobs]);
    expect(exit).toBe(130);
    expect(results).toBeGreaterThan(0);
    expect(results).toBeLessThan(12_000);
  });

  test.each(['1', '2'])('ends the wait for a pipe that has stalled, with --jobs %s', async (jobs) => {
    const mailbox = Array.from({ length: 600 }, (_, at) => `${separator}${message(at)}\n`).join('');
    const { exit, results } = await interrupted(['-', '--jobs', jobs], mailbox);
    expect(exit).toBe(130);
    expect(results).toBeGreaterThan(0);
  });
});
