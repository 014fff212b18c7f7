import { execFileSync } from 'node:child_process';
import { chmod, chown, lchown, mkdir, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { nodeConfigFiles } from '../../src/world/files/node-config-files.js';
import { isGroupOfOne } from '../../src/world/files/whose.js';
import { lookUp } from '../../src/world/secrets/look-up.js';
import { emptyFolder } from '../support/program.js';

/** Another user, whom only root can play. */
const stranger = 12_345;
const asRoot = process.getuid?.() === 0 ? test : test.skip;

let home: string;
let folder: string;
let file: string;
beforeEach(async () => {
  home = await emptyFolder();
  folder = path.join(home, 'a');
  await mkdir(folder, { mode: 0o755 });
  file = path.join(folder, 'akrelay.yaml');
  await writeFile(file, 'version: 1\n', { mode: 0o600 });
});

function config(name: string, named: 'by-flag' | 'found' = 'by-flag') {
  return nodeConfigFiles({
    cwd: path.dirname(name),
    env: { XDG_STATE_HOME: path.join(home, 'state'), LOCALAPPDATA: path.join(home, 'state') },
    explicit: named === 'found' ? undefined : name,
    environment: undefined,
    cancelled: new AbortController().signal,
  });
}

async function asked(use: 'secrets' | 'commands', name = file, named?: 'found'): Promise<string | undefined> {
  const files = config(name, named);
  await files.read();
  return files.whyNotTrusted(use);
}

describe('a config is given secrets, and its commands are run,', () => {
  test.each([
    [0o600, undefined],
    [0o644, undefined],
    [0o666, /^others can write to it: chmod go-w .*akrelay\.yaml$/],
    [0o602, /^others can write to it/],
  ])('by its mode (%#)', async (mode, expected) => {
    await chmod(file, mode);
    for (const use of ['secrets', 'commands'] as const)
      if (expected === undefined) expect(await asked(use)).toBeUndefined();
      else expect(await asked(use)).toMatch(expected);
  });

  test('unless others can write a folder on the way to it, that of a link too', async () => {
    const open = path.join(home, 'open');
    await mkdir(open);
    await chmod(open, 0o777);
    await symlink(file, path.join(open, 'akrelay.yaml'));
    expect(await asked('secrets', path.join(open, 'akrelay.yaml'))).toMatch(
      /^others can write to .*: chmod go-w .*open$/,
    );
    await chmod(home, 0o777);
    expect(await asked('secrets')).toMatch(/^others can write to a folder above it: /);
    await chmod(home, 0o1777);
    expect(await asked('secrets')).toBeUndefined();
    await chmod(folder, 0o777);
    expect(await asked('secrets')).toMatch(/^others can write to its folder/);
  });

  test('not before a person has confirmed this text of it, where it was only found and runs commands', async () => {
    expect(await asked('secrets', file, 'found')).toBeUndefined();
    expect(await asked('commands', file, 'found')).toMatch(/not confirmed/);
    await config(file).allow(await config(file).read());
    expect(await asked('commands', file, 'found')).toBeUndefined();
    await writeFile(file, 'version: 1 # other\n');
    expect(await asked('commands', file, 'found')).toMatch(/not confirmed/);
  });

  test('whoever can change it, as long as its text is the confirmed one', async () => {
    await chmod(file, 0o666);
    await config(file).allow(await config(file).read());
    for (const use of ['secrets', 'commands'] as const) expect(await asked(use)).toBeUndefined();
    await writeFile(file, 'version: 1 # other\n');
    for (const use of ['secrets', 'commands'] as const) expect(await asked(use)).toMatch(/^others can write to it/);
  });

  asRoot('not that of another user, nor by a link of theirs', async () => {
    await chown(file, stranger, stranger);
    expect(await asked('secrets')).toBe('it belongs to another user');
    await chown(file, 0, 0);
    await symlink(folder, path.join(home, 'link'));
    await lchown(path.join(home, 'link'), stranger, stranger);
    expect(await asked('secrets', path.join(home, 'link/akrelay.yaml'))).toMatch(
      /link, on the path to it, belongs to another user$/,
    );
  });

  asRoot('by what was opened, not by where its name leads afterwards', async () => {
    const theirs = path.join(home, 'theirs.yaml');
    await writeFile(theirs, 'version: 1 # theirs\n', { mode: 0o644 });
    await chown(theirs, stranger, stranger);
    const link = path.join(home, 'akrelay.yaml');
    const lead = async (to: string): Promise<void> => {
      await symlink(to, `${link}.new`);
      await rename(`${link}.new`, link);
    };
    await lead(theirs);
    const evil = config(link);
    await evil.read();
    await lead(file);
    expect(await evil.whyNotTrusted('commands')).toBe('it belongs to another user');
    const good = config(link);
    await good.read();
    await lead(theirs);
    expect(await good.whyNotTrusted('commands')).toBe('the file was replaced after it was opened');
  });

  test('also where it was replaced since, by one who may: an editor, or a change of the config', async () => {
    const old = config(file);
    await old.read();
    await config(file).update(() => ({ text: 'version: 1 # new\n', changed: true }));
    expect(await old.whyNotTrusted('secrets')).toBeUndefined();
    await chmod(folder, 0o777);
    expect(await old.whyNotTrusted('secrets')).toMatch(/^others can write to its folder/);
  });

  asRoot('not where a link of another user led, and does not any more', async () => {
    await chmod(home, 0o1777);
    const link = path.join(home, 'akrelay.yaml');
    await symlink(file, link);
    await lchown(link, stranger, stranger);
    const led = config(link);
    await led.read();
    await unlink(link);
    expect(await led.whyNotTrusted('secrets')).toBe('the file was replaced after it was opened');
  });

  test('when the call has read none: then the words of the command are all there is', async () => {
    expect(await config(file).whyNotTrusted('secrets')).toBeUndefined();
  });
});

describe('a group that may write is nobody else', () => {
  const groups = 'root:x:0:\nann:x:1000:\nmail:x:8:ann\nstaff:x:50:ann,bob\nbob:x:1001:\n';
  const users =
    'root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/:/bin/sh\nbob:x:1001:1001::/:/bin/sh\ncid:x:1002:1001::/:/bin/sh\n';
  test.each([
    ['ann', 1000, true],
    ['ann', 8, true],
    ['ann', 50, false],
    ['bob', 1001, false],
    ['ann', 1001, false],
    ['ann', 4242, false],
  ])('of %s: %d, %s', (user, gid, own) => expect(isGroupOfOne(user, gid, groups, users)).toBe(own));
});

describe('a secret is looked up', () => {
  const look = (reference: Parameters<typeof lookUp>[0], withinMs?: number) =>
    lookUp(
      reference,
      { configPath: file, withinMs },
      {
        env: { SET: 'x', BROKEN: 'x\ufffd' },
        opens: () => undefined,
        whyNotTrusted: async () => undefined,
        cancelled: new AbortController().signal,
      },
    );
  const inFile = async (bytes: string | Uint8Array) => {
    await writeFile(path.join(folder, 'pw'), bytes);
    return look({ kind: 'file', path: 'pw' });
  };

  test.each<[string, string | Uint8Array, string]>([
    ['one line end goes', 'x \n', 'x '],
    ['or none', 'pä', 'pä'],
    ['a byte order mark goes', '\ufeffx\r\n', 'x'],
  ])('in a file: %s', async (_name, bytes, value) => expect(await inFile(bytes)).toEqual({ value }));

  test.each<[string, string | Uint8Array, RegExp]>([
    ['Latin-1', Buffer.from('p\xe4', 'latin1'), /^pw is not UTF-8 text/],
    ['UTF-16', Buffer.from('\ufeffpw', 'utf16le'), /^pw is UTF-16 text: save it as UTF-8$/],
    ['UTF-16, the high byte first', Buffer.from('\ufeffpw', 'utf16le').swap16(), /^pw is UTF-16 text/],
    ['UTF-16 without a mark', Buffer.from('secret', 'utf16le'), /^pw is UTF-16 text/],
    ['nothing', '', /^pw is empty$/],
    ['two lines', 'a\nb\n', /^pw contains a line break or a NUL$/],
    ['64 KB and a byte', 'x'.repeat(65_537), /^cannot read pw: it is larger than 64 KB$/],
  ])('in a file that is no text of one line: %s', async (_name, bytes, problem) =>
    expect(await inFile(bytes)).toEqual({ problem: expect.stringMatching(problem) }),
  );

  test.each<[string, RegExp]>([
    ['/dev/zero', /^cannot read \/dev\/zero: it is larger than 64 KB$/],
    ['/dev/urandom', /larger than 64 KB$/],
    ['.', /it is a folder$/],
    ['none', /no such file or folder$/],
  ])('in %s, which ends at once', async (name, problem) =>
    expect(await look({ kind: 'file', path: name })).toEqual({ problem: expect.stringMatching(problem) }),
  );

  test('in a named pipe, no longer than it may take', async () => {
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    expect(await look({ kind: 'file', path: 'pipe' }, 200)).toEqual({
      problem: 'cannot read pipe: it did not end within 0.2 s',
    });
    const waiting = look({ kind: 'file', path: 'pipe' }, 5_000);
    await writeFile(path.join(folder, 'pipe'), 'piped\n');
    expect(await waiting).toEqual({ value: 'piped' });
  });

  test('in the environment', async () => {
    expect(await look({ kind: 'env', name: 'SET' })).toEqual({ value: 'x' });
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(await look({ kind: 'env', name })).toEqual({ problem: `the environment variable ${name} is not set` });
    expect(await look({ kind: 'env', name: 'BROKEN' })).toEqual({
      problem: 'the environment variable BROKEN is not UTF-8 text',
    });
  });

  asRoot('in no private file to which another user leads its name', async () => {
    await writeFile(path.join(home, 'private'), 'mine', { mode: 0o600 });
    await symlink(path.join(home, 'private'), path.join(folder, 'pw'));
    await lchown(path.join(folder, 'pw'), stranger, stranger);
    expect(await look({ kind: 'file', path: 'pw' })).toEqual({
      problem: expect.stringMatching(/^pw was not read: .*pw, on the path to it, belongs to another user$/),
    });
    await chown(path.join(home, 'private'), stranger, stranger);
    expect(await look({ kind: 'file', path: 'pw' })).toEqual({ value: 'mine' });
  });

  test('by no program that somebody else can write', async () => {
    const program = path.join(folder, 'prog');
    await writeFile(program, '#!/bin/sh\necho said\n', { mode: 0o755 });
    const run = () => look({ kind: 'command', argv: ['./prog'] });
    expect(await run()).toEqual({ value: 'said' });
    await chmod(program, 0o777);
    expect(await run()).toEqual({
      problem: expect.stringMatching(/^the command \.\/prog was not run: others can write to it: chmod go-w /),
    });
    await chmod(program, 0o755);
    await chmod(folder, 0o777);
    expect(await run()).toEqual({ problem: expect.stringMatching(/others can write to its folder/) });
    expect(await look({ kind: 'command', argv: ['./none'] })).toEqual({ problem: 'the command ./none was not found' });
  });
});
