import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { type ClientRun, clients, patienceSeconds } from '../support/compare/clients.js';
import { type FaultCase, faultCases } from '../support/lab/faults.js';
import { folderWithAuthority } from '../support/lab/folder.js';
import { startLab } from '../support/lab/server.js';

const ids = [
  'greeting-stall',
  'greeting-http',
  'starttls-missing',
  'starttls-injection',
  'tls-expired',
  'tls-wrong-name',
  'auth-missing',
  'auth-535',
  'rcpt-550-one',
  'dot-close',
];

/** `npm run compare`: runs the three clients on the same ten servers and writes COMPARISON.md. */
test('swaks, msmtp and akrelay on the same ten faulty servers', async () => {
  const { zoo, folder: cwd } = await folderWithAuthority();
  const rows: string[] = [];
  for (const fault of ids.map(faultCase)) {
    const pair = zoo.pairs[fault.certificate ?? 'good'];
    const lab = await startLab({ tls: 'starttls', auth: ['LOGIN'], faults: [], pair, ...fault.script });
    for (const { name, send } of clients(cwd)) {
      const runs = [await send(lab.port), await send(lab.port), await send(lab.port)];
      const run = runs.sort((a, b) => a.tookMs - b.tookMs)[1] as ClientRun;
      rows.push(row(name === 'swaks' ? fault : undefined, name, run, lab.port));
      if (name === 'akrelay') expect([fault.id, run.exit]).toEqual([fault.id, fault.exit]);
    }
    lab.close();
  }
  writeFileSync('COMPARISON.md', document(rows));
}, 180_000);

function faultCase(id: string): FaultCase {
  const found = faultCases.find((fault) => fault.id === id);
  if (found === undefined) throw new Error(`no fault is called ${id}`);
  return found;
}

function row(fault: FaultCase | undefined, client: string, { exit, says, tookMs }: ClientRun, port: number): string {
  const said = says.replaceAll(String(port), '587').replaceAll('|', '\\|').replaceAll('`', "'").slice(0, 200);
  return `| ${fault?.does ?? ''} | ${client} | \`${said}\` | ${exit} | ${(tookMs / 1000).toFixed(2)} s |`;
}

function document(rows: readonly string[]): string {
  const version = (command: string): string =>
    /version (\S+)/.exec(execFileSync(command, ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
  const own = JSON.parse(readFileSync('package.json', 'utf8')).version;
  return `# swaks, msmtp and akrelay on the same ten faulty servers

Written by \`npm run compare\` on ${new Date().toISOString().slice(0, 10)} with swaks ${version('swaks')}, msmtp ${version('msmtp')} and akrelay ${own} on Node ${process.version}.
\`test/wide/install-servers.sh\` installs the other two (Debian, root).

Each server is a script on a real socket of 127.0.0.1, under the same name in \`test/support/lab/faults/\`. Each client has the same task: STARTTLS
required, the certificate verified against a given authority, AUTH LOGIN, one message to two recipients, ${patienceSeconds} s to wait
(for a reply in swaks and msmtp, for the whole session in akrelay). "Says" is the first line of msmtp and akrelay. swaks prints
the whole conversation: here it is the first line that it marks as an error, or else the last reply. The time is that of the whole
process, the median of three runs on a machine that was also doing other work.

swaks is made to look at a session by hand, and msmtp to submit mail. Neither is made to test a relay.

| the server | client | says | exit | time |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
