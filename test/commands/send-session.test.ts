import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { networkSteps } from '../../src/commands/check/steps.js';
import { budgetsWithin } from '../../src/relay/budgets.js';
import type { LabAct, LabScript } from '../../src/relay/lab-script.js';
import { nodeClock } from '../../src/world/node-clock.js';
import { redactor } from '../../src/world/secrets/redactor.js';
import { nodeSmtp } from '../../src/world/smtp/node-smtp.js';
import { inProcess } from '../support/in-process.js';
import { type BenchOptions, labBench, labPassword } from '../support/lab/sender.js';
import { leaks } from '../support/leaks.js';
import type { Run } from '../support/program.js';

const bench = await labBench();
const say = (text: string): LabAct => ({ kind: 'say', bytes: `${text}\r\n` });
const sayAndClose = (text: string): LabAct => ({ kind: 'say-and-close', bytes: `${text}\r\n` });

async function send(
  script: Partial<LabScript>,
  words: readonly string[],
  options: BenchOptions = {},
): Promise<Run & { readonly lines: readonly string[]; readonly messages: readonly string[] }> {
  const lab = await bench.start(script);
  const run = await bench.run(lab, ['send', 'lab', ...words], options);
  lab.close();
  return { ...run, lines: lab.lines, messages: lab.messages };
}

describe('a login', () => {
  test('PLAIN that is asked again gives the credentials again, never an empty line', async () => {
    const script = {
      auth: ['PLAIN'],
      faults: [
        { at: 'auth', act: say('334') },
        { at: 'auth-2', act: say('235 2.7.0 Welcome') },
      ],
    } as const;
    const { exit, lines } = await send(script, [], { auth: 'plain' });
    const credentials = Buffer.from(`\0lab-user\0${labPassword}`).toString('base64');
    const at = lines.indexOf(`AUTH PLAIN ${credentials}`);
    expect([exit, lines[at + 1]]).toEqual([0, credentials]);
  });

  test('XOAUTH2 gives the access token, which no output shows', async () => {
    const { exit, lines, stdout, stderr } = await send({ auth: ['XOAUTH2'] }, ['--transcript', '--json'], {
      auth: 'xoauth2',
    });
    const said = Buffer.from(lines.find((line) => line.startsWith('AUTH '))?.split(' ')[2] ?? '', 'base64');
    expect([exit, said.toString()]).toEqual([0, `user=lab-user\x01auth=Bearer ${labPassword}\x01\x01`]);
    expect(leaks(stdout + stderr, labPassword)).toBe(false);
  });

  test('CRAM-MD5 answers an odd challenge too, and its digest is masked', async () => {
    const challenge = say('334  PDEuMkBs YWIudGVzdD4=');
    const script = {
      auth: ['CRAM-MD5'],
      faults: [
        { at: 'auth', act: challenge },
        { at: 'auth-2', act: { kind: 'say', bytes: '' } },
      ],
    } as const;
    const lab = await bench.start(script);
    const running = bench.run(lab, ['send', 'lab', '--timeout', '1', '--json'], { auth: 'cram-md5' });
    await running;
    lab.close();
    const [, digest = ''] = Buffer.from(lab.lines.at(-1) ?? '', 'base64')
      .toString()
      .split(' ');
    expect(digest).toMatch(/^[\da-f]{32}$/);
    const echo = {
      auth: ['CRAM-MD5'],
      faults: [script.faults[0], { at: 'auth-2', act: say(`535 ${digest}`) }],
    } as const;
    const { exit, stderr } = await send(echo, [], { auth: 'cram-md5' });
    expect([exit, stderr.includes(digest)]).toEqual([77, false]);
  });
});

describe('the envelope', () => {
  test.each([
    ['bounces@example.com', 'MAIL FROM:<bounces@example.com>'],
    ['<>', 'MAIL FROM:<>'],
    ['<bounces@пример.example>', 'MAIL FROM:<bounces@xn--e1afmkfd.example>'],
  ])('--envelope-from %s stands apart from the header', async (word, expected) => {
    const { exit, lines, messages } = await send({}, ['--envelope-from', word]);
    expect([
      exit,
      lines
        .find((line) => line.startsWith('MAIL'))
        ?.split(' SIZE')[0]
        ?.split(' BODY')[0],
    ]).toEqual([0, expected]);
    expect(messages[0]).toContain('From: test@example.com\r\n');
  });

  test.each(['mail', 'rcpt'])('--stop-after %s writes addresses as send does', async (stage) => {
    const to = ['--to', 'qa@пример.example', '--yes', '--from', 'a@пример.example'];
    const { exit, lines } = await send({}, ['--stop-after', stage, ...to]);
    const said = lines.filter((line) => /^(MAIL|RCPT)/.test(line));
    const all = ['MAIL FROM:<a@xn--e1afmkfd.example>', 'RCPT TO:<qa@xn--e1afmkfd.example>'];
    expect([exit, said]).toEqual([0, stage === 'mail' ? all.slice(0, 1) : all]);
  });

  test('--stop-after asks for SMTPUTF8 where it is needed, and says where it is not offered', async () => {
    const to = ['--stop-after', 'rcpt', '--to', 'почта@example.net', '--yes'];
    const offered = await send({ extensions: ['SMTPUTF8'] }, to);
    expect([offered.exit, offered.lines.find((line) => line.startsWith('MAIL'))]).toEqual([
      0,
      'MAIL FROM:<test@example.com> SMTPUTF8',
    ]);
    expect((await send({}, [...to, '--json'])).exit).toBe(76);
  });

  test('check --negative writes them so too', async () => {
    const lab = await bench.start();
    await bench.run(lab, ['check', '--negative', '--from', 'a@пример.example']);
    lab.close();
    expect(lab.lines.filter((line) => line.startsWith('MAIL'))).toEqual(['MAIL FROM:<a@xn--e1afmkfd.example>']);
  });
});

