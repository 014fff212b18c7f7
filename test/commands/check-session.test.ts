import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LabScript } from '../../src/relay/lab-script.js';
import { makeAuthority } from '../../src/world/lab/certificates.js';
import { certificateName, tlsOptions } from '../../src/world/smtp/tls-options.js';
import { inProcess } from '../support/in-process.js';
import { type BenchOptions, labBench, labPassword } from '../support/lab/sender.js';
import type { LabServer } from '../support/lab/server.js';
import { leaks } from '../support/leaks.js';
import type { Run } from '../support/program.js';

const bench = await labBench();
const open: LabServer[] = [];
afterAll(() => {
  for (const lab of open) lab.close();
});

async function start(script: Partial<LabScript> = {}): Promise<LabServer> {
  const lab = await bench.start(script);
  open.push(lab);
  return lab;
}

interface Step {
  readonly id: string;
  readonly state: string;
  readonly finding: string | null;
  readonly evidence: string;
}

function stepsIn({ stdout }: Run): readonly Step[] {
  return JSON.parse(stdout).senders[0].steps;
}

async function check(script: Partial<LabScript>, words: readonly string[], options: BenchOptions = {}) {
  const lab = await start(script);
  const run = await bench.run(lab, ['check', '--json', ...words], options);
  return { lab, run, steps: stepsIn(run), step: (id: string) => stepsIn(run).find((one) => one.id === id) };
}

