import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startWebZoo } from '../support/events/web-zoo.js';
import { inProcess } from '../support/in-process.js';
import { labBench } from '../support/lab/sender.js';

const zoo = await startWebZoo();
const bench = await labBench();
const lab = await bench.start({ tls: 'none' });
afterAll(() => {
  zoo.close();
  lab.close();
});

interface Step {
  readonly id: string;
  readonly state: string;
  readonly finding: string | null;
  readonly fix: string | null;
}

async function look(webhook: string, words: readonly string[] = ['--json'], provider = 'sendsay') {
  const cwd = bench.folder;
  const file = path.join(cwd, 'webhook.yaml');
  const relay = `{ host: "localhost:${lab.port}", tls: none, auth: none }`;
  await writeFile(file, `senders:\n  - { name: s, provider: ${provider}, relay: ${relay}, webhook: ${webhook} }\n`);
  await writeFile(path.join(cwd, 'web-ca.pem'), zoo.caPem);
  return inProcess(['check', '--webhook', '--config', file, '--ca', 'web-ca.pem', '--timeout', '3', ...words], { cwd });
}

function stepsIn(stdout: string): readonly Step[] {
  return JSON.parse(stdout).senders[0].steps.filter(({ id }: Step) => id.startsWith('webhook'));
}

describe('check --webhook, of a URL that is', () => {
  test.each([
    ['good', 'pass', null],
    ['answers 204', 'pass', null],
    ['answers 405 to GET', 'pass', null],
    ['plain', 'warn', 'webhook-no-tls'],
    ['redirects', 'fail', 'webhook-redirect'],
    ['answers 404', 'warn', 'webhook-not-found'],
    ['answers 500', 'fail', 'webhook-status'],
    ['wants a login', 'warn', 'webhook-status'],
    ['slow', 'fail', 'webhook-slow'],
    ['hangs up', 'fail', 'webhook-unreachable'],
    ['speaks no HTTP', 'fail', 'webhook-unreachable'],
    ['answers for ever', 'pass', null],
    ['says no TLS', 'fail', 'tls-not-spoken'],
    ['expired', 'fail', 'tls-expired'],
    ['wrong name', 'fail', 'tls-wrong-name'],
    ['self-signed', 'fail', 'tls-untrusted'],
    ['closed', 'fail', 'webhook-unreachable'],
    ['no host', 'fail', 'webhook-no-host'],
  ])('%s: %s, %s', async (name, state, finding) => {
    const { exit, stdout, stderr } = await look(`{ enabled: true, url: "${zoo.urls[name]}" }`);
    expect(stderr).toBe('');
    expect([exit, stepsIn(stdout)]).toMatchObject([
      state === 'fail' ? 1 : 0,
      [
        { id: 'webhook', state, finding },
        { id: 'webhook-panel', state: 'unknown', fix: expect.stringContaining('above all in «Доставка»') },
      ],
    ]);
    if (state !== 'pass') expect(stepsIn(stdout)[0]?.fix).toMatch(/\w/);
  });

  test('not there, or not used', async () => {
    expect(stepsIn((await look('{ enabled: true }')).stdout)).toMatchObject([
      { state: 'warn', finding: 'webhook-no-url' },
    ]);
    expect(stepsIn((await look('{ enabled: false, url: "https://x.example/" }')).stdout)).toMatchObject([
      { state: 'skipped' },
    ]);
    const other = await look(`{ enabled: true, url: "${zoo.urls['good']}" }`, ['--json'], 'custom');
    expect(stepsIn(other.stdout)).toMatchObject([{ state: 'pass' }]);
  });

  test('in words', async () => {
    const { stdout } = await look(`{ enabled: true, url: "${zoo.urls['redirects']}" }`, []);
    expect(stdout).toMatch(/: can send, but webhook failed\n/);
    expect(stdout).toMatch(/ {2}FAIL {2}webhook {6}localhost:\d+ replies 301 \d+ ms \[webhook-redirect\]\n/);
  });
});
