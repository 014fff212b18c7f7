import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { LabScript } from '../../src/relay/lab-script.js';
import { labBench, labPassword } from '../support/lab/sender.js';
import { leaks } from '../support/leaks.js';
import type { Run } from '../support/program.js';

const bench = await labBench();
const before = await bench.start();
afterAll(before.close);
const file = path.join(bench.folder, 'before.json');
const saving = await bench.run(before, ['check', '--save', 'before.json']);
const saved = readFileSync(file, 'utf8');

/** Looks at another server as if it were the first one some days later. */
async function later(script: Partial<LabScript>, words: readonly string[] = []): Promise<Run> {
  const lab = await bench.start(script);
  const moved = saved.replaceAll(`localhost:${before.port}`, `localhost:${lab.port}`);
  await writeFile(path.join(bench.folder, `${lab.port}.json`), moved);
  const run = await bench.run(lab, ['check', '--compare', `${lab.port}.json`, ...words]);
  lab.close();
  return run;
}

describe('check --save', () => {
  test('a file that would have no place is told before the relay is asked', async () => {
    const lab = await bench.start();
    const run = await bench.run(lab, ['check', '--save', 'no/such/folder/before.json']);
    lab.close();
    expect([run.exit, run.stdout, lab.lines]).toEqual([73, '', []]);
  });

  test('writes what its schema says, and no secret', () => {
    const validate = new Ajv2020().compile(JSON.parse(readFileSync('src/schemas/check-snapshot@1.json', 'utf8')));
    expect([saving.exit, validate(JSON.parse(saved)), validate.errors]).toEqual([0, true, null]);
    expect(leaks(saved, labPassword)).toBe(false);
    expect(JSON.parse(saved).senders[0]).toMatchObject({
      sender: 'lab',
      addresses: ['127.0.0.1'],
      starttls: 'offered',
      keywords: ['8BITMIME', 'ENHANCEDSTATUSCODES', 'PIPELINING', 'SIZE 10485760'],
      authMethods: ['CRAM-MD5', 'LOGIN', 'PLAIN'],
      tlsVersion: 'TLSv1.3',
    });
  });
});

describe('check --compare', () => {
  test.each<[string, Partial<LabScript>, number, readonly (readonly [string, string])[]]>([
    ['nothing', {}, 0, []],
    ['STARTTLS gone', { tls: 'none' }, 1, [['starttls', 'fail']]],
    ['another certificate', { pair: bench.zoo.pairs['through-intermediate'] }, 0, [['certificate', 'warn']]],
    ['a certificate that is refused', { pair: bench.zoo.pairs.stranger }, 1, [['certificate', 'warn']]],
    ['other keywords', { extensions: ['SIZE 5', 'DSN'] }, 0, [['keywords', 'warn']]],
    ['fewer AUTH methods', { auth: ['LOGIN'] }, 0, [['auth-methods', 'warn']]],
    ['no greeting', { faults: [{ at: 'greeting', act: { kind: 'close' } }] }, 1, []],
  ])('%s', async (_what, script, exit, expected) => {
    const run = await later(script, ['--json']);
    const [{ changes, steps }] = JSON.parse(run.stdout).senders;
    expect([run.exit, changes.map((one: { what: string; state: string }) => [one.what, one.state])]).toEqual([
      exit,
      expected,
    ]);
    const compared = steps.filter(({ id }: { id: string }) => id === 'compare');
    expect(compared.map(({ state }: { state: string }) => state)).toEqual(
      expected.length === 0 ? ['pass'] : expected.map(([, state]) => state),
    );
  });

  test('says what changed', async () => {
    const { stdout } = await later({ auth: ['LOGIN'], extensions: ['PIPELINING', 'SIZE 5'] });
    expect(stdout.replaceAll(/20\d\d-[\d: -]+UTC/g, 'DATE UTC')).toContain(
      `  warn  compare      AUTH methods: CRAM-MD5, PLAIN before, nothing now (since DATE UTC) [changed-auth-methods]
  warn  compare      EHLO keywords: 8BITMIME, ENHANCEDSTATUSCODES, SIZE 10485760 before, SIZE 5 now (since DATE UTC) [changed-keywords]
`,
    );
  });

  test('the alarm names its cause', async () => {
    const { stdout } = await later({ tls: 'none' });
    expect(stdout).toMatch(/FAIL {2}compare {6}STARTTLS is no longer offered .*\[starttls-gone\]\n +fix: /);
  });

  test('can save over the file that it compared with', async () => {
    await writeFile(path.join(bench.folder, 'both.json'), saved);
    const run = await bench.run(before, ['check', '--compare', 'both.json', '--save', 'both.json']);
    expect([run.exit, JSON.parse(readFileSync(path.join(bench.folder, 'both.json'), 'utf8')).senders]).toEqual([
      0,
      JSON.parse(saved).senders,
    ]);
  });

  test('a sender that the file does not have', async () => {
    await writeFile(path.join(bench.folder, 'other.json'), saved.replace('"lab"', '"other"'));
    const { exit, stdout } = await bench.run(before, ['check', '--compare', 'other.json']);
    expect([exit, stdout]).toEqual([0, expect.stringContaining('this sender is not in the saved file')]);
  });

  test.each([
    ['no JSON', '{'],
    ['other JSON', '{"schema":"akrelay/check@1","senders":[]}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no date', saved.replace(/"savedAt": "[^"]+"/, '"savedAt": "soon"')],
    ['a later version', saved.replace('check-snapshot@1', 'check-snapshot@2')],
    ['another shape', saved.replace(/"addresses": \[[^\]]*\]/, '"addresses": 1')],
    ['a certificate without names', saved.replace('"names"', '"called"')],
  ])('%s is no file of --save: one sentence, exit 65', async (_what, text) => {
    await writeFile(path.join(bench.folder, 'bad.json'), text);
    const { exit, stdout, stderr } = await bench.run(before, ['check', '--compare', 'bad.json']);
    expect([exit, stdout, stderr]).toEqual([
      65,
      '',
      expect.stringMatching(/^error: bad\.json was not written by akrelay check --save .*\n.*check --save bad\.json/),
    ]);
  });

  test('a file that is missing is exit 66', async () => {
    expect((await bench.run(before, ['check', '--compare', 'nowhere.json'])).exit).toBe(66);
  });
});
