import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { LabFault, LabScript } from '../../src/relay/lab-script.js';
import { inProcess } from '../support/in-process.js';
import { folderWithAuthority } from '../support/lab/folder.js';
import { type LabServer, startLab } from '../support/lab/server.js';
import { leaks } from '../support/leaks.js';
import { akrelay, type Run } from '../support/program.js';

const password = 'e2e pässword/1';
const { zoo, folder: cwd } = await folderWithAuthority();
const labs: LabServer[] = [];
const outputs: string[] = [];

afterAll(() => {
  for (const lab of labs) lab.close();
});

async function relay(script: Partial<LabScript>, tls = 'starttls'): Promise<LabServer> {
  const lab = await startLab({ tls: 'starttls', auth: ['LOGIN'], faults: [], pair: zoo.pairs.good, ...script });
  labs.push(lab);
  await writeFile(
    path.join(cwd, 'akrelay.yaml'),
    `version: 1
senders:
  - name: main
    provider: custom
    relay:
      host: localhost:${lab.port}
      tls: ${tls}
      auth: login
      username: { env: RELAY_LOGIN }
      password: { env: RELAY_PASSWORD }
test:
  from: test@example.com
  recipients: [qa@example.net, qb@example.net]
`,
  );
  return lab;
}

const env = { RELAY_LOGIN: 'user', RELAY_PASSWORD: password };

const send = (...words: string[]): Promise<Run> => sendBy(inProcess, words);
const sendByProgram = (...words: string[]): Promise<Run> => sendBy(akrelay, words);

async function sendBy(start: typeof inProcess, words: readonly string[]): Promise<Run> {
  const run = await start(['send', 'main', '--ca', 'ca.pem', ...words], { cwd, env });
  outputs.push(run.stdout, run.stderr);
  return run;
}

function fault(at: LabFault['at'], bytes: string, nth?: number): { faults: LabFault[] } {
  const act = { kind: 'say', bytes: `${bytes}\r\n` } as const;
  return { faults: [nth === undefined ? { at, act } : { at, act, nth }] };
}

const letter = [
  'Message-ID: <1@example.com>',
  'Date: Sat, 21 Nov 2026 09:00:00 +0000',
  'From: a@example.com',
  'To: b@example.net',
  'Subject: =?utf-8?q?x?=',
  'MIME-Version: 1.0',
  'Content-Type: text/plain',
  '',
  '.starts with a dot',
  '..two',
  'caf\xe9',
];

