import { spawn } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandEntries } from '../../src/command-list.js';
import { makeZoo } from '../support/lab/certificate-zoo.js';
import { type LabServer, startLab } from '../support/lab/server.js';
import { akrelay, cacheHome, emptyFolder } from '../support/program.js';
import { program } from '../support/program-under-test.js';

/** A call of every command; `until SIGTERM`: of one that does not end by itself. */
const calls: Readonly<Record<string, readonly string[]>> = {
  init: ['init --yes --config new.yaml'],
  demo: ['demo'],
  'sender create': ['sender create another --provider sendsay --username-env U --password-env P --no-input'],
  'sender edit': ['sender edit lab --ehlo mail.example.com --dry-run'],
  'sender learn': ['sender learn lab confirmed.eml --receiver mx.example.net --dry-run'],
  'sender list': ['sender list'],
  'sender show': ['sender show lab'],
  'sender clone': ['sender clone lab copy --dry-run'],
  'sender rename': ['sender rename lab other --dry-run'],
  'sender delete': ['sender delete spare --dry-run'],
  'sender presets': ['sender presets'],
  'virtual create': ['virtual create w --account 1 --dry-run'],
  'virtual edit': ['virtual edit v --account 2 --dry-run'],
  'virtual list': ['virtual list'],
  'virtual show': ['virtual show v'],
  'virtual attach': ['virtual attach v spare --rebalance --percent 50 --dry-run'],
  'virtual detach': ['virtual detach v lab --dry-run'],
  'virtual move': ['virtual move v --to-domain gmail.com --position 2 --dry-run'],
  'virtual clone': ['virtual clone v w --dry-run'],
  'virtual rename': ['virtual rename v w --dry-run'],
  'virtual delete': ['virtual delete v --dry-run'],
  check: ['check lab', 'check lab --matrix --timeout 5', 'check lab --negative', 'check spare --timeout 1'],
  lab: ['until SIGTERM lab --port 0 --keep mail'],
  help: ['help secrets'],
  explain: ['explain'],
  send: ['send lab', 'send lab --count 20', 'send lab --stop-after rcpt', 'send lab --transcript --json'],
  fetch: ['fetch never-sent --maildir mail'],
  route: ['route --virtual v --from a@b.example --to c@d.example'],
  verify: ['verify confirmed.eml', 'verify confirmed.eml confirmed.eml --jobs 2'],
  'events listen': ['until SIGTERM events listen --path-env EVENTS_PATH --port 0'],
  'events show': ['events show'],
  'events tail': ['until SIGTERM events tail'],
  'events stats': ['events stats'],
  'events send': ['events send --to http://127.0.0.1:9/x --scenario delivery --timeout 2 --yes'],
  'events verify-store': ['events verify-store'],
  completion: ['completion bash', 'completion suggest -- sender'],
  'config show': ['config show --resolved'],
  'config validate': ['config validate'],
  'config allow': ['config allow'],
  'config schema': ['config schema'],
  'config path': ['config path'],
};

let cwd: string;
let lab: LabServer;
const env = { U: 'lab-user', P: 'lab-Passw0rd', EVENTS_PATH: 'a'.repeat(48) };

beforeAll(async () => {
  cwd = await emptyFolder();
  const zoo = await makeZoo();
  lab = await startLab({ tls: 'starttls', auth: ['LOGIN'], faults: [], pair: zoo.pairs.good });
  await writeFile(path.join(cwd, 'ca.pem'), zoo.authority.caPem);
  await mkdir(path.join(cwd, 'events'));
  for (const part of ['cur', 'new', 'tmp']) await mkdir(path.join(cwd, 'mail', part), { recursive: true });
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
  const patience = setTimeout(end, 4_000);
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
  test('there is a call of every command', () => {
    expect(Object.keys(calls).sort()).toEqual(commandEntries.map(({ path: words }) => words.join(' ')).sort());
  });

  test.each(Object.values(calls).flat())(
    '%s',
    async (call) => {
      const { exit, said } = await run(call);
      expect(said).not.toMatch(/^\(node:\d+\)|^\(Use `node --trace|Warning: /m);
      // It did its work, and came to an end by itself or by the signal.
      expect([0, 1, 2, 69, 143]).toContain(exit);
    },
    20_000,
  );

  test('the check sees one', async () => {
    const warning = { ...env, NODE_OPTIONS: '--require ./warn.cjs' };
    await writeFile(path.join(cwd, 'warn.cjs'), "process.emitWarning('look here');");
    const { stderr } = await akrelay(['config', 'path'], { cwd, env: warning });
    expect(stderr).toMatch(/^\(node:\d+\) Warning: look here/m);
  });
});
