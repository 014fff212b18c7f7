import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningReceiver, startReceiver } from '../support/events/receiver.js';
import { startWebZoo } from '../support/events/web-zoo.js';
import { inProcess } from '../support/in-process.js';
import { person } from '../support/memory-world.js';
import { akrelay, emptyFolder } from '../support/program.js';

interface Call {
  readonly scenario: string;
  readonly verdict: string;
  readonly status: number | null;
  readonly finding: string | null;
  readonly says: string;
}

const cwd = await emptyFolder();
const zoo = await startWebZoo();
await writeFile(path.join(cwd, 'ca.pem'), zoo.caPem);
afterAll(zoo.close);

describe('events send to events listen', () => {
  let receiver: RunningReceiver;
  beforeAll(async () => {
    receiver = await startReceiver(cwd);
  });
  afterAll(() => receiver.stop());

  test.each([
    ['sendsay', 12, [1, 200, 1, 3, 3, 1, 2_500, 1]],
    ['altcraft', 11, [1, 200, 1, 3, 0, 1, 2_500, 1]],
  ])('as %s: every scenario', async (source, calls, distinct) => {
    const token = `t-${source}`;
    const words = ['events', 'send', '--to', receiver.url, '--as', source, '--token', token, '--json'];
    const { exit, stdout } = await akrelay(words, { cwd });
    const result = JSON.parse(stdout) as { calls: Call[]; to: string };
    expect([exit, result.calls.length, result.to]).toEqual([0, calls, `http://localhost:${receiver.port}`]);
    expect(result.calls.map(({ status }) => status).filter((status) => status !== 200)).toEqual([400]);
    const { stdout: stats } = await inProcess(['events', 'stats', '--source', source, '--json'], { cwd });
    const [{ events, copies, kinds, without }] = JSON.parse(stats).sources;
    expect(events).toBe(distinct.reduce((sum, one) => sum + one, 0));
    expect([copies, kinds['hard-bounce'], kinds.click]).toEqual([1, 200, 1]);
    // Each made-up event is read whole.
    expect(without).toEqual({ kind: 0, time: 0, recipient: 0, token: 0 });
    const shown = await inProcess(['events', 'show', '--token', `${token}-5`, '--format', 'ndjson'], { cwd });
    expect([shown.exit, JSON.parse(shown.stdout)]).toMatchObject([
      0,
      { kind: 'click', link: 'https://example.com/akrelay-test' },
    ]);
  });

  test('the URL by reference, and what it says to a person', async () => {
    const words = ['events', 'send', '--to-env', 'HOOK', '--scenario', 'delivery,broken'];
    const { exit, stdout, stderr } = await inProcess(words, { cwd, env: { HOOK: receiver.url } });
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^http:\/\/localhost:\d+, as sendsay: all replies as expected\n {2}ok {4}delivery {6}status 200 /,
    );
    expect(stdout).not.toContain(new URL(receiver.url).pathname);
  });
});

describe('events send to a server that', () => {
  test.each([
    ['redirects', 'webhook-redirect', /a redirect to https:\/\/elsewhere\.example$/],
    ['redirects nowhere', 'webhook-redirect', /a redirect to nowhere/],
    ['slow', 'webhook-slow', /no reply within 1 s$/],
    ['hangs up', 'webhook-unreachable', /connection was closed/],
    ['changes the protocol', 'webhook-unreachable', /connection was closed/],
    ['answers 404', 'webhook-status', /status 404, where 2xx was expected/],
    ['answers 500', 'webhook-status', /status 500/],
    ['says no TLS', 'tls-not-spoken', /does not speak TLS on this port/],
    ['expired', 'tls-expired', /expired/],
    ['wrong name', 'tls-wrong-name', /for mail\.example\.org, not for localhost/],
    ['self-signed', 'tls-untrusted', /not signed by a trusted authority/],
    ['closed', 'webhook-unreachable', /refused/],
    ['no host', 'webhook-no-host', /does not resolve/],
  ])('%s: %s', async (name, finding, says) => {
    const words = ['events', 'send', '--to', zoo.urls[name] ?? '', '--scenario', 'delivery', '--timeout', '1', '--yes'];
    const { exit, stdout, stderr } = await inProcess([...words, '--ca', 'ca.pem', '--json'], { cwd });
    expect([exit, JSON.parse(stdout).calls, stderr]).toMatchObject([
      1,
      [{ verdict: 'fail', finding, says: expect.stringMatching(says) }],
      '',
    ]);
    const { stdout: text } = await inProcess([...words, '--ca', 'ca.pem'], { cwd });
    expect(text).toMatch(/1 of 1 replies not as expected\n {2}FAIL/);
    expect(text).not.toMatch(/hook-secret|other-secret|\u001b/);
  });

  test('answers early, while a large body is on its way', async () => {
    const words = ['events', 'send', '--to', zoo.urls['answers early'] ?? '', '--scenario', 'large', '--json'];
    const { stdout } = await inProcess(words, { cwd });
    expect(JSON.parse(stdout).calls).toMatchObject([{ status: 200 }]);
  });

  test('answers 204: fine for Sendsay, not for Altcraft', async () => {
    const words = ['events', 'send', '--to', zoo.urls['answers 204'] ?? '', '--scenario', 'delivery', '--ca', 'ca.pem'];
    expect((await inProcess(words, { cwd })).exit).toBe(0);
    const altcraft = await inProcess([...words, '--as', 'altcraft'], { cwd });
    expect([altcraft.exit, altcraft.stdout]).toEqual([
      1,
      expect.stringContaining('status 204, where 200 was expected'),
    ]);
  });

  test('is another machine: it asks first', async () => {
    const words = ['events', 'send', '--to', 'https://hook.invalid/secret-path-1', '--scenario', 'delivery'];
    expect(await inProcess(words, { cwd })).toMatchObject({
      exit: 64,
      stderr: 'error: This sends test events to https://hook.invalid.\nhint: Add --yes to confirm.\n',
    });
    const { prompts, asked } = person([false, true]);
    expect((await inProcess(words, { cwd, prompts })).exit).toBe(64);
    expect((await inProcess(words, { cwd, prompts })).exit).toBe(1);
    expect(asked.map(({ message }) => message)).toEqual(Array(2).fill('Send test events to https://hook.invalid?'));
  });

  test.each([
    [['--to', 'hook'], 64, /--to: 'hook' is not a URL/],
    [[], 64, /The webhook URL is missing/],
    [['--to-env', 'NOPE'], 64, /NOPE is not set/],
    [['--to', 'http://127.0.0.1:1/', '--scenario', 'delivry'], 64, /Did you mean --scenario delivery\?/],
    [['--to', 'http://127.0.0.1:1/', '--scenario', 'json-stream', '--as', 'altcraft'], 64, /sends no JSON Stream/],
    [['--to', 'http://127.0.0.1:1/', '--ca', 'nowhere.pem'], 66, /Cannot read nowhere\.pem/],
  ])('is named so: %j', async (words, exit, says) => {
    const run = await inProcess(['events', 'send', ...words], { cwd });
    expect([run.exit, run.stderr]).toEqual([exit, expect.stringMatching(says)]);
  });
});
