/**
 * Keeps the program's chunks as this Node compiles them, in one file beside them: Node 20 has no compile cache of its own,
 * and start-up is what a person waits for. Other versions and processors do without. What V8 compiles only when it is
 * called comes along, so the usual commands are run: the one before the next, against a relay on 127.0.0.1.
 *
 *   node cache-code.js
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';

const root = import.meta.dirname;
const chunks = path.join(root, 'dist', 'program');
const { programIn } = createRequire(import.meta.url)('./bin/cached-program.cjs');

const ca = ['--ca', 'akrelay-lab-ca.pem'];
const calls = [
  ['sender', 'list'],
  ['sender', 'edit', 'lab', '--tls', 'starttls', '--diff'],
  ['config', 'validate'],
  ['check', 'lab', ...ca],
  ['send', 'lab', ...ca],
  ['verify', path.join(root, 'examples', 'confirmed.eml')],
];

const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-build-'));
const lab = await startLab();
process.on('exit', () => {
  lab.kill();
  rmSync(folder, { recursive: true, force: true });
});
process.chdir(folder);
delete process.env.AKRELAY_ENV;
Object.assign(process.env, { LAB_LOGIN: 'login', LAB_PASSWORD: 'password', NO_COLOR: '1' });

// V8 forgets code that has not been called for a while, and the caches' owner must have the same flags as their reader.
setFlagsFromString('--no-flush-bytecode');
const { run, scripts } = programIn(chunks, () => undefined);
for (const call of calls) await runCall(call);
setFlagsFromString('--flush-bytecode');
writePack();
process.exit(0);

/** Runs a call to its end, which is when its output is out and nothing is left to do. */
async function runCall(call) {
  process.argv = [process.execPath, 'akrelay', ...call];
  process.exitCode = undefined;
  run();
  await new Promise((resolve) => process.once('beforeExit', resolve));
  if (process.exitCode !== 0) throw new Error(`akrelay ${call.join(' ')} exited with ${process.exitCode}`);
}

async function startLab() {
  const child = spawn(process.execPath, [path.join(chunks, 'main.cjs'), 'lab', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise((resolve) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      if (said.endsWith('}\n')) resolve(JSON.parse(said).port);
    });
  });
  // A call is over when nothing is left to wait for: not the relay.
  child.unref();
  child.stdout.unref();
  writeFileSync(
    path.join(folder, 'akrelay.yaml'),
    `version: 1
senders:
  - name: lab
    provider: custom
    relay:
      host: localhost:${port}
      tls: none
      auth: login
      username: { env: LAB_LOGIN }
      password: { env: LAB_PASSWORD }
test: { from: a@example.com, recipients: [b@example.net] }
`,
  );
  return child;
}

function writePack() {
  const index = {};
  const parts = [];
  let at = 0;
  for (const [name, { code, script }] of scripts) {
    const [text, cache] = [Buffer.from(code), script.createCachedData()];
    index[name] = [at, at + text.length, at + text.length + cache.length];
    at += text.length + cache.length;
    parts.push(text, cache);
  }
  const head = Buffer.from(JSON.stringify(index));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(lengths.length + head.length + at, 0);
  lengths.writeUInt32LE(head.length, 4);
  writeFileSync(path.join(chunks, `pack-${process.version}-${process.arch}`), Buffer.concat([lengths, head, ...parts]));
}