beforeAll(async () => {
  const { authority } = bench.zoo;
  const client = await authority.issue({ names: ['client.example'], side: 'client' });
  const notAfter = new Date(Date.now() - 1_000_000);
  const old = await authority.issue({ names: ['client.example'], side: 'client', notAfter });
  const stranger = await (await makeAuthority('stranger')).issue({ names: ['client.example'], side: 'client' });
  const files = {
    'client.pem': client.certPem,
    'client-key.pem': client.keyPem,
    'both.pem': client.certPem + client.keyPem,
    'old.pem': old.certPem + old.keyPem,
    'stranger.pem': stranger.certPem + stranger.keyPem,
    'leaf.pem': bench.zoo.pairs.good.certPem,
    'leaf-key.pem': bench.zoo.pairs.good.keyPem,
    'chain-and-root.pem': bench.zoo.pairs.good.certPem + authority.caPem,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(bench.folder, name), text);
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A server that verifies its clients as OpenSSL does, which says so with an alert; Node's closes the connection. */
async function startOpenssl(): Promise<{ readonly port: number; readonly close: () => void }> {
  const files = ['-cert', 'leaf.pem', '-key', 'leaf-key.pem', '-CAfile', 'ca.pem'];
  const words = ['s_server', '-accept', '127.0.0.1:0', ...files, '-Verify', '1', '-verify_return_error'];
  const child = spawn('openssl', words, { cwd: bench.folder, stdio: ['pipe', 'pipe', 'ignore'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const port = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
    if (port !== undefined) return { port: Number(port), close: () => child.kill() };
  }
  throw new Error(`openssl s_server did not start: ${said}`);
}

describe('the steps stand in the order of the wire', () => {
  test('with implicit TLS, TLS and certificate come before the greeting', async () => {
    const { steps } = await check({ tls: 'implicit' }, [], { tls: 'implicit' });
    expect(steps.map(({ id }) => id).slice(2)).toEqual([
      'dns',
      'connect',
      'tls',
      'certificate',
      'greeting',
      'ehlo',
      'auth',
      'limits',
    ]);
  });

  test.each<[string, Partial<LabScript>, BenchOptions, string]>([
    ['a closed port', {}, {}, 'ok ok - - - - - -'],
    ['no TLS on a TLS port', { tls: 'none' }, { tls: 'implicit' }, 'ok ok FAIL - - - - -'],
    [
      'an expired certificate, implicit',
      { tls: 'implicit', pair: bench.zoo.pairs.expired },
      { tls: 'implicit' },
      'ok ok ? FAIL - - - -',
    ],
    [
      'a close after the handshake, implicit',
      { tls: 'implicit', faults: [{ at: 'greeting', act: { kind: 'close' } }] },
      { tls: 'implicit' },
      'ok ok ok ok FAIL - - -',
    ],
    [
      'a close at the second EHLO',
      { faults: [{ at: 'ehlo', nth: 2, act: { kind: 'close' } }] },
      {},
      'ok ok ok FAIL ok ok - -',
    ],
    ['a refused STARTTLS', { faults: [{ at: 'starttls', act: { kind: 'close' } }] }, {}, 'ok ok ok ok FAIL - - -'],
  ])('what never happened is not ok: %s', async (what, script, options, expected) => {
    const lab = await start(script);
    const run = await bench.run(what === 'a closed port' ? { ...lab, port: 9 } : lab, ['check', '--json'], options);
    const words: Readonly<Record<string, string>> = { pass: 'ok', fail: 'FAIL', skipped: '-', unknown: '?' };
    const shown = stepsIn(run)
      .slice(2)
      .map(({ state }) => words[state]);
    expect(shown.join(' ')).toBe(what === 'a closed port' ? 'ok FAIL - - - - - -' : expected);
  });
});

test('where there is no TLS by the config, a failure is not why', async () => {
  const faults = [{ at: 'auth', act: { kind: 'say', bytes: '535 5.7.8 no\r\n' } }] as const;
  const { step } = await check({ tls: 'none', faults }, [], { tls: 'none' });
  expect(['tls', 'certificate', 'auth', 'limits'].map((id) => step(id)?.evidence)).toEqual([
    'tls is none, and the relay offers no STARTTLS',
    'no TLS',
    expect.stringContaining('535 5.7.8 no'),
    'not reached: auth failed',
  ]);
});

test('a relay that hangs up in TLS is not said to expect TLS', async () => {
  const faults = [{ at: 'greeting', act: { kind: 'close' } }] as const;
  const { run } = await check({ tls: 'implicit', faults }, [], { tls: 'implicit' });
  expect(run.stdout).toContain('may block this address or reject the client certificate');
});

describe('the name in EHLO', () => {
  test.each<[string, string[], BenchOptions, string]>([
    ['of the file', [], { relay: 'ehlo: mail.example.com,' }, 'mail.example.com'],
    ['of the flag, which comes first', ['--ehlo', 'a.example'], { relay: 'ehlo: mail.example.com,' }, 'a.example'],
    ['an address', ['--ehlo', '[192.0.2.1]'], {}, '[192.0.2.1]'],
    ['none: the address that it speaks from', [], {}, '[127.0.0.1]'],
  ])('%s', async (_what, words, options, name) => {
    const { lab, step } = await check({}, words, options);
    expect(lab.lines.filter((line) => line.startsWith('EHLO'))).toEqual([`EHLO ${name}`, `EHLO ${name}`]);
    expect(step('ehlo')?.evidence).toContain(`as ${name}: `);
  });

  test.each(['a b', 'пример.example', '[x]', '', 'a..b'])('%j is none', async (word) => {
    const { exit, stderr } = await inProcess(['check', '--ehlo', word], { cwd: bench.folder });
    expect([exit, stderr]).toEqual([64, expect.stringContaining('is not an EHLO name')]);
  });
});

describe('the name of the certificate', () => {
  test('apart from the host: tlsName, --tls-name', async () => {
    const other = { pair: bench.zoo.pairs['wrong-name'] };
    const byFlag = await check(other, ['--tls-name', 'mail.example.org']);
    const byFile = await check(other, [], { relay: 'tlsName: mail.example.org,' });
    expect([byFlag.run.exit, byFile.run.exit]).toEqual([0, 0]);
    expect((await check(other, [])).step('certificate')).toMatchObject({ state: 'fail', finding: 'tls-wrong-name' });
  });

  test('an internationalised one is compared as its A-label, a final dot is no part of it', async () => {
    const pair = await bench.zoo.authority.issue({ names: ['xn--e1afmkfd.example'] });
    expect((await check({ pair }, ['--tls-name', 'пример.example'])).run.exit).toBe(0);
    expect(certificateName({ host: 'smtp.example.com.' })).toBe('smtp.example.com');
    expect(tlsOptions({ host: '127.0.0.1', caPem: undefined }, 'verified')).toEqual({ host: '127.0.0.1' });
  });
});

describe('a client certificate', () => {
  const wants = { clientAuthority: bench.zoo.authority.caPem };

  test.each<[string, string[], BenchOptions]>([
    ['in two files', ['--client-cert', 'client.pem', '--client-key', 'client-key.pem'], {}],
    ['in one', ['--client-cert', 'both.pem'], {}],
    ['of the config, beside it', [], { relay: 'clientCertificate: { cert: client.pem, key: client-key.pem },' }],
  ])('%s', async (_what, words, options) => {
    const { run } = await check(wants, words, options);
    expect(run.exit).toBe(0);
  });

  test('none: client-certificate-wanted', async () => {
    expect((await check(wants, [])).step('tls')).toMatchObject({ state: 'fail', finding: 'client-certificate-wanted' });
  });

  (hasOpenssl ? test : test.skip).each([
    ['of a stranger', 'stranger.pem'],
    ['that has expired', 'old.pem'],
  ])('one %s, which OpenSSL refuses with an alert: client-certificate-refused', async (_what, file) => {
    const server = await startOpenssl();
    const words = ['check', `localhost:${server.port}`, '--tls', 'implicit', '--ca', 'ca.pem', '--client-cert', file];
    const run = await inProcess([...words, '--json'], { cwd: bench.folder });
    server.close();
    const step = stepsIn(run).find(({ id }) => id === 'tls');
    expect(step).toMatchObject({ state: 'fail', finding: 'client-certificate-refused' });
  });

  test.each([
    [['--client-cert', 'client.pem'], 78, 'client-certificate-unusable'],
    [['--client-cert', 'nowhere.pem'], 66, undefined],
    [['--client-key', 'client-key.pem'], 64, undefined],
  ])('%j: %d', async (words, exit, id) => {
    const lab = await start(wants);
    const run = await bench.run(lab, ['check', '--json', ...words]);
    expect([run.exit, JSON.parse(run.stderr).error.id]).toEqual([exit, id]);
  });
});

describe('the file of --ca', () => {
  test.each([
    ['leaf.pem', 78, 'ca-is-no-authority', /contains a server certificate \(CN=localhost\)/],
    ['client-key.pem', 78, 'ca-unusable', /contains no PEM certificate/],
    ['chain-and-root.pem', 0, undefined, /^$/],
  ])('%s: exit %d', async (file, exit, id, says) => {
    const lab = await start();
    const relay = `{ host: "localhost:${lab.port}", tls: starttls, auth: none }`;
    await writeFile(path.join(bench.folder, 'ca.yaml'), `senders: [{ name: x, provider: custom, relay: ${relay} }]\n`);
    const words = ['check', '--config', 'ca.yaml', '--ca', file, '--json'];
    const run = await inProcess(words, { cwd: bench.folder });
    expect([run.exit, run.stderr === '' ? undefined : JSON.parse(run.stderr).error.id]).toEqual([exit, id]);
    expect(run.stderr === '' ? '' : JSON.parse(run.stderr).error.message).toMatch(says);
  });
});

describe('--min-days', () => {
  test.each([
    [['--min-days', '35'], 1, 'fail'],
    [['--min-days', '20'], 0, 'pass'],
    [[], 0, 'pass'],
  ])('%j: exit %d', async (words, exit, state) => {
    const { run, step } = await check({}, words);
    expect([run.exit, step('certificate')?.state]).toEqual([exit, state]);
  });
});

describe('a relay that is in no file', () => {
  const env = { U: 'lab-user', P: labPassword };
  const login = ['--auth', 'login', '--username-env', 'U', '--password-env', 'P'];

  test('is checked by host:port', async () => {
    const lab = await start();
    const words = ['check', `localhost:${lab.port}`, ...login, '--ca', 'ca.pem', '--json'];
    const run = await inProcess(words, { cwd: bench.folder, env });
    const [sender] = JSON.parse(run.stdout).senders;
    expect([run.exit, sender.sender, sender.verdict]).toEqual([0, `localhost:${lab.port}`, 'pass']);
    expect(lab.lines).toContain('AUTH LOGIN');
    expect(leaks(run.stdout + run.stderr, labPassword)).toBe(false);
  });

  test('gets mail by --host, or by its place', async () => {
    const lab = await start();
    const place = ['send', '--host', `localhost:${lab.port}`, '--tls', 'starttls', ...login, '--ca', 'ca.pem'];
    const envelope = ['--from', 'a@example.com', '--to', 'b@example.net'];
    const refused = await inProcess([...place, ...envelope], { cwd: bench.folder, env });
    const run = await inProcess([...place, ...envelope, '--yes'], { cwd: bench.folder, env });
    const instead = ['send', ...place.slice(2), ...envelope, '--yes'];
    const byPlace = await inProcess(instead, { cwd: bench.folder, env });
    expect([refused.exit, run.exit, byPlace.exit, lab.messages.length]).toEqual([64, 0, 0, 2]);
    expect(refused.stderr).toContain('No config allows test messages to b@example.net');
  });

  test.each([
    [['check', 'localhost:587', '--username-env', 'U', '--auth', 'none'], /--auth none cannot be used/],
    [['check', 'main', '--tls', 'none'], /--tls cannot be used with a sender/],
    [['send', 'main', '--password-env', 'P'], /--password-env cannot be used with a sender/],
    [['send', 'main', '--host', 'localhost:587'], /--host cannot be used with main/],
    [['send', 'a.example:25', '--host', 'localhost:587'], /--host cannot be used with a.example:25/],
    [['send', 'a.example:25', '--virtual', 'news'], /a.example:25 cannot be used with news/],
    [['check', 'localhost:587', '-4', '-6'], /-4 and -6 cannot be used together/],
    [['check', 'localhost:587', '-4', '--source-address', '::1'], /is not an IPv4 address/],
  ])('%j is wrong usage', async (words, says) => {
    const { exit, stderr } = await inProcess(words, { cwd: bench.folder });
    expect([exit, stderr]).toEqual([64, expect.stringMatching(says)]);
  });
});

describe('addresses of this machine and of the relay', () => {
  test('--source-address is spoken from', async () => {
    const { lab, step } = await check({}, ['--source-address', '127.0.0.9']);
    expect([lab.lines[0], step('connect')?.state]).toEqual(['EHLO [127.0.0.9]', 'pass']);
  });

  test('one that this machine does not have is said to be so', async () => {
    const lab = await start();
    const run = await bench.run(lab, ['send', 'lab', '--source-address', '192.0.2.77']);
    expect([run.exit, run.stderr]).toEqual([
      69,
      expect.stringContaining('This machine does not have the address 192.0.2.77'),
    ]);
  });

  test('-6 of a host that has none: dns-no-family', async () => {
    const lab = await start();
    const run = await bench.run(lab, ['send', 'lab', '-6', '--json']);
    expect([run.exit, JSON.parse(run.stderr).error.id]).toEqual([68, 'dns-no-family']);
    expect((await bench.run(lab, ['send', 'lab', '-4'])).exit).toBe(0);
  });
});