describe('a reply stands beside the command that it answered', () => {
  test('a refused sender is told as such, not as a refused recipient', async () => {
    const script = { faults: [{ at: 'mail', act: say('550 5.7.1 Not you') }] } as const;
    const sent = await send(script, []);
    expect(sent.stderr).toContain('  MAIL FROM:<test@example.com>: 550 5.7.1 Not you\n');
    expect(sent.stderr).not.toContain('qa@example.net');
    const stopped = await send(script, ['--stop-after', 'rcpt']);
    expect(stopped.stdout).toMatch(/^ {2}MAIL FROM +550 5\.7\.1 Not you$/m);
    const told = JSON.parse((await send(script, ['--stop-after', 'rcpt', '--json'])).stdout).recipients;
    expect(told.map(({ answered }: { answered: string }) => answered)).toEqual(['mail', 'mail']);
  });

  test('in a transcript of commands that went out together', async () => {
    const script = { faults: [{ at: 'rcpt', nth: 2, act: say('550 5.1.1 No such user') }] } as const;
    const { stderr } = await send(script, ['--transcript']);
    expect(stderr).toMatch(/<- 250 2\.1\.5 Ok {2}\[RCPT TO:<qa@example\.net>\]\n/);
    expect(stderr).toMatch(/<- 550 5\.1\.1 No such user {2}\[RCPT TO:<qb@example\.net>\]\n/);
    expect(stderr).toMatch(/<- 354 Go on\n/);
  });

  test('the final reply is shown, whatever it says', async () => {
    const { stdout } = await send({ faults: [{ at: 'dot', act: say('250 2.6.0 Thanks for the fish') }] }, []);
    expect(stdout).toMatch(/^ {2}final reply +250 2\.6\.0 Thanks for the fish$/m);
  });
});

describe('send --count', () => {
  test.each<[string, LabScript['faults'], number]>([
    ['at MAIL', [{ at: 'mail', nth: 3, act: sayAndClose('421 4.7.0 Enough for now') }], 2],
    ['at RCPT', [{ at: 'rcpt', nth: 3, act: sayAndClose('421 4.7.0 Enough for now') }], 2],
    ['after the message', [{ at: 'dot', nth: 3, act: sayAndClose('421 4.7.0 Enough for now') }], 2],
    ['between two messages', [{ at: 'dot', nth: 2, act: sayAndClose('250 2.0.0 Ok\r\n421 4.7.0 Enough for now') }], 2],
  ])('a 421 %s is shown, counted right, and exits with 75', async (_where, faults, handedOver) => {
    const run = await send({ faults }, ['--count', '5', '--to', 'qa@example.net', '--json']);
    const { error } = JSON.parse(run.stderr);
    expect([run.exit, error.kind]).toEqual([75, 'temporary']);
    expect(error.message).toContain('421 4.7.0 Enough for now');
    expect(error.message).toContain(`${handedOver} of 5 messages were sent before that.`);
  });

  test('--rate is kept, and the rate that is told is no higher', async () => {
    const run = await send({}, ['--count', '3', '--rate', '10', '--json']);
    const { perSecond, receipts } = JSON.parse(run.stdout);
    expect([receipts.length, perSecond <= 10.05, perSecond > 0.5]).toEqual([3, true, true]);
  });

  test('after a refusal before the message the next one begins with a clean envelope', async () => {
    const extensions = ['SIZE 1000000'];
    const script = { extensions, faults: [{ at: 'rcpt', nth: 1, act: say('550 5.1.1 No') }] } as const;
    const run = await send(script, ['--count', '2', '--to', 'qa@example.net', '--json']);
    expect(JSON.parse(run.stdout).receipts.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'rejected',
      'accepted',
    ]);
    expect(run.lines.filter((line) => /^(MAIL|RSET)/.test(line)).map((line) => line.slice(0, 4))).toEqual([
      'MAIL',
      'RSET',
      'MAIL',
    ]);
  });

  test('an answer too many between two messages leaves the first in doubt and ends it', async () => {
    const act = say('250 2.0.0 Ok\r\n550 5.7.1 Spam');
    const run = await send({ faults: [{ at: 'dot', nth: 1, act }] }, ['--count', '2', '--json']);
    const { receipts } = JSON.parse(run.stdout);
    expect([run.exit, receipts.map(({ outcome }: { outcome: string }) => outcome)]).toEqual([2, ['maybe-accepted']]);
  });
});

