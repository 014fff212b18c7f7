import { mkdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { homeAbove } from '../../src/world/files/home.js';
import { renameOver } from '../../src/world/files/rename.js';
import { whoElseWrites } from '../../src/world/secrets/config-trust.js';
import { windowsStart } from '../../src/world/secrets/windows-start.js';
import { emptyFolder } from '../support/program.js';

/** What differs on systems that no test runs on: the platform is a parameter. */
describe('a file in use', () => {
  test.each<[NodeJS.Platform, string, number, string]>([
    ['win32', 'EPERM', 3, 'new'],
    ['win32', 'EBUSY', 2, 'new'],
    ['win32', 'ENOSPC', 1, 'old'],
    ['linux', 'EPERM', 1, 'old'],
    ['darwin', 'EBUSY', 1, 'old'],
  ])('is renamed over on %s, %s: at try %d, then it holds the %s text', async (platform, code, tries, text) => {
    const cwd = await emptyFolder();
    const [from, to] = [path.join(cwd, 'from'), path.join(cwd, 'to')];
    await writeFile(from, 'new');
    await writeFile(to, 'old');
    let tried = 0;
    const heldOpen = async (...names: [string, string]): Promise<void> => {
      tried += 1;
      if (tried < tries || text === 'old') throw Object.assign(new Error(code), { code });
      await rename(...names);
    };
    await renameOver(from, to, platform, heldOpen).catch((error) => expect(error.code).toBe(code));
    expect([tried, await readFile(to, 'utf8')]).toEqual([tries, text]);
  });
});

describe('the home folder', () => {
  test.each<[NodeJS.Platform, string, string, string | undefined]>([
    ['linux', 'home/ann/mail', 'home/ann', 'home/ann'],
    ['linux', 'home/ann', 'home/ann', 'home/ann'],
    ['linux', 'home/ann/mail', 'link', 'home/ann'],
    ['darwin', 'link/mail', 'home/ann', 'link'],
    ['linux', 'home/Ann/mail', 'home/ann', undefined],
    ['win32', 'home/Ann/mail', 'home/ann', 'home/Ann'],
    ['win32', 'home/annie', 'home/ann', undefined],
  ])('on %s, seen from %s, with the home folder %s: %s', async (platform, place, home, found) => {
    const cwd = await emptyFolder();
    await mkdir(path.join(cwd, 'home/ann/mail'), { recursive: true });
    await symlink('home/ann', path.join(cwd, 'link'));
    expect(homeAbove(path.join(cwd, place), path.join(cwd, home), platform)).toBe(found && path.join(cwd, found));
  });

  test.each([
    ['found', 'mail', undefined],
    ['by-flag', 'elsewhere', undefined],
    ['found', 'elsewhere', 'on Windows, akrelay cannot tell who else can write to it'],
  ] as const)('on Windows a config that was %s in %s: %s', async (named, folder, reason) => {
    const cwd = await emptyFolder();
    const file = path.join(cwd, folder, 'akrelay.yaml');
    const about = await stat(cwd);
    expect(await whoElseWrites({ file, about }, named, 'win32', path.join(cwd, 'mail'))).toBe(reason);
  });
});

describe("a secret's command on Windows", () => {
  const files = [
    'C:\\tools\\pass.cmd',
    'C:\\apps\\op.exe',
    'C:\\a & b\\x.bat',
    'D:\\conf\\get.bat',
    'D:\\conf\\op.exe',
  ];
  const place = {
    cwd: 'D:\\conf',
    env: { PATH: 'C:\\tools;;C:\\apps;C:\\a & b', PathExt: '.EXE;.CMD;.BAT', COMSPEC: 'C:\\Windows\\cmd.exe' },
    isFile: (file: string) => files.some((one) => one.toLowerCase() === file.toLowerCase()),
  };
  const inShell = (line: string) => ({
    file: 'C:\\Windows\\cmd.exe',
    args: ['/d', '/s', '/v:off', '/c', `"${line}"`],
    verbatim: true,
  });
  test.each<[string[], unknown]>([
    [['op', 'read', 'a&b'], { file: 'C:\\apps\\op.EXE', args: ['read', 'a&b'], verbatim: false }],
    [['pass', 'show', 'mail relay\\'], inShell('"C:\\tools\\pass.CMD" "show" "mail relay\\\\"')],
    [['pass.cmd'], inShell('"C:\\tools\\pass.cmd"')],
    [['.\\get', 'x'], inShell('"D:\\conf\\get.BAT" "x"')],
    [['get'], { problem: 'the command get was not found' }],
    [['x'], { problem: expect.stringContaining('cannot contain') }],
    ...['%PATH%', 'a"b', 'a&calc', '!x!', 'a\nb', '^', '>f', '|x'].map((word): [string[], unknown] => [
      ['pass', word],
      {
        problem: expect.stringMatching(
          /^the command pass is a script of cmd\.exe: .* cannot contain " % ! \^ & \| < >$/,
        ),
      },
    ]),
  ])('%j', (argv, start) => expect(windowsStart(argv, place)).toEqual(start));
});