describe('send', () => {
  test('leaves a receipt and the message as it was sent', async () => {
    const lab = await relay({});
    const from = ['--from', 'Shop <test@example.com>', '--header', 'X-Campaign-Id: t1'];
    const run = await sendByProgram(...from, '--receipt', 'receipt.json', '--save', 'sent.eml');
    expect(run).toMatchObject({ exit: 0, stderr: '' });
    expect(run.stdout).toMatch(/^accepted by the relay: localhost:\d+ accepted the message for 2 recipients\n/);
    const receipt = JSON.parse(await readFile(path.join(cwd, 'receipt.json'), 'utf8'));
    expect(receipt).toMatchObject({
      schema: 'akrelay/send@1',
      outcome: 'accepted',
      queueId: 'LAB123',
      envelope: { reversePath: 'test@example.com', forwardPaths: ['qa@example.net', 'qb@example.net'] },
      tls: { version: 'TLSv1.3' },
    });
    const sent = await readFile(path.join(cwd, 'sent.eml'), 'latin1');
    expect(`${lab.messages[0]}\r\n`).toBe(sent);
    for (const field of ['Message-ID', 'Date', 'From', 'To', 'Subject', 'MIME-Version', 'Content-Type', 'X-Letter-Id'])
      expect(sent).toMatch(new RegExp(`^${field}: \\S`, 'm'));
    expect(sent).toContain(`X-Letter-Id: ${receipt.token}\r\n`);
    expect(sent).toContain(`Message-ID: ${receipt.messageId}\r\n`);
    expect(sent).toContain('From: Shop <test@example.com>\r\n');
  });

  test('sends a supplied message byte for byte, with a token before "all"', async () => {
    const lab = await relay({});
    await writeFile(path.join(cwd, 'letter.eml'), `${letter.join('\n')}\n`, 'latin1');
    const { exit, stdout } = await send('--eml', 'letter.eml', '--json');
    expect(exit).toBe(0);
    expect(lab.messages[0]).toBe([`X-Letter-Id: ${JSON.parse(stdout).token}`, ...letter].join('\r\n'));
  });

  test.each([
    ['as it is', '', ['--no-token'], '', ''],
    [
      'with a token, and says so',
      '',
      [],
      'X-Letter-Id was added to the message; use --no-token to prevent it.',
      '<token>',
    ],
    [
      'without the blank line above it',
      '\n',
      ['--no-token'],
      'Blank lines above the header were removed: they would turn it into text.',
      '',
    ],
    [
      'without its Bcc',
      'Bcc: hidden@example.org,\n more@example.org\n',
      ['--no-token'],
      'Bcc was removed from the message: every recipient could read it.',
      '',
    ],
  ])('sends a supplied message %s', async (_name, above, words, says, added) => {
    const lab = await relay({});
    await writeFile(path.join(cwd, 'whole.eml'), `${above}${letter.join('\n')}\n`, 'latin1');
    const run = await send('--eml', 'whole.eml', '--json', ...words);
    const { token, changes } = JSON.parse(run.stdout);
    expect([run.exit, run.stderr, changes]).toEqual([0, '', says === '' ? [] : [says]]);
    expect(token === null).toBe(added === '');
    const sent = added === '' ? letter : [`X-Letter-Id: ${token}`, ...letter];
    expect(lab.messages[0]).toBe(sent.join('\r\n'));
  });

  test('names the line that is too long, and with --fold breaks it', async () => {
    const lab = await relay({});
    await writeFile(path.join(cwd, 'long.eml'), `${letter.join('\n')}\n${'long '.repeat(400)}\n`, 'latin1');
    const refused = await send('--eml', 'long.eml');
    expect([refused.exit, refused.stderr, lab.lines]).toEqual([
      65,
      expect.stringMatching(
        /long\.eml was not sent: line 12 has 2000 octets.*\nhint: .*--fold.*\nmore: akrelay explain line-too-long\n/,
      ),
      [],
    ]);
    const folded = await send('--eml', 'long.eml', '--fold');
    expect([folded.exit, folded.stdout]).toEqual([
      0,
      expect.stringMatching(/ {2}changed +Lines longer than 998 octets were broken/),
    ]);
    expect(Math.max(...(lab.messages[0] ?? '').split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(998);
  });

  test('takes a name with each address, and writes it into the header alone', async () => {
    const lab = await relay({});
    const run = await send('--to', 'Ops, "Q" <qa@Example.NET>', '--cc', 'Кот <qb@example.net>', '--json');
    expect(run).toMatchObject({ exit: 0, stderr: '' });
    expect(JSON.parse(run.stdout).envelope.forwardPaths).toEqual(['qa@example.net', 'qb@example.net']);
    expect(lab.messages[0]).toContain(
      '\r\nTo: "Ops, \\"Q\\"" <qa@example.net>\r\nCc: =?UTF-8?B?0JrQvtGC?= <qb@example.net>\r\n',
    );
    expect(lab.lines.filter((line) => line.startsWith('RCPT'))).toEqual([
      'RCPT TO:<qa@example.net>',
      'RCPT TO:<qb@example.net>',
    ]);
  });

  test('refuses a supplied message that Sendsay would drop, before it connects', async () => {
    const lab = await relay({});
    await writeFile(path.join(cwd, 'poor.eml'), 'From: a@example.com\nTo: b@example.net\n\nhello\n');
    const run = await send('--eml', 'poor.eml');
    expect(run.exit).toBe(65);
    expect(run.stderr).toContain('it has no Message-ID, Date, Subject, MIME-Version, Content-Type');
    expect(lab.lines).toEqual([]);
  });

  test.each<[string, Partial<LabScript>, number, RegExp]>([
    [
      'no STARTTLS',
      { tls: 'none' },
      76,
      /does not offer STARTTLS, which tls: starttls requires\. No credentials were sent/,
    ],
    ['no AUTH', { auth: [] }, 76, /offers no AUTH, but the sender has credentials\. No credentials were sent/],
    [
      'a refused password',
      fault('auth-3', `535 5.7.8 No: ${password}`),
      77,
      /rejects the login: 535 5\.7\.8 No: \*\*\*/,
    ],
    ['one recipient of two refused', fault('rcpt', '550 5.1.1 Unknown', 2), 1, /partly-accepted/],
    ['421', fault('greeting', '421 4.3.2 Busy'), 75, /refuses mail temporarily: 421 4\.3\.2 Busy/],
    ['a connection closed after the dot', { faults: [{ at: 'dot', act: { kind: 'close' } }] }, 2, /maybe-accepted/],
  ])('%s: a sentence and an exit code of its own', async (_name, script, exit, sentence) => {
    const lab = await relay(script);
    const run = await sendByProgram('--debug', '--json');
    expect(run.exit).toBe(exit);
    expect(run.stdout + run.stderr).toMatch(sentence);
    expect(JSON.parse(run.stdout || run.stderr)).toBeDefined();
    if (exit === 76) expect(lab.lines.join('\n')).not.toMatch(/AUTH|MAIL/);
  });

  // In the program the relay may be gone before the SMTP library is loaded.
  test.each(['close', 'reset'] as const)('a relay that accepts and then is gone (%s)', async (kind) => {
    await relay({ faults: [{ at: 'greeting', act: { kind } }] });
    const sent = await sendByProgram('--timeout', '20');
    expect({ exit: sent.exit, stderr: sent.stderr }).toEqual({
      exit: 76,
      stderr: expect.stringMatching(/^error: localhost:\d+ closed the connection before its greeting\.\nhint: /),
    });
    const checked = await akrelay(['check', '--json'], { cwd, env });
    expect(checked).toMatchObject({ exit: 1, stderr: '' });
    expect(checked.stdout).toContain('closed-greeting');
  });

  test('says aloud that a login goes out in clear text', async () => {
    await relay({ tls: 'none' }, 'none');
    const run = await send('--quiet');
    expect(run.exit).toBe(0);
    expect(run.stderr).toMatch(
      /^warning: main has tls: none, so the user name and password are sent to localhost:\d+ in clear text/,
    );
  });

  test('says nothing of it where the config acknowledges it', async () => {
    await relay({ tls: 'none' }, 'none');
    const file = path.join(cwd, 'akrelay.yaml');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('tls: none', 'tls: none\n      acknowledge: [auth-clear-text]'),
    );
    expect(await send()).toMatchObject({
      exit: 0,
      stderr: '',
      stdout: expect.stringContaining('none: everything was sent in clear text'),
    });
    expect((await inProcess(['check'], { cwd, env })).stdout).toMatch(/^main \(localhost:\d+\): ready to send\n/);
    expect((await inProcess(['config', 'validate'], { cwd, env })).stdout).toBe('akrelay.yaml is valid\n');
    expect((await inProcess(['sender', 'show', 'main'], { cwd, env })).stdout).toMatch(
      /^Acknowledged +auth-clear-text$/m,
    );
  });

  test.each([
    [['--to', 'stranger@example.org'], 64, /stranger@example\.org is not in test\.recipients.*\nhint: Add --yes/],
    [['--to', 'no address'], 64, /--to: 'no address' is not an e-mail address/],
    [['--header', 'X-A: b\r\nBcc: c@d.e'], 64, /cannot contain line breaks/],
    [['--subject', 'a\r\nBcc: c@d.e'], 64, /--subject/],
    [['--from', 'a@b.c\r\nBcc: x <c@d.e>'], 64, /--from/],
    [['--eml', 'nowhere.eml'], 66, /Cannot read nowhere\.eml: no such file/],
    [['--eml', 'x', '--text', 'y'], 64, /--text cannot be used with --eml/],
    [['--no-token'], 64, /--no-token has no effect without --eml/],
    [['--fold'], 64, /--fold has no effect without --eml/],
    [['--header', `X-A: ${'x'.repeat(1000)}`], 64, /would have 10\d\d octets; the limit is 998/],
    [['--ca', 'akrelay.yaml'], 78, /contains no PEM certificate/],
  ])('%j exits with %d and sends nothing', async (words, exit, sentence) => {
    const lab = await relay({});
    const run = await send(...words);
    expect(run.exit).toBe(exit);
    expect(run.stderr).toMatch(sentence);
    expect(lab.lines).toEqual([]);
  });

  test('names every secret that is missing', async () => {
    await relay({});
    const run = await inProcess(['send', 'main'], { cwd });
    expect(run.exit).toBe(78);
    expect(run.stderr).toMatch(/2 secrets are missing[\s\S]*RELAY_LOGIN is not set[\s\S]*RELAY_PASSWORD is not set/);
  });

  test('shows the password in no output of all these runs', () => {
    expect(outputs.length).toBeGreaterThan(30);
    expect(outputs.filter((output) => leaks(output, password))).toEqual([]);
  });
});