describe('a relay with several addresses', () => {
  const tools = { clock: nodeClock, cancelled: new AbortController().signal, secrets: redactor() };
  const smtp = nodeSmtp(tools);

  /** Two servers on the same port: the first does this, the second behaves. */
  async function twoServers(first: LabAct, tls: LabScript['tls'] = 'none') {
    const { serveLab } = await import('../../src/world/lab/server.js');
    const script = { tls, auth: [], pair: bench.zoo.pairs.good } as const;
    const quiet = { line: () => undefined, message: () => undefined };
    const one = await serveLab({ ...script, faults: [{ at: 'greeting', act: first }] }, 0, quiet, '127.0.0.2');
    const other = await serveLab({ ...script, faults: [] }, one.port, quiet, '127.0.0.3');
    const access = {
      host: 'relay.example',
      addresses: ['127.0.0.2', '127.0.0.3'],
      port: one.port,
      tls,
      tlsName: 'localhost',
      auth: { method: 'none' },
      caPem: bench.zoo.authority.caPem,
      budgets: budgetsWithin(2_000),
    } as const;
    const close = (): void => {
      one.close();
      other.close();
    };
    return { access, close, closeOther: other.close };
  }

  test.each<[string, LabAct, LabScript['tls']]>([
    ['greets with 421', sayAndClose('421 4.3.2 Busy'), 'none'],
    ['greets with 554', sayAndClose('554 5.7.1 Not here'), 'none'],
    ['hangs up', { kind: 'close' }, 'none'],
    ['resets the connection', { kind: 'reset' }, 'none'],
    ['hangs up after the handshake', { kind: 'close' }, 'implicit'],
  ])('whose first one %s is tried at the next', async (_what, act, tls) => {
    const { access, close } = await twoServers(act, tls);
    const session = await smtp.open(access);
    await session.close();
    const seen = await smtp.inspect(access);
    close();
    expect(session.facts.address).toBe('127.0.0.3');
    const greeting = networkSteps({ ...access, auth: 'none', acknowledge: [] } as never, seen, new Date()).find(
      ({ id }) => id === 'greeting',
    );
    expect(greeting).toMatchObject({
      state: 'warn',
      finding: 'connect-some-addresses',
      evidence: expect.stringMatching(/^220 .*; relay\.example:\d+ \(127\.0\.0\.2\) /),
    });
  });

  test('of which none takes sessions: the answer names the addresses', async () => {
    const { access, close, closeOther } = await twoServers(sayAndClose('421 4.3.2 Busy'));
    closeOther();
    await expect(smtp.open(access)).rejects.toMatchObject({
      kind: 'temporary',
      message: `relay.example:${access.port} (127.0.0.2) refuses mail temporarily: 421 4.3.2 Busy`,
      details: ['127.0.0.3: refused'],
    });
    close();
  });
});

describe('check --dns', () => {
  test('obeys --timeout', async () => {
    const lab = await bench.start();
    const { createSocket } = await import('node:dgram');
    const deaf = createSocket('udp4');
    await new Promise<void>((resolve) => deaf.bind(0, '127.0.0.1', resolve));
    const resolver = `127.0.0.1:${deaf.address().port}`;
    const asked: unknown[] = [];
    deaf.on('message', (question) => asked.push(question));
    const words = ['check', '--dns', '--from', 'a@example.com', '--selector', 's', '--resolver', resolver];
    const run = await bench.run(lab, [...words, '--timeout', '2', '--json']);
    lab.close();
    deaf.close();
    // Nothing is asked again after 2.5 s, and nothing else: the time is over.
    expect(asked.length).toBe(1);
    const steps = JSON.parse(run.stdout).senders[0].steps.slice(-3);
    expect(steps.map(({ state }: { state: string }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
  });
});

test('the null sender and a file of a bounce', async () => {
  const letter = [
    'Message-ID: <1@example.com>',
    'Date: Sat, 21 Nov 2026 09:00:00 +0000',
    'From: MAILER-DAEMON@example.com',
    'To: b@example.net',
    'Subject: x',
    'MIME-Version: 1.0',
    'Content-Type: text/plain',
    '',
    'x',
    '',
  ].join('\r\n');
  await writeFile(path.join(bench.folder, 'bounce.eml'), letter);
  const { exit, lines } = await send({}, ['--eml', 'bounce.eml', '--envelope-from', '<>']);
  expect([exit, lines.some((line) => line.startsWith('MAIL FROM:<>'))]).toEqual([0, true]);
  const wrong = await inProcess(['send', 'lab', '--envelope-from', 'no address'], { cwd: bench.folder });
  expect([wrong.exit, wrong.stderr]).toEqual([64, expect.stringContaining("--envelope-from: 'no address' is not")]);
});
