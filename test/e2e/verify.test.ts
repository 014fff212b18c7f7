import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';
import { program, programInShell } from '../support/program-under-test.js';

let cwd: string;
const message = (name: string): Promise<Buffer> => readFile(path.resolve('examples', name));

beforeAll(async () => {
  cwd = await emptyFolder();
  const names = ['confirmed.eml', 'bypassed.eml', 'forged.eml', 'sent-folder.eml', 'not-an-email.html'];
  for (const name of names) await cp(path.resolve('examples', name), path.join(cwd, 'messages', name));
});

describe('one message', () => {
  test.each([
    ['confirmed.eml', 0, /^CONFIRMED: The message came through sendsay/],
    ['bypassed.eml', 1, /^NOT CONFIRMED: .* did not come through .* delivered by 203\.0\.113\.9/s],
    ['forged.eml', 1, /^NOT CONFIRMED: .*only\s+claims\s+to\s+be gato001\.sndsy\.ru/s],
    ['sent-folder.eml', 2, /^CANNOT TELL: There is no Received line/],
  ])('%s: exit %d, from a file and from standard input', async (name, exit, stdout) => {
    const file = await inProcess(['verify', `messages/${name}`], { cwd });
    expect(file).toEqual({ exit, stdout: expect.stringMatching(stdout), stderr: '' });
    for (const words of [[], ['-']]) {
      expect(await inProcess(['verify', ...words], { cwd, stdin: await message(name) })).toEqual(file);
    }
  });

  test.each([
    [
      ['messages/not-an-email.html'],
      '',
      65,
      /^error: messages\/not-an-email\.html is a web page, not an e-mail\.\nhint: /,
    ],
    [['nowhere.eml'], '', 66, /^error: Cannot read nowhere\.eml: no such file or folder\.\nhint: /],
    [
      [],
      '',
      65,
      /^error: Standard input is empty, not an e-mail\.\nhint: Give a file, or pipe a message in: akrelay verify < message\.eml\n$/,
    ],
    [['--receiver', 'mx..net', 'messages/confirmed.eml'], '', 64, /^error: --receiver: 'mx\.\.net' is not/],
    [['--relay', 'sendsey', 'messages/confirmed.eml'], '', 64, /Did you mean sendsay\?/],
    [['--sender', 'main', 'messages/confirmed.eml'], '', 78, /akrelay init/],
    [['--files0-from', 'nowhere'], '', 66, /^error: Cannot read nowhere/],
    [['--files0-from', '-'], '', 66, /is not a list of file names: it is empty/],
    [
      ['--files0-from', '-'],
      'a.eml\nb.eml\n',
      66,
      /is not a list of file names: there is no NUL in it\.\nhint: Names must end with NUL/,
    ],
  ])('%j: an error, and nothing on stdout', async (words, stdin, exit, stderr) => {
    expect(await inProcess(['verify', ...words], { cwd, stdin })).toEqual({
      exit,
      stdout: '',
      stderr: expect.stringMatching(stderr),
    });
  });

  test('a failed input under --json is an error on stderr and valid on stdout', async () => {
    const run = await inProcess(['verify', '--json', 'messages/not-an-email.html'], { cwd });
    expect(run.exit).toBe(65);
    expect(JSON.parse(run.stderr).error.kind).toBe('not-an-email');
    const { results, summary } = JSON.parse(run.stdout);
    expect(results).toMatchObject([
      { source: 'messages/not-an-email.html', verdict: null, error: { kind: 'not-an-email' } },
    ]);
    expect(summary.failed).toBe(1);
  });

  test('--relay, --strict, --require-tls and --receiver decide', async () => {
    const file = 'messages/confirmed.eml';
    const verdict = async (...words: string[]): Promise<string> => {
      const run = await inProcess(['verify', '--json', file, ...words], { cwd });
      const [{ verdict, reason }] = JSON.parse(run.stdout).results;
      return `${run.exit} ${verdict}/${reason}`;
    };
    expect(await verdict()).toBe('0 confirmed/address-and-name');
    expect(await verdict('--relay', 'sendsay', '--require-tls')).toBe('0 confirmed/address-and-name');
    expect(await verdict('--strict')).toBe('2 unknown/receiver-not-stated');
    expect(await verdict('--strict', '--receiver', 'mx.example.net')).toBe('0 confirmed/address-and-name');
    expect(await verdict('--receiver', 'mx.example.org')).toBe('2 unknown/receiver-not-stated');
    expect(await verdict('--relay', 'altcraft-cloud')).toBe('2 unknown/no-relay-path');
    expect(await verdict('--max-delay', '1s')).toBe('1 not-confirmed/too-slow');
  });
});

