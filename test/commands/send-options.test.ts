import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { LabAct, LabScript } from '../../src/relay/lab-script.js';
import { inProcess } from '../support/in-process.js';
import { labBench, labPassword } from '../support/lab/sender.js';
import { leaks } from '../support/leaks.js';
import { person } from '../support/memory-world.js';

const bench = await labBench();
const say = (text: string): LabAct => ({ kind: 'say', bytes: `${text}\r\n` });

describe('send --stop-after', () => {
  test.each([
    ['connect', [], []],
    ['ehlo', ['EHLO'], ['<TLS>', 'AUTH', 'MAIL']],
    ['tls', ['EHLO', 'STARTTLS', '<TLS>'], ['AUTH', 'MAIL']],
    ['auth', ['<TLS>', 'AUTH'], ['MAIL']],
    ['mail', ['AUTH', 'MAIL'], ['RCPT', 'DATA']],
    ['rcpt', ['MAIL', 'RCPT'], ['DATA']],
  ])('%s goes so far and no farther', async (stage, said, unsaid) => {
    const lab = await bench.start();
    const run = await bench.run(lab, ['send', 'lab', '--stop-after', stage, '--json']);
    lab.close();
    expect([run.exit, JSON.parse(run.stdout).stoppedAfter]).toEqual([0, stage]);
    const verbs = lab.lines.map((line) => line.split(/[ :]/)[0]);
    expect(verbs).toEqual(expect.arrayContaining(said));
    expect(verbs.filter((verb) => unsaid.includes(verb ?? ''))).toEqual([]);
    if (stage !== 'connect') expect(verbs.at(-1)).toBe('QUIT');
  });

  test('rcpt tells each recipient’s reply', async () => {
    const lab = await bench.start({ faults: [{ at: 'rcpt', nth: 2, act: say('550 5.1.1 No such user') }] });
    const run = await bench.run(lab, ['send', 'lab', '--stop-after', 'rcpt']);
    lab.close();
    expect(run.exit).toBe(1);
    expect(run.stdout).toMatch(/qa@example\.net {2}250 2\.1\.5 Ok\n {2}qb@example\.net {2}550 5\.1\.1 No such user\n/);
  });

  test.each([
    ['mail', 76, 'closed-mail', { kind: 'close' }],
    ['rcpt', 76, 'garbage-rcpt', say('what')],
    ['rcpt', 75, 'timeout-rcpt', { kind: 'stall' }],
  ] as const)('%s with a broken relay exits with %d, %s', async (stage, exit, id, act) => {
    const lab = await bench.start({ faults: [{ at: stage, act }] });
    const run = await bench.run(lab, ['send', 'lab', '--stop-after', stage, '--json', '--timeout', '2']);
    lab.close();
    expect([run.exit, JSON.parse(run.stderr).error.id]).toEqual([exit, id]);
  });
});

describe('send --transcript', () => {
  test.each(['login', 'plain', 'cram-md5'])(
    'tells both sides of a session with AUTH %s, the login masked',
    async (auth) => {
      const lab = await bench.start();
      const run = await bench.run(lab, ['send', 'lab', '--transcript', '--json'], { auth });
      lab.close();
      expect(run.exit).toBe(0);
      expect(run.stderr).toMatch(/<- 220 lab\.test[\s\S]*-> EHLO [\s\S]*-> STARTTLS[\s\S]*-- TLS is up[\s\S]*-> AUTH/);
      expect(run.stderr).toMatch(/-> \.\n.*<- 250 2\.0\.0 Ok: queued as LAB123\n.*-> QUIT/);
      const texts = JSON.parse(run.stdout).transcript.map(
        ({ from, text }: { from: string; text: string }) => `${from}: ${text}`,
      );
      expect(texts).toContain('session: TLS is up');
      expect(texts.filter((text: string) => text.includes('***')).length).toBeGreaterThan(0);
      expect(leaks(run.stdout + run.stderr, labPassword)).toBe(false);
      const secretLines = lab.lines.filter((line) => /^[A-Za-z0-9+/]{12,}=*$/.test(line) && line !== 'bGFiLXVzZXI=');
      for (const line of secretLines) expect(run.stdout + run.stderr).not.toContain(line);
    },
  );

  test('goes into the JSON of a failure too', async () => {
    const lab = await bench.start({ faults: [{ at: 'auth-3', act: say('535 5.7.8 No') }] });
    const run = await bench.run(lab, ['send', 'lab', '--transcript', '--json', '--quiet']);
    lab.close();
    const { error } = JSON.parse(run.stderr.slice(run.stderr.indexOf('{')));
    expect(error.transcript.at(-1).text).toMatch(/^221/);
  });
});

