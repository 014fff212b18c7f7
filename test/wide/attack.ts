import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type MeasuredRun, measured } from '../support/attack/measured.js';
import { type FaultCase, faultCases } from '../support/lab/faults.js';
import { findingIn } from '../support/lab/finding.js';
import { folderWithAuthority } from '../support/lab/folder.js';
import { labPassword } from '../support/lab/sender.js';
import { type LabServer, startFaulty } from '../support/lab/server.js';

/**
 * `npm run test:attack`: the built program against every server of the fault table, each in a process of its own whose
 * time and memory are bounded. A line for each is written to `attack.log` in the run's folder.
 */
const { zoo, folder: cwd } = await folderWithAuthority();

/** What a server may cost at most: the time it is given, and no more memory than an honest one. */
const usualSeconds = 4;
/** Where it is to end by Ctrl-C, long before its time does. */
const longSeconds = 12;
const heardMs = 3_000;
const overheadMs = 4_000;
const mostBytes = 150 * 1024 * 1024;

const log: string[] = [];
afterAll(() => {
  process.stdout.write(`${log.join('\n')}\n`);
});

async function against(fault: FaultCase, interrupting?: 'interrupting'): Promise<MeasuredRun> {
  const { tls = 'starttls', auth = 'login' } = fault.sender ?? {};
  const lab = await startFaulty(fault, zoo);
  const credentials = auth === 'none' ? '' : 'username: { env: U }, password: { env: P },';
  const relay = `{ host: "127.0.0.1:${lab.port}", tls: ${tls}, auth: ${auth}, ${credentials} }`;
  const test = 'test: { from: test@example.com, recipients: [qa@example.net, qb@example.net] }';
  const config = path.join(cwd, `${lab.port}.yaml`);
  writeFileSync(config, `version: 1\nsenders:\n  - { name: lab, provider: custom, relay: ${relay} }\n${test}\n`);
  const timeoutSeconds = interrupting ? longSeconds : usualSeconds;
  const words = ['send', 'lab', '--config', config, '--ca', 'ca.pem', '--timeout', String(timeoutSeconds), '--json'];
  const limitMs = timeoutSeconds * 1_000 + overheadMs;
  const env = { U: 'lab-user', P: labPassword };
  const interrupt = interrupting && connectedFor(lab, 300);
  return measured(words, { cwd, env, limitMs, ...(interrupt ? { interrupt } : {}) }).finally(lab.close);
}

/** Resolves so long after a client has come, or when it has gone again. */
async function connectedFor({ clients = () => 0 }: LabServer, ms: number): Promise<void> {
  const sleep = (pauseMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));
  for (let i = 0; i < 400 && clients() === 0; i++) await sleep(10);
  await sleep(ms);
}

/** Whether the last line of the message had left before the reset came is a matter of the moment. */
const asTrue: Readonly<Record<string, readonly [number, string]>> = { 'text-reset': [76, 'closed-text'] };

describe('a relay that', () => {
  test.each(faultCases.map((fault) => [fault.does, fault] as const))(
    '%s',
    async (_does, fault) => {
      const run = await against(fault);
      const found = run.exit === undefined ? 'killed' : findingIn(run);
      const megabytes = Math.round((run.peakBytes ?? 0) / 1_048_576);
      log.push(`${fault.id}: exit ${run.exit ?? '-'}, ${found}, ${Math.round(run.tookMs)} ms, ${megabytes} MB`);
      expect([[fault.exit, fault.finding], asTrue[fault.id]]).toContainEqual([run.exit, found]);
      expect(run.peakBytes).toBeLessThan(mostBytes);
    },
    30_000,
  );
});

describe('the first Ctrl-C is heard at once, from a relay that', () => {
  const unending = faultCases.filter(({ id }) => /flood|drip|stall/.test(id));
  test.each(unending.map((fault) => [fault.does, fault] as const))(
    '%s',
    async (_does, fault) => {
      const run = await against(fault, 'interrupting');
      // What was settled before then is settled; a message whose last line had just left may have been accepted.
      expect([130, fault.exit, ...(fault.exit === 0 ? [2] : [])]).toContain(run.exit);
      expect(run.tookMs).toBeLessThan(heardMs);
    },
    30_000,
  );
});
