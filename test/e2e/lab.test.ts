import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { akrelay, emptyFolder } from '../support/program.js';
import { program } from '../support/program-under-test.js';

/** Starts the lab as a user would and waits until it says that it listens. */
async function startLab(cwd: string, words: readonly string[]) {
  const child = spawn(program.file, [...program.words, 'lab', ...words], { cwd });
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const port = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /127\.0\.0\.1(?::|", *\n? *"port": )(\d+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
  });
  return {
    port,
    stop: async () => {
      child.kill('SIGINT');
      return { exit: await ended, said };
    },
  };
}

async function config(cwd: string, port: string): Promise<void> {
  const relay = `{ host: "localhost:${port}", tls: starttls, auth: login, username: { env: U }, password: { env: P } }`;
  const test = 'test: { from: a@example.com, recipients: [one@example.net, two@example.net] }';
  await writeFile(
    path.join(cwd, 'akrelay.yaml'),
    `version: 1\nsenders:\n  - { name: lab, provider: custom, relay: ${relay} }\n${test}\n`,
  );
}

test('lab runs a relay that fails as told, tells what it hears, and ends with Ctrl-C', async () => {
  const cwd = await emptyFolder();
  const lab = await startLab(cwd, ['--fault', 'rcpt-451@2,drop-after-dot']);
  await config(cwd, lab.port);
  const env = { U: 'user', P: 'lab password 1' };
  const run = await akrelay(['send', 'lab', '--ca', 'akrelay-lab-ca.pem'], { cwd, env });
  const { exit, said } = await lab.stop();
  expect(run.exit).toBe(2);
  expect(run.stdout).toMatch(/may have been accepted[\s\S]*two@example\.net {2}deferred {2}451 4\.0\.0 Scripted fault/);
  expect(exit).toBe(0);
  expect(said).toMatch(/^listening on 127\.0\.0\.1:\d+, tls starttls; Ctrl-C ends it\n/);
  expect(said).toMatch(
    /-> STARTTLS\n-> <TLS>[\s\S]*-> AUTH LOGIN\n-> \*\*\*\n-> \*\*\*\n-> MAIL[\s\S]*\*\* a message, \d+ bytes, akrelay-/,
  );
});

test('a relay that hangs up keeps no check waiting', async () => {
  const cwd = await emptyFolder();
  const lab = await startLab(cwd, ['--fault', 'close-at-rcpt']);
  await config(cwd, lab.port);
  const begin = performance.now();
  const words = ['check', 'lab', '--negative', '--ca', 'akrelay-lab-ca.pem'];
  const { stdout } = await akrelay(words, { cwd, env: { U: 'user', P: 'lab password 1' } });
  await lab.stop();
  expect(stdout).toContain('open-relay');
  // A command may take 20 s to be answered; none was left to answer.
  expect(performance.now() - begin).toBeLessThan(10_000);
});

test('lab --json names the port at once', async () => {
  const lab = await startLab(await emptyFolder(), ['--json', '--tls', 'none']);
  const { exit, said } = await lab.stop();
  expect([exit, JSON.parse(said)]).toEqual([
    0,
    { schema: 'akrelay/lab@1', host: '127.0.0.1', port: Number(lab.port), tls: 'none', caFile: null },
  ]);
});

test('a lab that cannot listen leaves the authority of the one that does', async () => {
  const cwd = await emptyFolder();
  const lab = await startLab(cwd, []);
  const file = path.join(cwd, 'akrelay-lab-ca.pem');
  const before = await readFile(file, 'utf8');
  const run = await akrelay(['lab', '--port', lab.port], { cwd });
  await lab.stop();
  expect([run.exit, run.stderr]).toEqual([
    69,
    `error: Cannot listen on 127.0.0.1:${lab.port}: it is in use already.\nhint: Choose another port with --port, or leave it out.\n`,
  ]);
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('lab names what a fault may be', async () => {
  const run = await akrelay(['lab', '--fault', 'rcpt-45'], { cwd: await emptyFolder() });
  expect([run.exit, run.stderr]).toEqual([64, expect.stringContaining("--fault: 'rcpt-45' is not a fault")]);
});
