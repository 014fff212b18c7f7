import { describe, expect, test } from '@jest/globals';
import { runSecretCommand } from '../../src/world/secrets/secret-command.js';

const node = process.execPath;
const run = (argv: string[], timeoutMs = 10_000, cancelled = new AbortController().signal) =>
  runSecretCommand({
    argv,
    cwd: process.cwd(),
    env: { PATH: process.env['PATH'] },
    timeoutMs,
    mostBytes: 65_536,
    cancelled,
  });

describe('what a program prints', () => {
  test.each<[string, string[], string]>([
    ['its bytes as they are', [node, '-e', 'process.stdout.write("päss")'], 'päss'],
    ['arguments are as they stand', [node, '-p', 'process.argv[1]', '$HOME; `id` *'], '$HOME; `id` *\n'],
    ['it is asked nothing', [node, '-p', 'require("fs").readFileSync(0).length'], '0\n'],
  ])('%s', async (_name, argv, value) => expect(await run(argv)).toEqual({ bytes: Buffer.from(value) }));

  test.each<[string[], RegExp]>([
    [['no-such-program'], /^the command no-such-program was not found$/],
    [[node, '-e', 'console.log("hunter2"); console.error("hunter2"); process.exit(7)'], /ended with exit code 7$/],
    [[node, '-e', 'process.kill(process.pid, "SIGTERM"); setTimeout(() => 0, 9e3)'], /was killed by SIGTERM$/],
    [[node, '-e', 'for (;;) require("fs").writeSync(1, "hunter2".repeat(999))'], /printed more than 64 KB$/],
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
    // Ctrl-C may have come before.
    expect(await run(endless, 10_000, stop.signal)).toEqual({ problem: expect.stringMatching(/was stopped$/) });
  });
});
