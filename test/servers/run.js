/**
 * The same checks against real servers: Debian's Postfix (AUTH through Cyrus SASL) and Exim on 127.0.0.1, each in a folder of its own.
 *
 *   npm run test:servers          needs root; packages postfix, sasl2-bin, libsasl2-modules; exim4-daemon-light, or
 *                                 unpacked: AKRELAY_EXIM=/where/usr/sbin/exim4
 *
 * What cannot run here is said and counted; exit 1 when a check of a server that ran went wrong.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startExim } from './exim.js';
import { startPostfix } from './postfix.js';

const bin = path.resolve('bin/akrelay.cjs');
const user = 'tester';
const password = 'a Real p4ssword/é';
const env = { ...process.env, LAB_USER: user, LAB_PASSWORD: password };
let wrong = 0;

/** Runs akrelay and compares exit code and a piece of the output. */
function expectRun(what, { cwd, words, exit, says }, more = {}) {
  const run = spawnSync(process.execPath, [bin, ...words], { cwd, env: { ...env, ...more }, encoding: 'utf8' });
  const output = run.stdout + run.stderr;
  const leaks = output.includes(password) || output.includes(Buffer.from(password).toString('base64'));
  const ok = run.status === exit && says.test(output) && !leaks;
  if (!ok) wrong += 1;
  console.log(
    `${ok ? 'ok  ' : 'FAIL'} ${what}: exit ${run.status}${ok ? '' : `, wanted ${exit} and ${says}\n${output}`}`,
  );
}

function senderFile(cwd, { port, tls, auth }) {
  const login = auth === 'none' ? '' : ', username: { env: LAB_USER }, password: { env: LAB_PASSWORD }';
  writeFileSync(
    path.join(cwd, 'akrelay.yaml'),
    `version: 1
senders:
  - { name: real, provider: custom, relay: { host: "localhost:${port}", tls: ${tls}, auth: ${auth}${login} } }
test: { from: a@akrelay.test, recipients: [qa@akrelay.test] }
`,
  );
}

function checkServer(name, { port, ca, auths }) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'akrelay-real-'));
  const trusted = ['--ca', ca];
  for (const auth of auths) {
    senderFile(cwd, { port, tls: 'starttls', auth });
    expectRun(`${name}, check with ${auth}`, { cwd, words: ['check', ...trusted], exit: 0, says: /ready to send/ });
    expectRun(`${name}, send with ${auth}`, {
      cwd,
      words: ['send', 'real', ...trusted],
      exit: 0,
      says: /accepted by the relay[\s\S]*queue id +\S/,
    });
    expectRun(
      `${name}, a wrong password with ${auth}`,
      { cwd, words: ['send', 'real', ...trusted, '--transcript', '--debug'], exit: 77, says: /refuses the login: 535/ },
      { LAB_PASSWORD: 'wrong' },
    );
  }
  senderFile(cwd, { port, tls: 'starttls', auth: auths[0] });
  expectRun(`${name}, an unknown recipient`, {
    cwd,
    words: ['send', 'real', ...trusted, '--to', 'qa@akrelay.test', '--to', 'nobody@akrelay.test', '--yes'],
    exit: 1,
    says: /accepted in part[\s\S]*nobody@akrelay\.test +rejected +550 5\.1\.1/,
  });
  expectRun(`${name}, an unknown authority`, { cwd, words: ['send', 'real'], exit: 76, says: /no trusted authority/ });
  expectRun(`${name}, a burst of 50`, {
    cwd,
    words: ['send', 'real', ...trusted, '--count', '50'],
    exit: 0,
    says: /50 accepted/,
  });
  expectRun(`${name}, up to RCPT`, {
    cwd,
    words: ['send', 'real', ...trusted, '--stop-after', 'rcpt'],
    exit: 0,
    says: /stopped after rcpt/,
  });
}

for (const [name, start] of Object.entries({ Postfix: startPostfix, Exim: startExim })) {
  const server = await start({ user, password });
  if (server.kind === 'missing') {
    console.log(`not run: ${name} (${server.reason})`);
    continue;
  }
  try {
    checkServer(server.name, server);
  } finally {
    await server.stop();
  }
}
console.log('not run: OpenSMTPD (no lane for it yet)');
process.exitCode = wrong > 0 ? 1 : 0;