describe('what is asked for and not offered', () => {
  const cases: [string, Partial<LabScript>, string[], string][] = [
    ['SIZE', { extensions: ['SIZE 200'] }, [], 'message-too-large'],
    ['DSN', {}, ['--dsn', 'success,failure'], 'dsn-not-offered'],
    ['SMTPUTF8', {}, ['--to', 'почта@example.net', '--yes'], 'smtputf8-not-offered'],
    [
      '8BITMIME',
      { extensions: [] },
      ['--eml', path.resolve('test/fixtures/send/eight-bit.eml')],
      '8bitmime-not-offered',
    ],
  ];
  test.each(cases)('%s is an error before MAIL', async (_name, script, words, id) => {
    const lab = await bench.start(script);
    const run = await bench.run(lab, ['send', 'lab', '--json', ...words]);
    lab.close();
    expect([run.exit, JSON.parse(run.stderr).error.id]).toEqual([76, id]);
    expect(lab.lines.filter((line) => line.startsWith('MAIL'))).toEqual([]);
  });

  test('what is offered is used', async () => {
    const lab = await bench.start({ extensions: ['DSN', 'SMTPUTF8', '8BITMIME', 'SIZE'] });
    const to = ['--to', 'почта@пример.example', '--yes'];
    const run = await bench.run(lab, ['send', 'lab', '--dsn', 'success,delay', ...to]);
    lab.close();
    expect(run.exit).toBe(0);
    const [mail] = lab.lines.filter((line) => line.startsWith('MAIL'));
    const [rcpt] = lab.lines.filter((line) => line.startsWith('RCPT'));
    expect(mail).toMatch(/SMTPUTF8 BODY=8BITMIME SIZE=\d+ RET=HDRS$/);
    expect(rcpt).toMatch(/@xn--e1afmkfd\.example> NOTIFY=SUCCESS,DELAY$/);
  });
});

describe('send --retry', () => {
  test('sends the same message again after "later"', async () => {
    const lab = await bench.start({ faults: [{ at: 'mail', act: say('451 4.7.1 Greylisted') }] });
    const running = bench.run(lab, ['send', 'lab', '--retry', '1', '--json']);
    const run = await running;
    lab.close();
    expect(run.exit).toBe(75);
    expect(run.stderr).toContain('451 4.7.1 Greylisted\nTrying again in 1 s (1 left).\n');
    expect(lab.lines.filter((line) => line.startsWith('MAIL'))).toHaveLength(2);
  });

  test.each([
    ['once the relay had the whole message', { at: 'dot', act: say('451 4.3.0 Later') }, 75],
    ['when the answer never came', { at: 'dot', act: { kind: 'close' } }, 2],
    ['after a refusal for good', { at: 'mail', act: say('550 5.7.1 No') }, 69],
  ] as const)('never %s', async (_name, fault, exit) => {
    const lab = await bench.start({ faults: [fault] });
    const run = await bench.run(lab, ['send', 'lab', '--retry', '3']);
    lab.close();
    expect(run.exit).toBe(exit);
    expect(lab.lines.filter((line) => line.startsWith('MAIL'))).toHaveLength(1);
  });
});