describe('with a config', () => {
  const config = (senders: string, receivers = 'mx.example.net'): string =>
    `version: 1\nsenders:\n${senders}receivers:\n  - by: ${receivers}\n`;
  const sender = (name: string, network: string): string =>
    `  - name: ${name}\n    provider: custom\n    relay: { host: relay.example.com:587, tls: starttls, auth: none }\n    path: { networks: [${network}] }\n`;

  test('its senders and receivers are used; a broken one is an error', async () => {
    const folder = await emptyFolder();
    const file = path.resolve('examples/bypassed.eml');
    const run = async (text: string, ...words: string[]) => {
      await writeFile(path.join(folder, 'akrelay.yaml'), text);
      return inProcess(['verify', file, '--json', ...words], { cwd: folder });
    };
    const own = await run(config(sender('own', '203.0.113.0/24')), '--strict');
    expect(own.stderr).toBe('');
    expect(JSON.parse(own.stdout).results[0]).toMatchObject({
      verdict: 'confirmed',
      relay: { name: 'own', kind: 'sender' },
      trust: { kind: 'stated', receivers: ['mx.example.net'] },
    });
    const both = config(sender('own', '203.0.113.0/24') + sender('other', '198.51.100.0/24'));
    const other = await run(both, '--sender', 'other');
    expect([other.exit, JSON.parse(other.stdout).results[0].reason]).toEqual([1, 'other-relay']);
    expect((await run(both, '--sender', 'owm')).stderr).toMatch(/Did you mean own\?/);
    const broken = await run('version: 1\nsenders: [\n');
    expect([broken.exit, broken.stdout]).toEqual([78, '']);
  });
});

