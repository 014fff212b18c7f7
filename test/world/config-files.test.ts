import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, readFile, realpath, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { keptFiles } from '../../src/world/files/kept-files.js';
import { nodeConfigFiles } from '../../src/world/files/node-config-files.js';
import { nodeFiles } from '../../src/world/files/node-files.js';
import { thisRunner } from '../../src/world/files/runner.js';
import type { Files } from '../../src/world/world.js';
import { cpuMs } from '../support/cpu-ms.js';
import { emptyFolder } from '../support/program.js';

const root = process.getuid?.() === 0;
const namespaces = root && spawnSync('unshare', ['-m', 'true']).status === 0;
const deadPid = 2 ** 22 + 1;
let cwd: string;
beforeEach(async () => {
  cwd = await realpath(await emptyFolder());
});

const never = new AbortController().signal;
const files = (explicit?: string, from = cwd, cancelled = never) =>
  nodeConfigFiles({
    cwd: from,
    env: { XDG_CONFIG_HOME: path.join(cwd, 'xdg') },
    explicit,
    environment: undefined,
    cancelled,
  });
const put = async (name: string, text: string | Uint8Array = 'version: 1\n') => {
  await mkdir(path.dirname(path.join(cwd, name)), { recursive: true });
  await writeFile(path.join(cwd, name), text);
};
const to = (text: string) => () => ({ text, changed: true });

describe('find', () => {
  test.each([
    ['akrelay.yaml'],
    ['akrelay.yml'],
    ['.akrelay.yaml'],
    ['.config/akrelay.yaml'],
    ['xdg/akrelay/akrelay.yaml'],
    ['xdg/akrelay/config.yaml'],
  ])('%s from a folder below', async (name) => {
    await put(name);
    await mkdir(path.join(cwd, 'a/b'), { recursive: true });
    expect(await files(undefined, path.join(cwd, 'a/b')).find()).toBe(path.join(cwd, name));
  });

  test.each([[''], ['# only a comment\n'], [' \n']])('a file that says nothing, %j, is found', async (text) => {
    await put('akrelay.yaml', text);
    expect(await files().find()).toBe(path.join(cwd, 'akrelay.yaml'));
  });

  test('the nearest wins, and akrelay.yaml before its other names', async () => {
    await put('akrelay.yaml');
    await put('a/.akrelay.yaml');
    await put('a/akrelay.yml');
    expect(await files(undefined, path.join(cwd, 'a')).find()).toBe(path.join(cwd, 'a/akrelay.yml'));
  });

  test('a folder of that name is passed over', async () => {
    await mkdir(path.join(cwd, 'a/akrelay.yaml'), { recursive: true });
    await put('akrelay.yaml');
    expect(await files(undefined, path.join(cwd, 'a')).find()).toBe(path.join(cwd, 'akrelay.yaml'));
  });

  test('nothing is found, and no code is run', async () => {
    const trap = `require('node:fs').writeFileSync(${JSON.stringify(path.join(cwd, 'ran'))}, ''); module.exports = {};`;
    for (const name of [
      'akrelay.js',
      'akrelay.config.js',
      '.akrelayrc.js',
      '.config/config.js',
      '.config/akrelayrc.js',
      'xdg/akrelay/config.js',
      'xdg/akrelay/config.cjs',
    ])
      await put(name, trap);
    await put('package.json', '{"akrelay": {}, "cosmiconfig": {"searchPlaces": ["akrelay.js"]}}');
    const before = process.cwd();
    process.chdir(cwd);
    try {
      expect(await files().find()).toBeUndefined();
      await put('akrelay.yaml');
      expect(await files().find()).toBe(path.join(cwd, 'akrelay.yaml'));
    } finally {
      process.chdir(before);
    }
    expect(await readdir(cwd)).not.toContain('ran');
  });
});

describe('read', () => {
  test.each([
    ['no file', undefined, /No akrelay\.yaml was found here/],
    ['a missing file', 'none.yaml', /^Cannot read the config none\.yaml: no such file or folder\.$/],
    ['a folder', '.', /it is a folder/],
    ['a device', '/dev/zero', /it is not a regular file/],
    ['bytes that are not UTF-8', 'bad.yaml', /^bad\.yaml:2 is not UTF-8 text\.$/],
    ['a link to itself', 'loop.yaml', /too many symbolic links/],
  ])('%s is one clear error', async (_name, explicit, message) => {
    await put('bad.yaml', Buffer.from('a: 1\nb: \xe9\n', 'latin1'));
    await symlink('loop.yaml', path.join(cwd, 'loop.yaml'));
    await expect(files(explicit).read()).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringMatching(message),
    });
  });

  test.each([
    [0o600, 'owner'],
    [0o640, 'others'],
    [0o644, 'others'],
  ])('mode %o is readable by %s', async (mode, readableBy) => {
    await put('akrelay.yaml');
    await chmod(path.join(cwd, 'akrelay.yaml'), mode);
    expect(await files().read()).toMatchObject({ shownAs: 'akrelay.yaml', text: 'version: 1\n', readableBy });
  });
});

