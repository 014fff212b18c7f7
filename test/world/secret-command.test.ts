import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allowCommands, whyNoCommands } from '../../src/world/secrets/command-trust.js';
import { runSecretCommand } from '../../src/world/secrets/secret-command.js';
import { emptyFolder } from '../support/program.js';

const node = process.execPath;
const run = (argv: string[], timeoutMs = 10_000, cancelled = new AbortController().signal) =>
  runSecretCommand({ argv, cwd: process.cwd(), env: { PATH: process.env['PATH'] }, timeoutMs, cancelled });

describe('what a program prints', () => {
  test.each<[string, string[], string]>([
    ['one line end goes', [node, '-p', '"x "'], 'x '],
    ['only one', [node, '-e', 'process.stdout.write("x\\r\\n\\r\\n")'], 'x\r\n'],
    ['none is fine', [node, '-e', 'process.stdout.write("päss")'], 'päss'],
    ['arguments are as they stand', [node, '-p', 'process.argv[1]', '$HOME; `id` *'], '$HOME; `id` *'],
    ['it is asked nothing', [node, '-p', 'require("fs").readFileSync(0).length'], '0'],
  ])('%s', async (_name, argv, value) => expect(await run(argv)).toEqual({ value }));

  test.each<[string[], RegExp]>([
    [['no-such-program'], /^the command no-such-program was not found$/],
    [[node, '-e', 'console.log("hunter2"); console.error("hunter2"); process.exit(7)'], /ended with exit code 7$/],
    [[node, '-e', 'process.kill(process.pid, "SIGTERM"); setTimeout(() => 0, 9e3)'], /was ended by SIGTERM$/],
    [[node, '-e', 'for (;;) require("fs").writeSync(1, "hunter2".repeat(999))'], /printed more than 64 kB$/],
    [[process.cwd()], /cannot be run: permission denied$/],
    [['a\0b'], /cannot be run: /],
  ])('or why not: %j', async (argv, problem) => {
    const result = await run(argv);
    expect(result).toEqual({ problem: expect.stringMatching(problem) });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('one that does not end is ended, as on Ctrl-C', async () => {
    const endless = [node, '-e', 'setInterval(() => 0, 1e3)'];
    expect(await run(endless, 300)).toEqual({ problem: expect.stringMatching(/did not end within 0\.3 seconds$/) });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    expect(await run(endless, 10_000, stop.signal)).toEqual({ problem: expect.stringMatching(/was stopped$/) });
  });
});

describe('a config may run commands', () => {
  const scene = async (mode: number) => {
    const home = await emptyFolder();
    const folder = path.join(home, 'a');
    await mkdir(folder, { mode: 0o755 });
    const file = path.join(folder, 'akrelay.yaml');
    await writeFile(file, 'x');
    await chmod(file, mode);
    return {
      home,
      folder,
      file,
      env: { XDG_STATE_HOME: path.join(home, 'state'), LOCALAPPDATA: path.join(home, 'state') },
    };
  };

  test.each([
    [0o600, undefined],
    [0o644, undefined],
    [0o620, /^others can write it/],
    [0o602, /^others can write it/],
  ])('of mode %#', async (mode, expected) => {
    const { file, env } = await scene(mode);
    const said = await whyNoCommands({ file, named: 'by-flag', env });
    if (expected === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(expected);
  });

  test('unless others can write a folder of it, that of a link too', async () => {
    const { home, folder, file, env } = await scene(0o600);
    const open = path.join(home, 'open');
    await mkdir(open);
    await chmod(open, 0o777);
    await symlink(file, path.join(open, 'akrelay.yaml'));
    const ask = (name: string) => whyNoCommands({ file: name, named: 'by-flag', env });
    expect(await ask(path.join(open, 'akrelay.yaml'))).toMatch(/^others can write its folder: .*open$/);
    await chmod(home, 0o777);
    expect(await ask(file)).toMatch(/^others can write a folder above it: /);
    await chmod(home, 0o1777);
    expect(await ask(file)).toBeUndefined();
    await chmod(folder, 0o775);
    expect(await ask(file)).toMatch(/^others can write its folder/);
    expect(await ask('/dev/null')).toBe('it is no regular file');
    expect(await ask(path.join(home, 'none'))).toBe('no such file or folder');
  });

  test('that was found, once this text of it is confirmed', async () => {
    const { home, folder, file, env } = await scene(0o600);
    const ask = (name = file) => whyNoCommands({ file: name, named: 'found', env });
    expect(await ask()).toMatch(/not confirmed/);
    await allowCommands(file, 'x', env);
    expect(await ask()).toBeUndefined();
    await writeFile(file, 'y');
    expect(await ask()).toMatch(/not confirmed/);
    await writeFile(path.join(folder, 'other.yaml'), 'x');
    expect(await ask(path.join(folder, 'other.yaml'))).toMatch(/not confirmed/);
    await writeFile(path.join(home, 'full'), '');
    await expect(allowCommands(file, 'y', { ...env, XDG_STATE_HOME: path.join(home, 'full') })).rejects.toMatchObject({
      kind: 'cannot-write',
    });
  });
});