describe('many messages', () => {
  test('a folder, in order of names, with an error entry for what is no e-mail', async () => {
    const run = await inProcess(['verify', 'messages'], { cwd });
    expect(run).toMatchObject({ exit: 1, stderr: '' });
    expect(run.stdout.split('\n').map((line) => line.slice(0, 15).trim())).toEqual([
      'not confirmed',
      'confirmed',
      'not confirmed',
      'error',
      'cannot tell',
      '',
      '5 inputs: 1 con',
      'hint: Save the',
      'more: akrelay e',
      'more: akrelay e',
      'more: akrelay e',
      '',
    ]);
  });

  test.each([
    [['confirmed.eml', 'confirmed.eml'], 0],
    [['confirmed.eml', 'sent-folder.eml', 'not-an-email.html'], 2],
    [['confirmed.eml', 'not-an-email.html', 'nowhere.eml'], 65],
    [['confirmed.eml', 'nowhere.eml', 'not-an-email.html'], 66],
    [['nowhere.eml', 'sent-folder.eml', 'bypassed.eml'], 1],
  ])('%j: exit %d', async (names, exit) => {
    const run = await inProcess(['verify', '--format', 'ndjson', ...names.map((name) => `messages/${name}`)], { cwd });
    expect(run).toMatchObject({ exit, stderr: expect.stringMatching(/^\d (?:inputs|messages): \d .*\n$/) });
    expect(
      run.stdout
        .trimEnd()
        .split('\n')
        .map((line) => path.basename(JSON.parse(line).source)),
    ).toEqual(names);
  });

  test('mbox, gzip, UTF-16, Maildir, links and a list of names', async () => {
    const [good, bad] = [await message('confirmed.eml'), await message('bypassed.eml')];
    const mbox = Buffer.concat(
      [good, bad, good].flatMap((text) => [
        Buffer.from('From a@example.com Sat Nov 21 10:00:00 2026\n'),
        text,
        Buffer.from('\n'),
      ]),
    );
    const put = (name: string, data: string | Uint8Array) => writeFile(path.join(cwd, name), data);
    for (const folder of [
      'Maildir/cur',
      'Maildir/new',
      'Maildir/tmp',
      'Maildir/.Sent/cur',
      'Maildir/.Sent/new',
      'deep/er',
      'empty',
    ])
      await mkdir(path.join(cwd, folder), { recursive: true });
    await put('inbox.mbox', mbox);
    await put('inbox.mbox.gz', gzipSync(mbox));
    await put('one.eml.gz', gzipSync(good));
    const long = randomBytes(20_000).toString('hex');
    await put('several.mbox.gz', Buffer.concat([gzipSync(mbox), gzipSync(mbox)]));
    await put('cut.mbox.gz', gzipSync(`${mbox}${long}`).subarray(0, 8_000));
    await put('cut.eml.gz', gzipSync(`${good}${long}`).subarray(0, 8_000));
    await put('beginning.eml.gz', gzipSync(good).subarray(0, 60));
    await put('damaged.eml.gz', Buffer.concat([gzipSync(good).subarray(0, 20), Buffer.from('damaged')]));
    await writeFile(path.join(cwd, 'wide.eml'), `\ufeff${good.toString('utf8')}`, 'utf16le');
    await put('Maildir/cur/1:2,S', good);
    await put('Maildir/new/2', bad);
    await put('Maildir/tmp/3', bad);
    await put('Maildir/dovecot-uidlist', 'no message');
    await put('Maildir/.Sent/cur/4', good);
    await put('deep/er/1.eml', good);
    await put('deep/.hidden', 'x');
    await symlink('.', path.join(cwd, 'deep/loop')).catch(() => undefined);
    await symlink('er/1.eml', path.join(cwd, 'deep/link.eml')).catch(() => put('deep/link.eml', good));
    await put('names', 'one.eml.gz\0wide.eml');
    const seen = async (...words: string[]): Promise<string[]> => {
      const { stdout } = await inProcess(['verify', '--format', 'ndjson', ...words], { cwd });
      const results = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      return results.map(({ source, verdict, error }) => `${source} ${verdict ?? error.kind}`);
    };
    const mail = ['#1 confirmed', '#2 not-confirmed', '#3 confirmed'];
    expect(await seen('inbox.mbox', 'inbox.mbox.gz')).toEqual([
      ...mail.map((end) => `inbox.mbox${end}`),
      ...mail.map((end) => `inbox.mbox.gz${end}`),
    ]);
    expect(await seen('cut.mbox.gz', 'several.mbox.gz')).toEqual([
      'cut.mbox.gz#1 confirmed',
      'cut.mbox.gz#2 not-confirmed',
      'cut.mbox.gz not-an-email',
      ...[1, 2, 3, 4, 5, 6].map((at) => `several.mbox.gz#${at} ${at % 3 === 2 ? 'not-confirmed' : 'confirmed'}`),
    ]);
    expect(await seen('one.eml.gz', 'cut.eml.gz', 'damaged.eml.gz', 'wide.eml')).toEqual([
      'one.eml.gz confirmed',
      'cut.eml.gz confirmed',
      'damaged.eml.gz not-an-email',
      'wide.eml confirmed',
    ]);
    expect((await inProcess(['verify', 'beginning.eml.gz'], { cwd })).stderr).toMatch(
      /^error: beginning\.eml\.gz is a damaged or truncated gzip archive\.\n/,
    );
    await rm(path.join(cwd, 'beginning.eml.gz'));
    expect(await seen('Maildir')).toEqual(['Maildir/cur/1:2,S confirmed', 'Maildir/new/2 not-confirmed']);
    expect(await seen('Maildir/', '--recursive')).toEqual([
      'Maildir/.Sent/cur/4 confirmed',
      'Maildir/cur/1:2,S confirmed',
      'Maildir/new/2 not-confirmed',
    ]);
    await mkdir(path.join(cwd, 'links'));
    await symlink('nowhere', path.join(cwd, 'links/gone.eml'));
    await symlink('../deep/er/1.eml', path.join(cwd, 'links/there.eml'));
    expect(await seen('links')).toEqual(['links/gone.eml input-missing', 'links/there.eml confirmed']);
    expect(await seen('deep')).toEqual(['deep/link.eml confirmed']);
    expect(await seen('deep', '--recursive')).toEqual(['deep/er/1.eml confirmed', 'deep/link.eml confirmed']);
    expect(await seen('empty', 'one.eml.gz')).toEqual(['empty input-missing', 'one.eml.gz confirmed']);
    expect(await seen('*.eml.gz', 'd*/*/?.eml', 'no[.]where', 'no/**/where')).toEqual([
      'cut.eml.gz confirmed',
      'damaged.eml.gz not-an-email',
      'one.eml.gz confirmed',
      'deep/er/1.eml confirmed',
      'no[.]where input-missing',
      'no/**/where input-missing',
    ]);
    expect(await seen(`${cwd}/{deep,nowhere}/**`)).toEqual([
      `${cwd}/deep/er/1.eml confirmed`,
      `${cwd}/deep/link.eml confirmed`,
    ]);
    expect(await inProcess(['verify', 'nowhere*'], { cwd })).toMatchObject({
      exit: 66,
      stderr: expect.stringMatching(/^error: No file matches nowhere\*\.\nhint: /),
    });
    await put('[12].eml', good);
    expect(await seen('[12].eml')).toEqual(['[12].eml confirmed']);
    expect(await seen('--files0-from', 'names')).toEqual(['one.eml.gz confirmed', 'wide.eml confirmed']);
  });

  test('an mbox on standard input; a single message that begins like an mbox keeps its name', async () => {
    const good = (await message('confirmed.eml')).toString();
    const one = `From a@example.com Sat Nov 21 10:00:00 2026\n${good}`;
    const names = async (stdin: string): Promise<string[]> => {
      const { stdout } = await inProcess(['verify', '--json'], { cwd, stdin });
      return JSON.parse(stdout).results.map(({ source }: { source: string }) => source);
    };
    expect(await names(one)).toEqual(['-']);
    expect(await names(`${one}\n${one}`)).toEqual(['-#1', '-#2']);
    expect((await inProcess(['verify'], { cwd, stdin: `${one}\n${one}` })).stdout).toMatch(/^confirmed {6}-#1: /);
  });

  test('a pipe that stays open gets its answer when the header is in', async () => {
    const child = spawn(program.file, [...program.words, 'verify', '--format', 'ndjson'], { cwd });
    child.stdin.write(await message('confirmed.eml'));
    const exit = await new Promise((resolve) => child.on('close', resolve));
    expect(exit).toBe(0);
  });

  (process.platform === 'linux' ? test : test.skip)(
    'a named pipe: its writer is waited for, and Ctrl-C ends the wait',
    async () => {
      const verify = `${programInShell} verify pipe --format ndjson`;
      const said = (command: string): Promise<string> =>
        new Promise((resolve) => execFile('bash', ['-c', command], { cwd }, (_error, text) => resolve(text)));
      expect(await said(`mkfifo pipe; (sleep 0.5; cat messages/confirmed.eml > pipe) & ${verify}`)).toMatch(
        /"confirmed"/,
      );
      expect(await said(`${verify} 2>&1 & sleep 1; kill -INT $!; wait $!; echo $?`)).toBe('error: Cancelled.\n130\n');
    },
  );

  test('the reader may leave early', async () => {
    const names = Array.from({ length: 3_000 }, () => 'messages/confirmed.eml').join('\0');
    await writeFile(path.join(cwd, 'many'), names);
    const command = `${programInShell} verify --files0-from many | head -1; echo "\${PIPESTATUS[0]}"`;
    const stdout = await new Promise<string>((resolve) => {
      execFile('bash', ['-c', command], { cwd }, (_error, text) => resolve(text));
    });
    expect(stdout).toMatch(/^confirmed {6}messages\/confirmed\.eml: .*\n141\n$/);
  });
});
