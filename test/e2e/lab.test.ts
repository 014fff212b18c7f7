import { spawn } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { akrelay, emptyFolder } from '../support/program.js';
import { program } from '../support/program-under-test.js';

/** Starts the lab as a user would and waits until it says that it listens. */
async function startLab(cwd: string, words: readonly string[]) {
  const child = spawn(program.file, [...program.words, 'lab', ...words], { cwd });
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const port = await new Promise<string>((resolve, reject) => {
    void ended.then((exit) => reject(new Error(`the lab ended with ${exit}: ${said}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /127\.0\.0\.1(?::|", *\n? *"port": )(\d+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
  });
  return {
    port,
    stop: async (signal: NodeJS.Signals = 'SIGINT') => {
      child.kill(signal);
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
  expect(run.stdout).toMatch(/possibly accepted[\s\S]*two@example\.net {2}deferred {2}451 4\.0\.0 Scripted fault/);
  expect(exit).toBe(0);
  expect(said).toMatch(/^listening on 127\.0\.0\.1:\d+, tls starttls \(press Ctrl-C to stop\)\n/);
  expect(said).toMatch(
    /-> STARTTLS\n-> <TLS>[\s\S]*-> AUTH LOGIN\n-> \*\*\*\n-> \*\*\*\n-> MAIL[\s\S]*\*\* message, \d+ bytes, akrelay-/,
  );
});

test('a relay that hangs up keeps no check waiting', async () => {
  const cwd = await emptyFolder();
  const lab = await startLab(cwd, ['--fault', 'close-at-rcpt']);
  await config(cwd, lab.port);
  const begin = performance.now();
  const words = ['check', 'lab', '--negative', '--ca', 'akrelay-lab-ca.pem'];
  const { stdout } = await inProcess(words, { cwd, env: { U: 'user', P: 'lab password 1' } });
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
    { schema: 'akrelay/lab@1', host: '127.0.0.1', port: Number(lab.port), tls: 'none', caFile: null, keep: null },
  ]);
});

test('a lab that cannot listen leaves the authority of the one that does', async () => {
  const cwd = await emptyFolder();
  const lab = await startLab(cwd, []);
  const file = path.join(cwd, 'akrelay-lab-ca.pem');
  const before = await readFile(file, 'utf8');
  const run = await inProcess(['lab', '--port', lab.port], { cwd });
  await lab.stop();
  expect([run.exit, run.stderr]).toEqual([
    69,
    `error: Cannot listen on 127.0.0.1:${lab.port}: it is already in use.\nhint: Choose another port with --port, or remove --port.\n`,
  ]);
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('lab names what a fault may be', async () => {
  const run = await inProcess(['lab', '--fault', 'rcpt-45'], { cwd: await emptyFolder() });
  expect([run.exit, run.stderr]).toEqual([64, expect.stringContaining("--fault: 'rcpt-45' is not a fault")]);
});

describe('lab --keep', () => {
  test('what send sends, verify judges: the Received line has a real form', async () => {
    const cwd = await emptyFolder();
    const lab = await startLab(cwd, ['--keep', 'mail']);
    await config(cwd, lab.port);
    const env = { U: 'user', P: 'lab password 1' };
    const send = await inProcess(['send', 'lab', '--ca', 'akrelay-lab-ca.pem', '--to', 'one@example.net'], {
      cwd,
      env,
    });
    const { said } = await lab.stop();
    const [name = ''] = await readdir(path.join(cwd, 'mail', 'new'));
    const kept = await readFile(path.join(cwd, 'mail', 'new', name), 'latin1');
    expect(send.exit).toBe(0);
    expect(said).toContain(`stored in mail/new/${name}`);
    expect((await stat(path.join(cwd, 'mail', 'new', name))).mode & 0o777).toBe(0o600);
    expect(kept.split('\r\nMessage-ID')[0]?.replace(/[A-Z][a-z]{2}, .* \+0000/g, 'DATE')).toMatch(
      /^Return-Path: <a@example\.com>\r\nReceived: from lab\.test \(lab\.test \[192\.0\.2\.25\]\)\r\n\t\(using TLSv1\.3 with cipher \S+\)\r\n\tby mx\.lab\.test \(akrelay lab\) with ESMTPS id LAB123\r\n\tfor <one@example\.net>; DATE\r\nReceived: from \S+ \(unknown \[127\.0\.0\.1\]\)\r\n\t\(using TLSv1\.3 with cipher \S+\)\r\n\tby lab\.test \(akrelay lab\) with ESMTPSA id LAB123\r\n/,
    );
    const words = ['verify', 'mail', '--receiver', 'mx.lab.test', '--json'];
    const strange = await inProcess(words, { cwd });
    await appendPath(cwd, '192.0.2.25/32');
    const known = await inProcess(words, { cwd });
    const verdictOf = ({ stdout }: { stdout: string }): unknown => JSON.parse(stdout).results[0].verdict;
    expect([strange.exit, verdictOf(strange), known.exit, verdictOf(known)]).toEqual([
      1,
      'not-confirmed',
      0,
      'confirmed',
    ]);
  });

  test('a folder that holds something else is left alone', async () => {
    const cwd = await emptyFolder();
    await writeFile(path.join(cwd, 'letter.txt'), 'mine');
    const run = await inProcess(['lab', '--keep', '.'], { cwd });
    expect([run.exit, run.stderr]).toEqual([
      73,
      'error: . is neither empty nor a Maildir (cur, new, tmp).\nhint: Use a new folder, such as: --keep Maildir\n',
    ]);
    expect(await readdir(cwd)).toEqual(['letter.txt']);
  });
});

/** Says that mail from this network came through the sender. */
async function appendPath(cwd: string, network: string): Promise<void> {
  const file = path.join(cwd, 'akrelay.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('relay: {', `path: { networks: [${network}] }, relay: {`));
}

test('lab replaces only an authority that a lab wrote', async () => {
  const cwd = await emptyFolder();
  await writeFile(path.join(cwd, 'akrelay.yaml'), 'version: 1\n');
  await writeFile(path.join(cwd, 'notes.txt'), 'version: 1\n');
  for (const [name, exit, said] of [
    [
      'notes.txt',
      73,
      'error: notes.txt already exists and was not written by akrelay lab; nothing was written.\nhint: Use another file: --ca-file lab-ca.pem\n',
    ],
    [
      'akrelay.yaml',
      64,
      'error: akrelay.yaml is the config in use, which this command must not overwrite.\nhint: Choose another output file.\n',
    ],
  ] as const) {
    const refused = await inProcess(['lab', '--ca-file', name], { cwd });
    expect([refused.exit, refused.stderr]).toEqual([exit, said]);
    expect(await readFile(path.join(cwd, name), 'utf8')).toBe('version: 1\n');
  }
  const first = await startLab(cwd, []);
  await first.stop();
  const before = await readFile(path.join(cwd, 'akrelay-lab-ca.pem'), 'utf8');
  const second = await startLab(cwd, []);
  await second.stop();
  expect(await readFile(path.join(cwd, 'akrelay-lab-ca.pem'), 'utf8')).not.toBe(before);
});

test('SIGTERM ends a lab as Ctrl-C does, and is told as such', async () => {
  const lab = await startLab(await emptyFolder(), ['--tls', 'none']);
  expect((await lab.stop('SIGTERM')).exit).toBe(143);
});

describe('lab bounds what it takes', () => {
  const bounded: readonly (readonly [string, string, RegExp])[] = [
    ['a command that never ends', 'x', /^500 5\.5\.2 The line is too long\r\n$/],
    ['commands without end, none of them one', 'x\r\n', /^(502 5\.5\.2 What\?\r\n)+/],
  ];
  test.each(bounded)('%s', async (_what, piece, answer) => {
    const lab = await startLab(await emptyFolder(), ['--tls', 'none', '--json']);
    const socket = connect(Number(lab.port), '127.0.0.1').on('error', () => undefined);
    let heard = '';
    socket.on('data', (chunk: Uint8Array) => {
      heard += Buffer.from(chunk).toString();
    });
    const whole = piece.repeat(Math.floor(16_384 / piece.length));
    for (let i = 0; i < 200 && !heard.includes('\n5'); i++) {
      await new Promise((done) => socket.write(whole, done));
      await sleep(5);
    }
    socket.destroy();
    expect(heard.replace(/^220 .*\r\n/, '')).toMatch(answer);
    expect((await lab.stop()).exit).toBe(0);
  });

  test('a message beyond SIZE is refused when it ends', async () => {
    const lab = await startLab(await emptyFolder(), ['--tls', 'none', '--json']);
    const socket = connect(Number(lab.port), '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Uint8Array) => {
      heard += Buffer.from(chunk).toString();
    });
    socket.write('EHLO a.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n');
    const line = `${'x'.repeat(998)}\r\n`.repeat(100);
    for (let i = 0; i < 120; i++) await new Promise((done) => socket.write(line, done));
    socket.write('.\r\nQUIT\r\n');
    await new Promise((done) => socket.on('close', done));
    await lab.stop();
    expect(heard).toMatch(/354 Go on\r\n552 5\.3\.4 The message is too big\r\n221 /);
  });
});
