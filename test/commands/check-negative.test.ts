import { afterAll, describe, expect, test } from '@jest/globals';
import { labBench, labPassword } from '../support/lab/sender.js';
import type { LabServer } from '../support/lab/server.js';
import { leaks } from '../support/leaks.js';
import { startStrictRelay } from '../support/strict-relay.js';

const bench = await labBench();
const say = (bytes: string) => ({ kind: 'say', bytes: `${bytes}\r\n` }) as const;
const servers: Readonly<Record<string, LabServer>> = {
  strict: await startStrictRelay(bench.zoo.pairs.good),
  careless: await bench.start({ extensions: ['8BITMIME', 'AUTH LOGIN'] }),
  'refuses the address': await bench.start({ faults: [{ at: 'rcpt', act: say('550 5.1.2 Null MX') }] }),
  defers: await bench.start({
    faults: [
      { at: 'auth', act: say('454 4.7.0 Later') },
      { at: 'mail', act: say('451 4.3.0 Later') },
    ],
  }),
  'hangs up at RCPT': await bench.start({ faults: [{ at: 'rcpt', act: { kind: 'close' } }] }),
  'without TLS': await bench.start({ tls: 'none' }),
  'says nothing': await bench.start({ faults: [{ at: 'greeting', act: { kind: 'close' } }] }),
};
afterAll(() => {
  for (const server of Object.values(servers)) server.close();
});

type States = readonly [clearAuth: string, wrongLogin: string, openRelay: string];
const findings = ['auth-before-tls', 'wrong-password-accepted', 'relays-without-login'];

describe('check --negative, of a relay that is', () => {
  test.each<[string, object, States]>([
    ['strict', {}, ['pass', 'pass', 'pass']],
    ['careless', {}, ['fail', 'fail', 'fail']],
    ['careless', { auth: 'none' }, ['fail', 'skipped', 'pass']],
    ['careless', { env: {} }, ['fail', 'skipped', 'fail']],
    ['refuses the address', {}, ['pass', 'fail', 'unknown']],
    ['defers', {}, ['pass', 'unknown', 'unknown']],
    ['hangs up at RCPT', {}, ['pass', 'fail', 'unknown']],
    ['without TLS', { tls: 'none' }, ['skipped', 'fail', 'fail']],
    ['says nothing', {}, ['skipped', 'skipped', 'skipped']],
  ])('%s, to a sender with %j', async (name, options, expected) => {
    const server = servers[name] as LabServer;
    const { stdout, stderr } = await bench.run(server, ['check', '--negative', '--json'], options);
    const steps = JSON.parse(stdout).senders[0].steps.slice(-3);
    expect(steps.map(({ state }: { state: string }) => state)).toEqual(expected);
    expect(steps.map(({ finding }: { finding: string }) => finding)).toEqual(
      findings.map((finding, i) => (expected[i] === 'fail' ? finding : null)),
    );
    expect(leaks(stdout + stderr, labPassword)).toBe(false);
    expect(server.lines.filter((line) => line.startsWith('DATA'))).toEqual([]);
  });

  test('strict: in words, with one wrong login only', async () => {
    const strict = servers['strict'] as LabServer;
    const before = strict.lines.length;
    const { exit, stdout } = await bench.run(strict, ['check', '--negative']);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/: ready to send\n/);
    expect(stdout).toContain(`  ok    clear-auth   the relay offers no AUTH before TLS
  ok    wrong-login  a random password is rejected: 535 Login refused
  ok    open-relay   the relay refuses mail to akrelay-check@example.org without a login: 530 Error: authentication Required
`);
    expect(strict.lines.slice(before)).toEqual(['AUTH lab-user', 'AUTH lab-user']);
  });

  test('careless: works, and what failed', async () => {
    const { exit, stdout } = await bench.run(servers['careless'] as LabServer, ['check', '--negative']);
    expect([exit, stdout.split('\n')[0]]).toEqual([
      1,
      expect.stringMatching(/: can send, but clear-auth, wrong-login, open-relay failed$/),
    ]);
  });
});
