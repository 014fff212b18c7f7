import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { type FaultCase, faultCases } from '../support/lab/faults.js';
import { folderWithAuthority } from '../support/lab/folder.js';
import { labPassword as password } from '../support/lab/sender.js';
import { startFaulty } from '../support/lab/server.js';
import { leaks } from '../support/leaks.js';
import type { Run } from '../support/program.js';

const { zoo, folder } = await folderWithAuthority();
const runs = new Map<string, Run>();

async function check(fault: FaultCase, words: readonly string[], env: Record<string, string>): Promise<Run> {
  const lab = await startFaulty(fault, zoo);
  const { tls = 'starttls', auth = 'login' } = fault.sender ?? {};
  const credentials = auth === 'none' ? '' : 'username: { env: U }, password: { env: P },';
  const relay = `{ host: "localhost:${lab.port}", tls: ${tls}, auth: ${auth}, ${credentials} }`;
  const config = path.join(folder, `${lab.port}.yaml`);
  await writeFile(config, `version: 1\nsenders:\n  - { name: lab, provider: custom, relay: ${relay} }\n`);
  const run = await inProcess(
    [
      'check',
      '--config',
      config,
      '--ca',
      'ca.pem',
      '--timeout',
      fault.finding.startsWith('timeout-') ? '2' : '30',
      ...words,
    ],
    {
      cwd: folder,
      env,
    },
  );
  lab.close();
  expect(lab.lines.filter((line) => line.startsWith('MAIL'))).toEqual([]);
  return run;
}

const env = { U: 'lab-user', P: password };
/** Faults that show before MAIL; the later ones do not concern `check`. */
const early = faultCases.filter(({ id }) => /^(greeting|ehlo|starttls|tls|implicit|auth|odd)-/.test(id));

beforeAll(async () => {
  const waiting = [...early];
  const worker = async (): Promise<void> => {
    for (let fault = waiting.shift(); fault; fault = waiting.shift())
      runs.set(fault.id, await check(fault, ['--json'], env));
  };
  await Promise.all(Array.from({ length: 10 }, worker));
});

describe('check, of a relay that', () => {
  test.each(early.map((fault) => [fault.does, fault] as const))('%s', (_does, { id, exit, finding }) => {
    const run = runs.get(id) as Run;
    expect(leaks(run.stdout + run.stderr, password)).toBe(false);
    const [sender] = JSON.parse(run.stdout).senders;
    expect([run.exit, sender.verdict]).toEqual(
      exit === 0 ? [0, id === 'odd-clear-text' ? 'warn' : 'pass'] : [1, 'fail'],
    );
    const failed = sender.steps.filter((step: { state: string }) => step.state === 'fail');
    expect(failed.map((step: { finding: string }) => step.finding)).toEqual(exit === 0 ? [] : [finding]);
    // Not the command that was just run.
    for (const { fix } of failed) expect(fix).not.toMatch(/run akrelay check/);
    expect(sender.steps).toHaveLength(10);
  });

  test('shows a refused certificate', () => {
    const steps = JSON.parse((runs.get('tls-expired') as Run).stdout).senders[0].steps;
    const { evidence } = steps.find(({ id }: { id: string }) => id === 'certificate');
    expect(evidence).toMatch(
      /an expired certificate\. The certificate is for localhost, 127\.0\.0\.1, issued by akrelay lab root, valid 20\d\d-\d\d-\d\d to /,
    );
  });
});

describe('check', () => {
  const fine = faultCases.find(({ id }) => id === 'odd-none') as FaultCase;

  test('says in one screen that a relay is ready', async () => {
    const { exit, stdout } = await check(fine, [], env);
    expect(exit).toBe(0);
    const shown = stdout
      .replaceAll(/localhost:\d+/g, 'localhost:PORT')
      .replaceAll(/ \(?[\d.]+ ms\)?/g, ' T ms')
      .replaceAll(/20\d\d-\d\d-\d\d/g, 'DATE')
      // Which of the ciphers of TLS 1.3 is preferred is the runtime's matter.
      .replace(/TLS_AES_\d+_GCM_SHA\d+/, 'CIPHER');
    expect(shown).toBe(`lab (localhost:PORT): ready to send
  ok    config       custom: localhost:PORT, tls starttls, auth login
  ok    secrets      all found
  ok    dns          127.0.0.1 T ms
  ok    connect      127.0.0.1 open T ms
  ok    greeting     220 lab.test ESMTP T ms
  ok    ehlo         as [127.0.0.1]: PIPELINING, SIZE 10485760, 8BITMIME, ENHANCEDSTATUSCODES, AUTH LOGIN T ms
  ok    tls          TLSv1.3, CIPHER T ms
  ok    certificate  for localhost, 127.0.0.1, issued by akrelay lab root, 29 days left (DATE)
  ok    auth         login accepted; no mail was sent T ms
  ok    limits       PIPELINING, messages up to 10 MiB, 8BITMIME
Next: akrelay send lab --to <address> --ca ca.pem
`);
  });

  test('goes on without its secrets, up to the login', async () => {
    const { exit, stdout } = await check(fine, ['--json'], {});
    const [{ steps }] = JSON.parse(stdout).senders;
    const states = Object.fromEntries(steps.map(({ id, state }: { id: string; state: string }) => [id, state]));
    expect(exit).toBe(1);
    expect(states).toMatchObject({ secrets: 'fail', certificate: 'pass', auth: 'skipped', limits: 'pass' });
  });
});