describe('send --count', () => {
  test('sends each message with a token of its own, in one session', async () => {
    const lab = await bench.start();
    const run = await bench.run(lab, ['send', 'lab', '--count', '5', '--rate', '100', '--json']);
    lab.close();
    const { receipts, schema } = JSON.parse(run.stdout);
    expect([run.exit, schema, receipts.length]).toEqual([0, 'akrelay/send-burst@1', 5]);
    expect(new Set(receipts.map(({ token }: { token: string }) => token)).size).toBe(5);
    expect(lab.messages).toHaveLength(5);
    expect(lab.lines.filter((line) => line === '<TLS>')).toHaveLength(1);
  });

  test.each([
    ['as it is', []],
    ['with text, HTML and a file', ['--text', 'Grüße', '--html', '<b>x</b>', '--attach', path.resolve('package.json')]],
    ['with a token that was given', ['--header', 'X-Letter-Id: mine', '--subject', 'Тест']],
  ])(
    'the message, %s, is the next time like one of its own but for token, Message-ID and date',
    async (_name, words) => {
      const lab = await bench.start();
      const burst = await bench.run(lab, ['send', 'lab', '--count', '3', '--json', ...words]);
      const alone = await bench.run(lab, ['send', 'lab', '--json', ...words]);
      lab.close();
      const receipts = [...JSON.parse(burst.stdout).receipts, JSON.parse(alone.stdout)];
      expect(new Set(receipts.map(({ messageId }) => messageId)).size).toBe(4);
      const messages = lab.messages.map((bytes) => Buffer.from(bytes).toString('latin1'));
      receipts.forEach(({ token, messageId }, i) => {
        expect(messages[i]).toContain(`\r\nMessage-ID: ${messageId}\r\n`);
        expect(messages[i]).toContain(`X-Letter-Id: ${token}\r\n`);
      });
      const plain = messages.map((text) =>
        text
          .replaceAll(/akrelay-[0-9a-f]{24}/g, 'TOKEN')
          .replace(/^(Date|Sent): .*$/gm, '$1')
          .replaceAll(/--_NmP-[0-9a-f]+/g, 'BOUNDARY'),
      );
      expect(new Set(plain).size).toBe(1);
    },
  );

  test('a refusal in the middle is told and the rest goes on', async () => {
    const lab = await bench.start({ faults: [{ at: 'dot', nth: 2, act: say('550 5.7.1 Spam') }] });
    const run = await bench.run(lab, ['send', 'lab', '--count', '3']);
    lab.close();
    expect(run.exit).toBe(1);
    expect(run.stdout).toMatch(/^akrelay-[0-9a-f]{24} {2}rejected +- {2}\d+ ms {2}550 5\.7\.1 Spam$/m);
    expect(run.stdout).toMatch(/2 accepted, 1 rejected in \d+ ms/);
  });

  test('a session that breaks ends it, with the receipts so far', async () => {
    const lab = await bench.start({ faults: [{ at: 'mail', nth: 3, act: { kind: 'close' } }] });
    const run = await bench.run(lab, ['send', 'lab', '--count', '9', '--json']);
    lab.close();
    const { error } = JSON.parse(run.stderr);
    expect([run.exit, error.id, error.receipts.length]).toEqual([76, 'closed-mail', 2]);
    expect(error.message).toContain('2 of 9 messages were sent before that.');
    const tokens = error.receipts.map(
      ({ token }: { token: string }, i: number) => `${token} accepted, queue id LAB${123 + i}`,
    );
    expect(error.details).toEqual(tokens);
  });
});

test('a relay that stalls at MAIL answers nothing that was sent behind it', async () => {
  const lab = await bench.start({ faults: [{ at: 'mail', act: { kind: 'stall' } }] });
  const run = await bench.run(lab, ['send', 'lab', '--to', 'qa@example.net', '--timeout', '1', '--json']);
  lab.close();
  expect([run.exit, JSON.parse(run.stderr).error.id]).toEqual([75, 'timeout-mail']);
});