describe('update', () => {
  test.each([[0o600], [0o664], [0o640]])('keeps the mode %o, and leaves nothing beside the file', async (mode) => {
    await put('akrelay.yaml');
    await chmod(path.join(cwd, 'akrelay.yaml'), mode);
    await files().update(to('version: 1 # x\r\n'));
    expect(await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')).toBe('version: 1 # x\r\n');
    expect((await stat(path.join(cwd, 'akrelay.yaml'))).mode & 0o777).toBe(mode);
    expect(await readdir(cwd)).toEqual(['akrelay.yaml']);
  });

  test('a backup is kept when asked for and something changes: the old text, the mode', async () => {
    await put('real/shared.yaml', 'old\r\n');
    await chmod(path.join(cwd, 'real/shared.yaml'), 0o640);
    await symlink('real/shared.yaml', path.join(cwd, 'akrelay.yaml'));
    await put('victim');
    await symlink('victim', path.join(cwd, 'akrelay.yaml.bak'));
    await files().update(({ text }) => ({ text, changed: false }), 'kept');
    expect((await lstat(path.join(cwd, 'akrelay.yaml.bak'))).isSymbolicLink()).toBe(true);
    await files().update(to('new'), 'kept');
    expect(await readFile(path.join(cwd, 'akrelay.yaml.bak'), 'utf8')).toBe('old\r\n');
    expect((await lstat(path.join(cwd, 'akrelay.yaml.bak'))).mode & 0o7777).toBe(0o640);
    expect(await readFile(path.join(cwd, 'victim'), 'utf8')).toBe('version: 1\n');
    await files().update(to('newer'));
    expect(await readFile(path.join(cwd, 'akrelay.yaml.bak'), 'utf8')).toBe('old\r\n');
    expect((await readdir(cwd)).sort()).toEqual(['akrelay.yaml', 'akrelay.yaml.bak', 'real', 'victim']);
  });

  test('where no backup can be kept, nothing is changed', async () => {
    await put('akrelay.yaml', 'old');
    await mkdir(path.join(cwd, 'akrelay.yaml.bak'));
    await expect(files().update(to('new'), 'kept')).rejects.toMatchObject({ kind: 'cannot-write' });
    expect(await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')).toBe('old');
    expect((await readdir(cwd)).sort()).toEqual(['akrelay.yaml', 'akrelay.yaml.bak']);
  });

  test('a change that fails keeps an older backup; leavings of a killed one are swept', async () => {
    await put('akrelay.yaml', 'old');
    await put('akrelay.yaml.bak', 'older');
    await put(`.akrelay.yaml.bak.${hostname()}-${deadPid}-abc-1.tmp`);
    const plan = files().update(({ path: file }) => {
      writeFileSync(file, 'by hand');
      return { text: 'new', changed: true };
    }, 'kept');
    await expect(plan).rejects.toMatchObject({ kind: 'changed-on-disk' });
    expect(await readFile(path.join(cwd, 'akrelay.yaml.bak'), 'utf8')).toBe('older');
    expect((await readdir(cwd)).sort()).toEqual(['akrelay.yaml', 'akrelay.yaml.bak']);
    await files().update(to('new'), 'kept');
    expect(await readFile(path.join(cwd, 'akrelay.yaml.bak'), 'utf8')).toBe('by hand');
  });

  (namespaces ? test : test.skip)('where the file itself cannot be replaced, the backup is as it was', async () => {
    await put('akrelay.yaml');
    await put('akrelay.yaml.bak', 'older');
    await put('mounted');
    const script = `mount --bind mounted akrelay.yaml && exec "$0" "$1" sender create x --provider sendsay --backup`;
    const program = path.resolve('bin/akrelay.cjs');
    const run = spawnSync('unshare', ['-m', 'sh', '-c', script, process.execPath, program], { cwd, encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([
      73,
      expect.stringMatching(/Cannot write .*akrelay\.yaml: it is a mount point, or in use\./),
    ]);
    expect(await readFile(path.join(cwd, 'akrelay.yaml.bak'), 'utf8')).toBe('older');
    expect((await readdir(cwd)).sort()).toEqual(['akrelay.yaml', 'akrelay.yaml.bak', 'mounted']);
  });

  test('a symbolic link stays one, and its target is what changes', async () => {
    await put('real/shared.yaml');
    await symlink('real/shared.yaml', path.join(cwd, 'akrelay.yaml'));
    await files().update(to('new'));
    expect((await lstat(path.join(cwd, 'akrelay.yaml'))).isSymbolicLink()).toBe(true);
    expect(await readFile(path.join(cwd, 'real/shared.yaml'), 'utf8')).toBe('new');
  });

  test('an editor that wrote meanwhile is not overwritten', async () => {
    await put('akrelay.yaml');
    const plan = files().update((source) => {
      writeFileSync(source.path, 'by hand');
      return { text: 'ours', changed: true };
    });
    await expect(plan).rejects.toMatchObject({ kind: 'changed-on-disk' });
    expect(await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')).toBe('by hand');
    expect(await readdir(cwd)).toEqual(['akrelay.yaml']);
  });

  test('an editor that moves it aside meanwhile is told of, and the file is not made anew', async () => {
    await put('akrelay.yaml');
    const plan = files().update((source) => {
      rmSync(source.path);
      return { text: 'ours', changed: true };
    }, 'kept');
    await expect(plan).rejects.toMatchObject({ kind: 'changed-on-disk' });
    expect(await readdir(cwd)).toEqual([]);
  });

  test('an editor that writes anew again and again: each change is made, or refused in words', async () => {
    await put('akrelay.yaml');
    // As vim does where it keeps a backup.
    const script = `const fs = require('node:fs'); const save = () => {
      fs.renameSync('akrelay.yaml', 'akrelay.yaml~'); fs.writeFileSync('akrelay.yaml', 'version: 1\\n'); setTimeout(save, 1) }; save(); console.log('')`;
    const editor = spawn(process.execPath, ['-e', script], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(editor.stdout, 'data');
    const told = new Set<string>();
    for (let round = 0; round < 150; round++)
      await files('akrelay.yaml')
        .update(({ text }) => ({ text: `${text}#`, changed: true }))
        .catch(({ kind, message }) => told.add(`${kind}: ${message}`));
    editor.kill('SIGKILL');
    const known = [
      'changed-on-disk: akrelay.yaml changed on disk in the meantime; nothing was written.',
      'config: Cannot read the config akrelay.yaml: no such file or folder.',
    ];
    expect([...told].filter((one) => !known.includes(one))).toEqual([]);
  });

  test('nothing to change: the file is not touched', async () => {
    await put('akrelay.yaml');
    const before = await stat(path.join(cwd, 'akrelay.yaml'), { bigint: true });
    await files().update(({ text }) => ({ text, changed: false }));
    expect(await stat(path.join(cwd, 'akrelay.yaml'), { bigint: true })).toMatchObject({
      ino: before.ino,
      mtimeNs: before.mtimeNs,
    });
  });

  test('what the plan throws comes through, and the lock is free again', async () => {
    await put('akrelay.yaml');
    await expect(
      files().update(() => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await files().update(to('a'));
  });

  test('two that begin at once both count', async () => {
    await put('akrelay.yaml', '');
    const add = ({ text }: { text: string }) => ({ text: `${text}x`, changed: true });
    await Promise.all(Array.from({ length: 8 }, () => files().update(add)));
    expect(await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')).toBe('xxxxxxxx');
  });

  (root ? test.skip : test)('a folder that cannot be written is one clear error', async () => {
    await put('akrelay.yaml');
    await chmod(cwd, 0o555);
    await expect(files().update(to('a'))).rejects.toMatchObject({
      kind: 'cannot-write',
      message: expect.stringMatching(/permission denied/),
    });
    await chmod(cwd, 0o755);
  });
});

describe('the lock', () => {
  const lockOf = (owner: object) => put('.akrelay.yaml.lock', JSON.stringify(owner));
  test('of a dead process is taken over at once, and its leavings are swept', async () => {
    await put('akrelay.yaml');
    await put(`.akrelay.yaml.${hostname()}-${deadPid}-abc-1.tmp`);
    await put(`.akrelay.yaml.lock.${hostname()}-${deadPid}-abc-2.tmp`);
    await put(`.akrelay.yaml.another-host-${deadPid}-abc-3.tmp`);
    await put('.akrelay.yaml.mine.tmp');
    await lockOf({ pid: deadPid, host: hostname(), since: new Date().toISOString() });
    const begin = cpuMs();
    await files().update(to('a'));
    expect(cpuMs() - begin).toBeLessThan(2_000);
    expect((await readdir(cwd)).sort()).toEqual([
      `.akrelay.yaml.another-host-${deadPid}-abc-3.tmp`,
      '.akrelay.yaml.mine.tmp',
      'akrelay.yaml',
    ]);
  });

  test.each([
    ['another machine', { pid: 1, host: 'elsewhere', since: '2026-01-01T00:00:00.000Z' }, -31_000],
    ['another machine whose clock is ahead', { pid: 1, host: 'elsewhere', since: '2027-01-01T00:00:00.000Z' }, 31_000],
    ['nobody', {}, -31_000],
  ])('of %s is waited for, and taken over when it is too old', async (_name, owner, ageMs) => {
    await put('akrelay.yaml');
    await lockOf(owner);
    let done = false;
    const update = files()
      .update(to('a'))
      .then(() => {
        done = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(done).toBe(false);
    const then = new Date(Date.now() + ageMs);
    await utimes(path.join(cwd, '.akrelay.yaml.lock'), then, then);
    await update;
    expect(await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')).toBe('a');
  });

  test('of a process of this machine that still runs is never taken over, however old; of an earlier one of its number it is', async () => {
    await put('akrelay.yaml');
    const owner = { ...(await thisRunner()), host: hostname(), since: '2026-01-01T00:00:00.000Z' };
    await lockOf(owner);
    const old = new Date('2026-01-01');
    await utimes(path.join(cwd, '.akrelay.yaml.lock'), old, old);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    await expect(files(undefined, cwd, stop.signal).update(to('a'))).rejects.toMatchObject({ kind: 'cancelled' });
    if (process.platform !== 'linux') return;
    await lockOf({ ...owner, started: '1' });
    await files().update(to('a'));
    expect(await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')).toBe('a');
  });

  test.each<[string, (lock: string) => unknown]>([
    ['a named pipe', (lock) => execFileSync('mkfifo', [lock])],
    ['a link', (lock) => symlinkSync('/dev/zero', lock)],
    ['a folder', (lock) => mkdirSync(lock)],
    ['a file of another size', (lock) => writeFileSync(lock, 'x'.repeat(5_000))],
  ])('that is %s is refused at once', async (_name, make) => {
    await put('akrelay.yaml');
    make(path.join(cwd, '.akrelay.yaml.lock'));
    const begin = cpuMs();
    await expect(files().update(to('a'))).rejects.toMatchObject({
      kind: 'cannot-write',
      message: expect.stringMatching(/\.akrelay\.yaml\.lock is not a lock file/),
    });
    expect(cpuMs() - begin).toBeLessThan(2_000);
    expect(await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')).toBe('version: 1\n');
  });

  test('lost while the plan is made: the change is planned again on what stands there now', async () => {
    await put('akrelay.yaml', 'one');
    const seen: string[] = [];
    await files().update(({ text }) => {
      seen.push(text);
      if (seen.length === 1) {
        writeFileSync(path.join(cwd, 'akrelay.yaml'), 'two');
        rmSync(path.join(cwd, '.akrelay.yaml.lock'));
      }
      return { text: `${text}!`, changed: true };
    });
    expect([seen, await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')]).toEqual([['one', 'two'], 'two!']);
  });

  test('a wait ends with Ctrl-C', async () => {
    await put('akrelay.yaml');
    await lockOf({ pid: 1, host: 'elsewhere', since: '2026-01-01T00:00:00.000Z' });
    const stop = new AbortController();
    const waiting = nodeConfigFiles({
      cwd,
      env: {},
      explicit: 'akrelay.yaml',
      environment: undefined,
      cancelled: stop.signal,
    }).update(to('a'));
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('create', () => {
  test('never overwrites, and of many at once one wins', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => files().create(`version: 1 # ${i}\n`)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(cwd)).toEqual(['akrelay.yaml']);
    await expect(files().create('')).rejects.toMatchObject({
      kind: 'cannot-write',
      message: expect.stringMatching(/already exists/),
    });
  });

  test('a link that leads nowhere is not followed', async () => {
    await symlink('/nowhere/at/all', path.join(cwd, 'akrelay.yaml'));
    await expect(files().create('')).rejects.toMatchObject({ kind: 'cannot-write' });
  });
});

describe('other files', () => {
  const plainFiles = (): Files => nodeFiles(cwd, keptFiles(cwd, files().find), never);

  test('a device stays a device', async () => {
    await plainFiles().write('/dev/null', 'x', 'shared');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  test('is written also where another program removes it again and again', async () => {
    const script = `const fs = require('node:fs'); const remove = () => {
      try { fs.unlinkSync('metrics.prom'); fs.writeFileSync('metrics.prom', '') } catch {} setImmediate(remove) }; remove(); console.log('')`;
    const other = spawn(process.execPath, ['-e', script], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    for (let round = 0; round < 200; round++) await plainFiles().write('metrics.prom', 'x', 'shared');
    other.kill('SIGKILL');
  });

  test("a private file is its owner's, a link stays one", async () => {
    await put('real.json', 'old');
    await symlink('real.json', path.join(cwd, 'link.json'));
    await plainFiles().write('link.json', 'new', 'shared');
    await plainFiles().write('private.json', 'x', 'private');
    expect(await readFile(path.join(cwd, 'real.json'), 'utf8')).toBe('new');
    expect((await stat(path.join(cwd, 'private.json'))).mode & 0o777).toBe(0o600);
  });
});
