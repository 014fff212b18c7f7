import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectGolden } from '../support/golden.js';
import { inProcess } from '../support/in-process.js';
import { type FaultCase, faultCases } from '../support/lab/faults.js';
import { faultsTable, withoutTimes } from '../support/lab/faults-table.js';
import { findingIn } from '../support/lab/finding.js';
import { folderWithAuthority } from '../support/lab/folder.js';
import { labPassword as password } from '../support/lab/sender.js';
import { type LabServer, startFaulty } from '../support/lab/server.js';
import { leaks } from '../support/leaks.js';
import type { Run } from '../support/program.js';
import { program } from '../support/program-under-test.js';

const { zoo, folder } = await folderWithAuthority();

const env = { LAB_USER: 'lab-user', LAB_PASSWORD: password };
const outputs: string[] = [];

async function sendTo(lab: LabServer, fault: FaultCase, words: readonly string[]): Promise<Run> {
  const { tls = 'starttls', auth = 'login' } = fault.sender ?? {};
  const config = path.join(folder, `${lab.port}.yaml`);
  const credentials = auth === 'none' ? '' : 'username: { env: LAB_USER }, password: { env: LAB_PASSWORD },';
  await writeFile(
    config,
    `version: 1
senders:
  - name: lab
    provider: custom
    relay: { host: "127.0.0.1:${lab.port}", tls: ${tls}, auth: ${auth}, ${credentials} }
test: { from: test@example.com, recipients: [qa@example.net, qb@example.net] }
`,
  );
  const run = await inProcess(
    ['send', 'lab', '--config', config, '--ca', 'ca.pem', '--timeout', waits(fault) ? '12' : '30', '--debug', ...words],
    { cwd: folder, env },
  );
  outputs.push(run.stdout, run.stderr);
  return run;
}

/** Faults that only a clock ends. They wait side by side; twelve seconds are enough for a busy machine to come that far. */
function waits({ id, finding }: FaultCase): boolean {
  return finding.startsWith('timeout-') || id === 'dot-stall';
}

function turn(fault: FaultCase): number {
  if (waits(fault)) return 0;
  return fault.id.endsWith('flood') ? 2 : 1;
}

async function withLab<T>(fault: FaultCase, act: (lab: LabServer) => Promise<T>): Promise<T> {
  const lab = await startFaulty(fault, zoo);
  return act(lab).finally(lab.close);
}

interface Pair {
  readonly human: Run;
  readonly json: Run;
}
const runs = new Map<string, Pair>();

/**
 * All at once, sixteen at a time, the slow ones first: most of the time is spent waiting for relays that do not answer. Floods
 * come last: they are what keeps this process busy.
 */
beforeAll(async () => {
  const waiting = [...faultCases].sort((a, b) => turn(a) - turn(b));
  const worker = async (): Promise<void> => {
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      const here = fault;
      const [human, json] = await Promise.all([
        withLab(here, (lab) => sendTo(lab, here, [])),
        withLab(here, (lab) => sendTo(lab, here, ['--json'])),
      ]);
      runs.set(here.id, { human, json });
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}, 300_000);

/** When Bun sees that the connection was closed, the whole message may have been handed over or not: it says, rightly, that it may have been accepted, or that it was not. */
const toldOtherwise = program.kind === 'single-file' ? ['data-354-fin', 'text-reset'] : [];
const toldAlike = faultCases.filter(({ id }) => !toldOtherwise.includes(id));

describe('send, against a relay that', () => {
  test.each(toldAlike.map((fault) => [fault.does, fault] as const))('%s', (_does, { id, sentence, exit, finding }) => {
    const { human, json } = runs.get(id) as Pair;
    expect(withoutTimes(human.stdout + human.stderr)).toContain(sentence);
    expect([human.exit, json.exit]).toEqual([exit, exit]);
    expect(findingIn(json)).toBe(finding);
  });

  test('shows no secret and no control character, whatever the relay says', () => {
    expect(outputs.length).toBe(faultCases.length * 4);
    expect(leaks(`x ${Buffer.from(`\0ab\0${password}`).toString('base64')}`, password)).toBe(true);
    for (const output of outputs) {
      expect(leaks(output, password)).toBe(false);
      expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
    }
  });

  (program.kind === 'package' ? test : test.skip)('is described in test/golden/FAULTS.md as it is', () => {
    const table = faultsTable(faultCases.map((fault) => ({ ...fault, run: (runs.get(fault.id) as Pair).human })));
    expectGolden('FAULTS.md', table);
  });

  test('has an id of its own for each fault', () => {
    expect(new Set(faultCases.map(({ id }) => id)).size).toBe(faultCases.length);
  });
});
