import { spawn } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeZoo } from '../support/lab/certificate-zoo.js';
import { type LabServer, startLab } from '../support/lab/server.js';
import { akrelay, cacheHome, emptyFolder, runtimeWarning } from '../support/program.js';
import { program } from '../support/program-under-test.js';

/** What puts many listeners and sockets on one thing, and what does not end by itself (`until SIGTERM`); of other calls `akrelay` looks itself. */
const calls = [
  'check lab --matrix --timeout 5',
  'check lab --negative',
  'send lab --count 20',
  'verify confirmed.eml confirmed.eml --jobs 2',
  'until SIGTERM lab --port 0 --keep mail',
  'until SIGTERM events listen --path-env EVENTS_PATH --port 0',
];

let cwd: string;
let lab: LabServer;
const env = { U: 'lab-user', P: 'lab-Passw0rd', EVENTS_PATH: 'a'.repeat(48) };

beforeAll(async () => {
  cwd = await emptyFolder();
  const zoo = await makeZoo();
  lab = await startLab({ tls: 'starttls', auth: ['LOGIN'], faults: [], pair: zoo.pairs.good });
  await writeFile(path.join(cwd, 'ca.pem'), zoo.authority.caPem);
  await mkdir(path.join(cwd, 'events'));
  await copyFile('examples/confirmed.eml', path.join(cwd, 'confirmed.eml'));
  await writeFile(
    path.join(cwd, 'akrelay.yaml'),
    `version: 1
senders:
  - name: lab
    provider: custom
    relay: { host: "localhost:${lab.port}", tls: starttls, auth: login, username: { env: U }, password: { env: P } }
  - { name: spare, provider: custom, relay: { host: "localhost:9", tls: none, auth: none } }
virtualSenders:
  - name: v
    account: 1
    rules:
      - match: { toDomain: gmail.com }
        senders: [{ sender: lab, percent: 100 }]
      - match: { toDomain: mail.ru }
        senders: [{ sender: lab, percent: 100 }]
      - match: default
        senders: [{ sender: lab, percent: 100 }]
test: { from: test@example.com, recipients: [qa@example.net] }
`,
  );
});

afterAll(() => lab.close());

async function run(call: string): Promise<{ readonly exit: number | null; readonly said: string }> {
  const words = call.replace('until SIGTERM ', '').split(' ');
  const withCa = ['check', 'send'].includes(words[0] ?? '') ? [...words, '--ca', 'ca.pem'] : words;
  if (call.startsWith('until SIGTERM ')) return untilSigterm(withCa);
  const { exit, stdout, stderr } = await akrelay(withCa, { cwd, env });
  return { exit, said: stdout + stderr };
}

/** Ends the command once it has said something, or after a while. */
function untilSigterm(words: readonly string[]): Promise<{ exit: number | null; said: string }> {
  const child = spawn(program.file, [...program.words, ...words], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: cacheHome, ...env },
  });
  let said = '';
  const end = (): boolean => child.kill('SIGTERM');
  const patience = setTimeout(end, 20_000);
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('listening')) end();
    });
  return new Promise((resolve) =>
    child.on('close', (exit) => {
      clearTimeout(patience);
      resolve({ exit, said });
    }),
  );
}

describe('no command prints a warning of the runtime', () => {
  test.each(calls)('%s', async (call) => {
    const { exit, said } = await run(call);
    expect(said).not.toMatch(runtimeWarning);
    // It did its work, and came to an end by itself or by the signal.
    expect([0, 1, 2, 69, 143]).toContain(exit);
  });

  // NODE_OPTIONS does not reach the single file.
  (program.kind === 'package' ? test : test.skip)('the look at every call sees one', async () => {
    const warning = { ...env, NODE_OPTIONS: '--require ./warn.cjs' };
    await writeFile(path.join(cwd, 'warn.cjs'), "process.emitWarning('look here');");
    await expect(akrelay(['config', 'path'], { cwd, env: warning })).rejects.toThrow('Warning: look here');
  });
});
