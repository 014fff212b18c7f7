import { type ChildProcess, spawn } from 'node:child_process';
import { pbkdf2 } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import path from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, describe, expect, test } from '@jest/globals';
import { configStep } from '../../src/commands/check/config-step.js';
import { networkSteps } from '../../src/commands/check/steps.js';
import { AkrelayError } from '../../src/errors.js';
import { budgetsWithin } from '../../src/relay/budgets.js';
import type { RelaySender } from '../../src/relay/sender.js';
import { nodeClock } from '../../src/world/node-clock.js';
import { nothing } from '../../src/world/smtp/inspect.js';
import { resolveHost } from '../../src/world/smtp/resolve-host.js';
import { connectTcp, tryAddresses } from '../../src/world/smtp/tcp.js';
import { labBench } from '../support/lab/sender.js';
import { akrelay } from '../support/program.js';
import { program } from '../support/program-under-test.js';

const bench = await labBench();
const cancelled = new AbortController().signal;
const tools = { clock: nodeClock, cancelled };
const open: { readonly close: () => unknown }[] = [];
afterAll(() => {
  for (const server of open) server.close();
});

interface Step {
  readonly id: string;
  readonly state: string;
  readonly finding: string | null;
}

/** State and finding of the first step that has one. */
function remarkIn(stdout: string): readonly unknown[] {
  const steps: readonly Step[] = JSON.parse(stdout).senders[0].steps;
  const found = steps.find(({ finding }) => finding !== null);
  return [found?.id, found?.state, found?.finding];
}

describe('check, by a real relay', () => {
  test('that answers EHLO with 451: ehlo-4yz', async () => {
    const lab = await bench.start({ faults: [{ at: 'ehlo', act: { kind: 'say', bytes: '451 4.3.2 Later\r\n' } }] });
    open.push(lab);
    const { stdout } = await bench.run(lab, ['check', '--json']);
    expect(remarkIn(stdout)).toEqual(['ehlo', 'fail', 'ehlo-4yz']);
  });

  test('that takes its time to greet: greeting-slow', async () => {
    const drip = { kind: 'drip', bytes: '220 lab\r\n', everyMs: 640 } as const;
    const lab = await bench.start({ faults: [{ at: 'greeting', act: drip }] });
    open.push(lab);
    const { exit, stdout } = await bench.run(lab, ['check', '--json']);
    expect([exit, remarkIn(stdout)]).toEqual([0, ['greeting', 'warn', 'greeting-slow']]);
  });

  test('whose certificate ends this week: certificate-ends-soon', async () => {
    const notAfter = new Date(Date.now() + 4.5 * 86_400_000);
    const pair = await bench.zoo.authority.issue({ names: ['localhost'], notAfter });
    const lab = await bench.start({ pair });
    open.push(lab);
    const { exit, stdout } = await bench.run(lab, ['check', '--json']);
    expect([exit, remarkIn(stdout)]).toEqual([0, ['certificate', 'warn', 'certificate-ends-soon']]);
    expect(stdout).toContain('4 days left');
  });

  test('that offers STARTTLS to a sender without TLS: tls-unused', async () => {
    const lab = await bench.start({});
    open.push(lab);
    const { exit, stdout } = await bench.run(lab, ['check', '--json'], { tls: 'none', auth: 'none' });
    expect([exit, remarkIn(stdout)]).toEqual([0, ['tls', 'warn', 'tls-unused']]);
  });

  test('that knows only ciphers for another kind of key than its own: tls-handshake', async () => {
    const { certPem: cert, keyPem: key } = bench.zoo.pairs.good;
    const odd = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' } as const;
    const server = createTlsServer({ cert, key, ...odd }).listen(0, '127.0.0.1');
    open.push(server);
    server.on('tlsClientError', () => undefined);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const lab = { port, lines: [], messages: [], close: () => undefined };
    const { exit, stdout } = await bench.run(lab, ['check', '--json'], { tls: 'implicit' });
    expect([exit, remarkIn(stdout)]).toEqual([1, ['tls', 'fail', 'tls-handshake']]);
  });

  // The single file has no OpenSSL, and takes such a key.
  (program.kind === 'package' ? test : test.skip)(
    'whose RSA key has 1024 bits, where OpenSSL asks for more: tls-weak-key',
    async () => {
      const lab = await bench.start({ pair: bench.zoo.pairs['weak-key'] });
      open.push(lab);
      const relay = `{ host: "localhost:${lab.port}", tls: starttls, auth: none }`;
      await writeFile(
        path.join(bench.folder, 'weak.yaml'),
        `senders: [{ name: x, provider: custom, relay: ${relay} }]\n`,
      );
      // Newer Node versions ask for this level of themselves.
      const env = { NODE_OPTIONS: '--tls-cipher-list=DEFAULT@SECLEVEL=2' };
      const words = ['check', '--json', '--config', 'weak.yaml', '--ca', 'ca.pem'];
      const { exit, stdout } = await akrelay(words, { cwd: bench.folder, env });
      expect([exit, remarkIn(stdout)]).toEqual([1, ['certificate', 'fail', 'tls-weak-key']]);
    },
  );

  test('that is not there: connect-refused', async () => {
    const lab = await bench.start();
    lab.close();
    const { exit, stdout } = await bench.run(lab, ['check', '--json']);
    expect([exit, remarkIn(stdout)]).toEqual([1, ['connect', 'fail', 'connect-refused']]);
  });

  test('of which one address is closed: connect-some-addresses', async () => {
    const lab = await bench.start();
    open.push(lab);
    const target = { host: 'localhost', port: lab.port, budgets: budgetsWithin(2_000) };
    const tcp = await tryAddresses(target, ['127.0.0.1', '127.0.0.2'], tools);
    const seen = { ...nothing, tcp };
    const [, step] = networkSteps({ ...sender.relay, tls: 'none', auth: 'none' }, seen, new Date());
    expect([step?.id, step?.state, step?.finding]).toEqual(['connect', 'warn', 'connect-some-addresses']);
    expect(step?.evidence).toMatch(/^127\.0\.0\.1 open .*, 127\.0\.0\.2 (?!open)/);
  });
});

