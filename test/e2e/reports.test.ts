import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startDns } from '../support/dns-server.js';
import { expectGolden } from '../support/golden.js';
import { inProcess } from '../support/in-process.js';
import { labBench } from '../support/lab/sender.js';
import type { Run } from '../support/program.js';
import { messageReports } from '../support/reports/messages.js';
import { receivedReports } from '../support/reports/received-lines.js';
import { recordReports } from '../support/reports/records.js';
import { refusalReports } from '../support/reports/refusals.js';
import { relayReports } from '../support/reports/relays.js';
import type { Rebuilt, Report } from '../support/reports/report.js';
import { signatureReports } from '../support/reports/signatures.js';
import { reportsTable } from '../support/reports/table.js';

const bench = await labBench();
const plain = await bench.start({ tls: 'none', auth: [] });
afterAll(() => plain.close());

const reports: readonly Report[] = [
  ...relayReports,
  ...refusalReports,
  ...recordReports,
  ...signatureReports,
  ...messageReports,
  ...receivedReports,
];
const ran: { readonly report: Report; readonly run: Run }[] = [];

async function rebuild(rebuilt: Rebuilt): Promise<Run> {
  if (rebuilt.kind === 'relay') return atRelay(rebuilt);
  if (rebuilt.kind === 'records') return withRecords(rebuilt);
  await writeFile(path.join(bench.folder, 'message.eml'), rebuilt.text, 'latin1');
  return inProcess(['verify', 'message.eml', ...(rebuilt.words ?? [])], { cwd: bench.folder });
}

async function atRelay({
  script,
  certificate,
  words,
  sender,
  letter,
}: Extract<Rebuilt, { kind: 'relay' }>): Promise<Run> {
  if (letter !== undefined)
    for (const name of ['letter.eml', 'report.bin']) await writeFile(path.join(bench.folder, name), letter);
  const lab = await bench.start({ ...script, ...(certificate && { pair: bench.zoo.pairs[certificate] }) });
  const run = await bench.run(lab, words, sender);
  lab.close();
  return run;
}

async function withRecords({ zone, domain, selector }: Extract<Rebuilt, { kind: 'records' }>): Promise<Run> {
  const dns = await startDns(zone);
  const relay = `{ host: "127.0.0.1:${plain.port}", tls: none, auth: none }`;
  await writeFile(
    path.join(bench.folder, 'records.yaml'),
    `senders: [{ name: x, provider: sendsay, relay: ${relay} }]\n`,
  );
  const words = ['check', '--dns', '--from', `a@${domain}`, '--resolver', dns.place, '--config', 'records.yaml'];
  const run = await inProcess([...words, ...(selector === undefined ? [] : ['--selector', selector])], {
    cwd: bench.folder,
  });
  dns.close();
  return run;
}

describe('public reports, rebuilt', () => {
  test.each(reports.map((report) => [report.source, report.situation, report] as const))(
    '%s: %s',
    async (_source, _situation, report) => {
      const run = await rebuild(report.rebuilt);
      ran.push({ report, run });
      expect([run.exit, run.stdout + run.stderr]).toEqual([report.exit, expect.stringMatching(report.says)]);
    },
  );

  test('the table of them is as the golden file has it', () => {
    expect(new Set(reports.map(({ source }) => source)).size).toBeGreaterThanOrEqual(70);
    expectGolden('REPORTS.md', reportsTable(ran));
  });
});