describe('Ctrl-C', () => {
  test('in a burst says what had been sent, and of the rest that nothing was', async () => {
    const lab = await bench.start({ faults: [{ at: 'mail', nth: 3, act: { kind: 'stall' } }] });
    const cancel = new AbortController();
    const third = setInterval(() => {
      if (lab.lines.filter((line) => line.startsWith('MAIL')).length === 3) cancel.abort();
    }, 20);
    const run = await bench.run(lab, ['send', 'lab', '--count', '5'], { cancelled: cancel.signal });
    clearInterval(third);
    lab.close();
    expect([run.exit, run.stderr]).toEqual([
      130,
      expect.stringMatching(
        /^error: Cancelled\. 2 of 5 messages were sent before that\.(\n {2}akrelay-\S+ accepted,.*){2}\n$/,
      ),
    ]);
  });

  test.each([
    ['while the relay does not answer', { at: 'ehlo', act: { kind: 'stall' } }],
    ['before the greeting', { at: 'greeting', act: { kind: 'stall' } }],
  ] as const)('%s ends at once with 130', async (_name, fault) => {
    const lab = await bench.start({ faults: [fault] });
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 150);
    const run = await bench.run(lab, ['send', 'lab'], { cancelled: cancel.signal });
    lab.close();
    expect([run.exit, run.stderr]).toEqual([130, expect.stringContaining('Cancelled')]);
  });
});

test('--save keeps the bytes that went over the wire', async () => {
  const lab = await bench.start();
  await bench.run(lab, ['send', 'lab', '--save', 'kept.eml', '--html', '<b>é</b>', '--attach', 'ca.pem']);
  lab.close();
  expect(await readFile(path.join(bench.folder, 'kept.eml'), 'latin1')).toBe(`${lab.messages[0]}\r\n`);
  expect(lab.messages[0]).toMatch(/multipart\/mixed[\s\S]*filename=ca\.pem/);
});

test.each([
  ['no/such/folder/receipt.json', 'no such file or folder'],
  ['.', 'it is a folder'],
])('a receipt that would have no place, %s, is told before the relay is asked', async (receipt, reason) => {
  const lab = await bench.start();
  const run = await bench.run(lab, ['send', 'lab', '--receipt', receipt]);
  lab.close();
  expect([run.exit, run.stdout, lab.lines]).toEqual([73, '', []]);
  expect(run.stderr).toMatch(new RegExp(`^error: Cannot write .*: ${reason}\\.\nhint: `));
});

test('a receipt that cannot be written after all does not hide what the relay said', async () => {
  const lab = await bench.start();
  const run = await bench.run(lab, ['send', 'lab', '--receipt', `${'x'.repeat(250)}.json`, '--json']);
  lab.close();
  expect([run.exit, JSON.parse(run.stderr).error.receipt.outcome]).toEqual([73, 'accepted']);
});

describe('at a terminal', () => {
  test('asks for what is missing, and whether a stranger is meant', async () => {
    const lab = await bench.start();
    const { prompts, asked } = person([true, 'lab-user', labPassword]);
    const words = ['send', 'lab', '--to', 'stranger@example.org', '--json'];
    const refused = await bench.run(lab, words, { prompts: person([false]).prompts });
    const config = path.join(bench.folder, `${lab.port}.yaml`);
    await writeFile(config, (await readFile(config, 'utf8')).replace(/username:.*?PASSWORD \},/, ''));
    const here = ['--config', config, '--ca', 'ca.pem'];
    const agreed = await inProcess([...words, ...here], { cwd: bench.folder, prompts });
    lab.close();
    expect([refused.exit, agreed.exit, lab.messages.length]).toEqual([64, 0, 1]);
    expect(asked.map(({ message }) => message)).toContain('The password of lab:');
    expect(leaks(agreed.stdout + agreed.stderr, labPassword)).toBe(false);
  });
});