async function findingOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return error instanceof AkrelayError ? error.data['id'] : error;
  }
}

describe('before the relay is asked', () => {
  test('a message without the headers that Sendsay needs: silent-loss', async () => {
    const lab = await bench.start();
    open.push(lab);
    await writeFile(path.join(bench.folder, 'poor.eml'), 'From: a@example.com\nTo: b@example.net\n\nhello\n');
    const { exit, stderr } = await bench.run(lab, ['send', 'lab', '--eml', 'poor.eml', '--json']);
    expect([exit, JSON.parse(stderr).error.id, lab.lines]).toEqual([65, 'silent-loss', []]);
  });

  test('a variable that is not set: secrets-missing', async () => {
    const lab = await bench.start();
    open.push(lab);
    const { exit, stdout } = await bench.run(lab, ['check', '--json'], { env: {} });
    expect([exit, remarkIn(stdout)]).toEqual([1, ['secrets', 'fail', 'secrets-missing']]);
  });
});

describe('the way to the relay', () => {
  const target = { host: 'localhost', port: 25, budgets: budgetsWithin(400) };

  test('dns-not-found: the system knows at once that no name is that long', async () => {
    const host = `${'a'.repeat(64)}.test`;
    expect(await findingOf(resolveHost({ ...target, host }, cancelled))).toBe('dns-not-found');
  });

  test('dns-temporary: no answer in time', async () => {
    // The system's resolver runs on four threads; while they are busy, nothing answers.
    const busy = Array.from({ length: 4 }, () => new Promise((done) => pbkdf2('', '', 400_000, 64, 'sha512', done)));
    const asked = resolveHost({ ...target, budgets: { ...target.budgets, dnsMs: 1 } }, cancelled);
    expect(await findingOf(asked)).toBe('dns-temporary');
    await Promise.all(busy);
  });

  test('connect-failed: an address that no host has', async () => {
    expect(await findingOf(connectTcp({ ...target, host: '255.255.255.255' }, tools))).toBe('connect-failed');
  });

  // Elsewhere a full queue of connections is answered with a reset.
  (process.platform === 'linux' ? test : test.skip)('timeout-connect: nothing answers', async () => {
    const deaf = await startDeaf();
    expect(await findingOf(connectTcp({ ...target, host: '127.0.0.1', port: deaf.port }, tools))).toBe(
      'timeout-connect',
    );
    deaf.close();
  });
});

/** A listener that accepts nothing, with its queue full: the system drops what comes then. */
async function startDeaf(): Promise<{ readonly port: number; readonly close: () => void }> {
  const code = `const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('fs').writeSync(1, s.address().port + '\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20000);
  });`;
  const child: ChildProcess = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const port = Number(chunk);
  const sockets: Socket[] = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await nodeClock.sleep(100, cancelled);
  return {
    port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}

const sender: RelaySender = {
  name: 's',
  type: 'akmta',
  provider: 'custom',
  relay: {
    host: 'h.test',
    port: 587,
    tls: 'starttls',
    auth: 'login',
    username: undefined,
    password: undefined,
    acknowledge: [],
  },
  webhook: { enabled: false, gateway: undefined, url: undefined },
  path: undefined,
  platform: { id: undefined, accounts: [] },
};

describe('what the settings tell', () => {
  test.each<[string | null, RelaySender['provider'], Partial<RelaySender['relay']>]>([
    [null, 'custom', {}],
    [null, 'sendsay', {}],
    [null, 'custom', { port: 465, tls: 'implicit' }],
    ['relay/starttls-on-465', 'custom', { port: 465 }],
    ['relay/implicit-tls-port', 'custom', { tls: 'implicit' }],
    ['relay/clear-text-auth', 'custom', { tls: 'none' }],
    [null, 'custom', { tls: 'none', acknowledge: ['auth-clear-text'] }],
    [null, 'custom', { tls: 'none', auth: 'cram-md5' }],
    ['relay/clear-text-auth', 'altcraft-cloud', { tls: 'none' }],
    [null, 'altcraft-cloud', { tls: 'none', acknowledge: ['auth-clear-text'] }],
    [null, 'altcraft-cloud', { tls: 'starttls' }],
    ['relay/preset-tls', 'sendsay', { tls: 'none', auth: 'none' }],
    ['relay/preset-auth', 'sendsay', { auth: 'plain' }],
    ['relay/port-25', 'custom', { port: 25 }],
  ])('%s: %s with %j', (finding, provider, relay) => {
    if (finding === 'relay/clear-text-auth' && provider === 'altcraft-cloud') {
      const { evidence, fix } = configStep({ ...sender, provider, relay: { ...sender.relay, ...relay } });
      expect(evidence).toMatch(/as documented for Altcraft Cloud SMTP \(guides\.altcraft\.com/);
      expect(fix).toContain("add 'acknowledge: [auth-clear-text]' under relay");
    }
    const step = configStep({ ...sender, provider, relay: { ...sender.relay, ...relay } });
    expect([step.state, step.finding, step.fix === null]).toEqual([
      finding === null ? 'pass' : 'warn',
      finding,
      finding === null,
    ]);
  });
});
