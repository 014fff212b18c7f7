import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startDns } from '../support/dns-server.js';
import { inProcess } from '../support/in-process.js';
import { labBench } from '../support/lab/sender.js';
import type { Run } from '../support/program.js';

const bench = await labBench();
const lab = await bench.start();
const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'der' })
  .toString('base64');
const dns = await startDns({
  'spf.sendsay.ru': ['v=spf1 ip4:185.138.182.0/24 ~all'],
  'good.test': ['v=spf1 include:spf.sendsay.ru ~all', 'other=1'],
  '_dmarc.good.test': ['v=DMARC1; p=reject; sp=quarantine; rua=mailto:d@good.test'],
  'shop.1._domainkey.good.test': [`v=DKIM1; k=rsa; p=${key}`],
  'gone._domainkey.good.test': ['v=DKIM1; p='],
  'own.test': ['v=spf1 mx -all'],
  'void.test': ['v=spf1 a:gone1.test mx:gone2.test a:gone3.test include:spf.sendsay.ru -all'],
  '_dmarc.own.test': ['v=DMARC1; p=maybe'],
  'two.test': ['v=spf1 -all', 'v=spf1 ~all'],
  '_dmarc.two.test': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'],
  'macro.test': ['v=spf1 exists:%{i}.x.test -all'],
  'news.good.test': ['v=spf1 redirect=good.test'],
  'wrong.test': ['v=spf1 ipv4:192.0.2.1 include:spf.sendsay.ru -all'],
  '_dmarc.wrong.test': ['v=dmarc1; p=none'],
  'cut._domainkey.wrong.test': [`v=DKIM1\\; p=${key}`],
  'both._domainkey.wrong.test': [`v=DKIM1; p=${key}`, 'v=DKIM1; p='],
  'trial._domainkey.wrong.test': [`v=DKIM1; t=y; p=${key}`],
  'quoted.test': ['"v=spf1 include:spf.sendsay.ru ~all"'],
  'blank.test': [' v=spf1 include:spf.sendsay.ru ~all'],
  'glued.test': ['v=spf1 include:own.testinclude:spf.sendsay.ru ~all'],
  'dead.test': ['v=spf1 redirect=nowhere.test'],
  'stale.test': ['v=spf1 include:nowhere.test include:spf.sendsay.ru ~all'],
  'partner.test': ['v=spf1 include:wrong.test include:spf.sendsay.ru ~all'],
  'open.test': ['v=spf1 include:spf.sendsay.ru +all'],
  'behind.test': ['v=spf1 ~all include:spf.sendsay.ru'],
  'dotted.test': ['v=spf1 include:spf.sendsay.ru. ~all'],
  'equals.test': ['v=spf1 include=spf.sendsay.ru ~all'],
  'minus.test': ['v=spf1 -include:spf.sendsay.ru ~all'],
  'servfail.test': 'failure',
  'refused.test': 'refused',
  '_dmarc.refused.test': 'failure',
  's._domainkey.refused.test': 'refused',
});
afterAll(() => {
  lab.close();
  dns.close();
});

async function check(from: string | undefined, provider: string, words: readonly string[] = []): Promise<Run> {
  const relay = `{ host: "localhost:${lab.port}", tls: starttls, auth: none }`;
  await writeFile(
    path.join(bench.folder, 'dns.yaml'),
    `senders:\n  - { name: x, provider: ${provider}, relay: ${relay} }\n`,
  );
  const all = ['check', '--config', 'dns.yaml', '--ca', 'ca.pem', '--dns', '--resolver', dns.place, ...words];
  return inProcess([...all, ...(from === undefined ? [] : ['--from', `a@${from}`])], { cwd: bench.folder });
}

type Row = readonly [state: string, finding: string | null];
const skipped: Row = ['skipped', null];
const pass: Row = ['pass', null];
const unknown: Row = ['unknown', null];

describe('check --dns', () => {
  test.each<[string | undefined, string, string | undefined, Row, Row, Row]>([
    ['good.test', 'sendsay', 'shop.1', pass, pass, pass],
    ['news.good.test', 'sendsay', undefined, pass, skipped, pass],
    ['good.test', 'sendsay', 'gone', pass, ['fail', 'dkim-missing'], pass],
    ['good.test', 'sendsay', 'other', pass, ['fail', 'dkim-missing'], pass],
    ['own.test', 'sendsay', undefined, ['fail', 'spf-not-covered'], skipped, ['warn', 'dmarc-broken']],
    ['own.test', 'custom', undefined, unknown, skipped, ['warn', 'dmarc-broken']],
    ['void.test', 'sendsay', undefined, ['fail', 'spf-broken'], skipped, ['warn', 'dmarc-missing']],
    ['two.test', 'sendsay', undefined, ['fail', 'spf-broken'], skipped, ['warn', 'dmarc-broken']],
    ['nothing.test', 'sendsay', undefined, ['fail', 'spf-missing'], skipped, ['warn', 'dmarc-missing']],
    ['macro.test', 'sendsay', undefined, unknown, skipped, ['warn', 'dmarc-missing']],
    ['refused.test', 'sendsay', 's', unknown, unknown, unknown],
    [undefined, 'sendsay', undefined, unknown, unknown, unknown],
  ])('mail from %s through %s, selector %s', async (from, provider, selector, spf, dkim, dmarc) => {
    const words = selector === undefined ? [] : ['--selector', selector];
    const { exit, stdout } = await check(from, provider, [...words, '--json']);
    const steps = JSON.parse(stdout).senders[0].steps.slice(-3);
    const rows = steps.map(({ id, state, finding }: Record<string, string>) => [id, state, finding]);
    expect(rows).toEqual([
      ['spf', ...spf],
      ['dkim', ...dkim],
      ['dmarc', ...dmarc],
    ]);
    expect(exit).toBe([spf, dkim, dmarc].some(([state]) => state === 'fail') ? 1 : 0);
  });

  /** Each way to be wrong has a sentence of its own, and no fix would make a second record. */
  test.each([
    [
      'wrong.test',
      'fail',
      'spf-broken',
      "'ipv4:192.0.2.1' in the record of wrong.test is not an SPF mechanism (did you mean ip4?)",
      'Correct that term',
    ],
    ['quoted.test', 'fail', 'spf-broken', 'contains quotation marks', 'do not add a second'],
    ['blank.test', 'fail', 'spf-broken', 'starts with a space', 'do not add a second'],
    ['glued.test', 'fail', 'spf-broken', 'has no space before include:spf.sendsay.ru', 'Correct that term'],
    [
      'dead.test',
      'fail',
      'spf-broken',
      "'redirect=nowhere.test' in the record of dead.test points to a name without an SPF record",
      'Correct that term',
    ],
    [
      'stale.test',
      'fail',
      'spf-broken',
      "'include:nowhere.test' in the record of stale.test points to",
      'Correct that term',
    ],
    [
      'partner.test',
      'fail',
      'spf-broken',
      "'ipv4:192.0.2.1' in the record of wrong.test is no",
      'Remove the term that leads to wrong.test',
    ],
    ['two.test', 'fail', 'spf-broken', 'two.test has several SPF records', 'Merge them'],
    ['open.test', 'warn', 'spf-allows-all', 'the record of open.test ends with +all', 'End it with ~all'],
    ['behind.test', 'fail', 'spf-not-covered', 'comes after "all"', 'Move include:spf.sendsay.ru before "all"'],
    [
      'equals.test',
      'fail',
      'spf-not-covered',
      "receivers ignore 'include=spf.sendsay.ru'",
      'with a colon: include:spf.sendsay.ru',
    ],
    [
      'minus.test',
      'fail',
      'spf-not-covered',
      '-include:spf.sendsay.ru in the record of minus.test comes first',
      'Write include:spf.sendsay.ru instead',
    ],
    [
      'nothing.test',
      'fail',
      'spf-missing',
      'nothing.test has no SPF record',
      'Publish one TXT record for nothing.test: v=spf1 include:spf.sendsay.ru ~all',
    ],
    ['servfail.test', 'unknown', null, 'the name server fails (SERVFAIL) for servfail.test', 'DNSSEC'],
  ])('SPF of %s: %s, %s', async (from, state, finding, says, fix) => {
    const { exit, stdout } = await check(from, 'sendsay', ['--json']);
    const [spf] = JSON.parse(stdout).senders[0].steps.slice(-3);
    expect(spf).toMatchObject({
      state,
      finding,
      evidence: expect.stringContaining(says),
      fix: expect.stringContaining(fix),
    });
    expect(exit).toBe(state === 'fail' ? 1 : 0);
    if (finding === 'spf-broken') expect(spf.fix).not.toMatch(/add include/i);
  });

  test.each([
    ['cut', 'fail', 'dkim-broken', 'contains backslashes'],
    ['both', 'fail', 'dkim-broken', 'has several keys'],
    ['trial', 'warn', 'dkim-broken', 'has an RSA key of 2048 bits, but it is marked as a test (t=y)'],
  ])('DKIM key %s: %s, %s', async (selector, state, finding, says) => {
    const { stdout } = await check('wrong.test', 'sendsay', ['--selector', selector, '--json']);
    const [, dkim, dmarc] = JSON.parse(stdout).senders[0].steps.slice(-3);
    expect(dkim).toMatchObject({ state, finding, evidence: expect.stringContaining(says) });
    expect(dmarc).toMatchObject({
      state: 'warn',
      finding: 'dmarc-broken',
      evidence: expect.stringContaining('v=DMARC1 in the wrong case'),
    });
  });

  test('a name with a final dot is asked for as any other', async () => {
    const { stdout } = await check('dotted.test', 'sendsay');
    expect(stdout).toContain('  ok    spf          include:spf.sendsay.ru. in the record of dotted.test (1 look-up)');
  });

  test('in words', async () => {
    const { stdout } = await check('own.test', 'sendsay');
    expect(
      stdout,
    ).toContain(`  FAIL  spf          the record of own.test does not cover this relay (1 look-up) [spf-not-covered]
                     fix: Add include:spf.sendsay.ru to the record of own.test, before "all".
  -     dkim         the selector is not known: give it with --selector
`);
  });

  test('terms whose names have no record', async () => {
    const { stdout } = await check('void.test', 'sendsay');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'the record of void.test has more than 2 terms whose name has no record (a:gone1.test, mx:gone2.test, a:gone3.test), and receivers reject it (permerror) [spf-broken] fix: Remove these terms.',
    );
  });

  test.each([
    ['nobody listens there', '127.0.0.1:1'],
    ['no route leads there', '255.255.255.255:53'],
  ])('a name server is unknown, not missing: %s', async (_, resolver) => {
    const { exit, stdout } = await check('good.test', 'sendsay', ['--resolver', resolver]);
    expect([exit, stdout]).toEqual([
      0,
      expect.stringMatching(/\?\s+spf\s+the name server cannot be reached for good\.test/),
    ]);
  });

  test('asks nothing without --dns', async () => {
    const before = dns.asked.length;
    await bench.run(lab, ['check', '--resolver', dns.place]);
    expect(dns.asked.length).toBe(before);
  });

  test.each([
    ['--resolver', 'ns.example.com'],
    ['--resolver', '1.2.3'],
    ['--selector', 'a b'],
    ['--selector', '.'],
    ['--from', 'nobody'],
  ])('%s %s is wrong usage', async (flag, word) => {
    expect((await check(undefined, 'sendsay', [flag, word])).exit).toBe(64);
  });
});
