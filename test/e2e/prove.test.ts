import { renameSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AkrelayError } from '../../src/errors.js';
import { readFaultWord } from '../../src/relay/lab-fault.js';
import type { LabMessage } from '../../src/relay/lab-script.js';
import { bodyOf, fieldsOf } from '../../src/relay/letter.js';
import { fileStore } from '../../src/world/events/file-store.js';
import type { EventWriter } from '../../src/world/events/store.js';
import { type Maildir, openMaildir, traceFields } from '../../src/world/lab/maildir.js';
import { serveLab } from '../../src/world/lab/server.js';
import { type DnsServer, startDns } from '../support/dns-server.js';
import { receivedBody } from '../support/events/keep-events.js';
import { inProcess } from '../support/in-process.js';
import { makeZoo } from '../support/lab/certificate-zoo.js';
import { akrelay, emptyFolder, type Run } from '../support/program.js';

/** What becomes of a message that the relay takes, and what it reports. */
interface Fate {
  readonly mail:
    | 'arrives'
    | 'is-dropped'
    | 'in-junk'
    | 'past-the-relay'
    | 'an-hour-early'
    | 'an-hour-late'
    | 'twice'
    | 'rewritten';
  readonly event: 'delivery' | 'bounce' | 'none';
}

let fate: Fate;
let cwd: string;
let lab: { readonly port: number; readonly close: () => void };
let dns: DnsServer;
let writer: EventWriter;
const maildirs: { [folder in 'M' | 'M/.Junk']?: Maildir } = {};
const heard: string[] = [];
const env = { U: 'user', P: 'lab-Passw0rd' };

async function happen(message: LabMessage): Promise<void> {
  const token = bodyOf(fieldsOf(message.text) ?? [], 'X-Letter-Id') ?? '';
  const { mail, event } = fate;
  const keep = (folder: 'M' | 'M/.Junk', when = new Date()): string | undefined =>
    maildirs[folder]?.keep(message, when);
  if (mail === 'arrives') keep('M');
  if (mail === 'rewritten')
    maildirs.M?.keep({ ...message, text: message.text.replace(/^From:.*$/m, 'From: a@account.example') }, new Date());
  if (mail === 'twice') {
    const both = [1, 2].map((n) => path.join(cwd, `M/tmp/${token}.${n}`));
    for (const file of both) writeFileSync(file, `${traceFields(message, new Date())}${message.text}\r\n`);
    // At one go: nobody looks in between.
    for (const file of both) renameSync(file, file.replace('M/tmp/', 'M/new/'));
  }
  if (mail === 'in-junk') keep('M/.Junk');
  if (mail === 'an-hour-early') keep('M', new Date(Date.now() - 3_600_000));
  if (mail === 'an-hour-late') keep('M', new Date(Date.now() + 3_600_000));
  if (mail === 'past-the-relay') {
    const trace = traceFields(message, new Date()).replace(
      'lab.test (lab.test [192.0.2.25])',
      'host.example (host.example [203.0.113.9])',
    );
    // What stands in new/ is whole: a look at it may come at any time.
    writeFileSync(path.join(cwd, `M/tmp/${token}`), `${trace}${message.text}\r\n`);
    renameSync(path.join(cwd, `M/tmp/${token}`), path.join(cwd, `M/new/${token}`));
  }
  if (event === 'none') return;
  const one = {
    event: event === 'bounce' ? 'bounce' : 'delivery',
    gate: { uniq: token },
    member: { email: 'qa@example.net' },
  };
  await writer.append(receivedBody(JSON.stringify({ events: [one] }), { source: 'sendsay' }));
}

beforeAll(async () => {
  cwd = await emptyFolder();
  const zoo = await makeZoo();
  const script = { tls: 'starttls', auth: ['LOGIN'], faults: [], pair: zoo.pairs.good } as const;
  lab = await serveLab(script, 0, {
    line: (line) => void heard.push(line),
    message: (message) => void happen(message),
  });
  dns = await startDns({
    'example.com': ['v=spf1 ip4:192.0.2.25 -all'],
    'post.example.com': ['v=spf1 ip4:192.0.2.25 -all'],
    '_dmarc.example.com': ['v=DMARC1; p=reject'],
  });
  for (const folder of ['M', 'M/.Junk'] as const) maildirs[folder] = await openMaildir(cwd, folder);
  ({ writer } = await fileStore(path.join(cwd, 'events')).openWriter(new AbortController().signal));
  await writeFile(path.join(cwd, 'ca.pem'), zoo.authority.caPem);
  await writeFile(
    path.join(cwd, 'akrelay.yaml'),
    `senders:
  - name: lab
    provider: custom
    relay: { host: "localhost:${lab.port}", tls: starttls, auth: login, username: { env: U }, password: { env: P } }
    path: { hosts: [lab.test], networks: [192.0.2.25/32] }
  - name: dead
    provider: custom
    relay: { host: "localhost:9", tls: none, auth: none }
virtualSenders:
  - name: news
    account: 306
    rules:
      - match: { toDomain: gmail.com }
        senders:
          - { sender: lab, percent: 100, fromEmail: shop@example.com, fromName: "Größe, Shop", replyTo: help@example.com }
      - match: { fromDomain: post.example.com }
        senders: [{ sender: lab, percent: 100 }]
  - name: mixed
    account: 306
    rules:
      - match: default
        senders: [{ sender: dead, percent: 0 }, { sender: lab, percent: 100 }]
  - { name: empty, account: 306, rules: [] }
receivers: [{ by: mx.lab.test }]
test: { from: a@example.com, recipients: [qa@example.net] }
events: { store: events }
mailboxes:
  - { name: qa, type: maildir, path: M }
  - { name: down, type: imap, host: "localhost:9", username: { env: U }, password: { env: P } }
  - { name: gone, type: maildir, path: nowhere }
  - { name: no-folder, type: maildir, path: M, folders: [Nowhere] }
`,
  );
});
afterAll(async () => {
  lab.close();
  dns.close();
  await writer.close();
});

const words = (more: string): string[] => ['prove', ...more.split(' '), '--ca', 'ca.pem', '--resolver', dns.place];
const prove = (more: string, other: Record<string, string> = {}): Promise<Run> =>
  inProcess(words(more), { cwd, env: { ...env, ...other } });

// biome-ignore lint/suspicious/noExplicitAny: JSON of the program
function proofOf(stdout: string): any {
  const { verdict, steps, ...rest } = JSON.parse(stdout);
  const state = Object.fromEntries(steps.map((one: { id: string; state: string }) => [one.id, one.state]));
  return {
    verdict,
    state,
    findings: steps.flatMap((one: { state: string; finding: string | null }) =>
      one.state === 'pass' || one.finding === null ? [] : [one.finding],
    ),
    ...rest,
  };
}

describe('each link, broken in turn', () => {
  test.each<[Fate['mail'], Fate['event'], string, number, string, readonly string[]]>([
    ['arrives', 'delivery', 'lab --mailbox qa', 0, 'proved', []],
    ['in-junk', 'delivery', 'lab --mailbox qa', 0, 'proved-with-remarks', ['prove-junk']],
    ['twice', 'delivery', 'lab --mailbox qa', 0, 'proved-with-remarks', ['prove-copies']],
    ['an-hour-early', 'delivery', 'lab --mailbox qa', 0, 'proved-with-remarks', ['prove-clock-skew']],
    ['an-hour-late', 'delivery', 'lab --mailbox qa', 0, 'proved-with-remarks', ['prove-clock-skew']],
    ['past-the-relay', 'delivery', 'lab --mailbox qa', 1, 'broken', ['bypassed', 'prove-not-authenticated']],
    ['arrives', 'bounce', 'lab --mailbox qa', 1, 'broken', ['prove-bounced']],
    ['arrives', 'none', 'lab --mailbox qa --skip event', 0, 'proved', []],
    ['arrives', 'none', 'lab --mailbox qa', 2, 'pending', ['prove-event-missing']],
    ['is-dropped', 'none', 'lab --mailbox qa', 2, 'pending', ['prove-not-arrived', 'prove-event-missing']],
    ['is-dropped', 'delivery', 'lab --mailbox qa', 1, 'broken', ['prove-mail-missing']],
  ])('%s, event %s (%s)', async (mail, event, more, code, verdict, findings) => {
    fate = { mail, event };
    // What comes ends the wait; only what does not come is waited for in full.
    const wait = mail !== 'is-dropped' && (event !== 'none' || more.includes('--skip')) ? '25s' : '3s';
    const { exit, stdout } = await prove(`${more} --wait ${wait} --json`);
    const proof = proofOf(stdout);
    expect([exit, proof.verdict, proof.findings]).toEqual([code, verdict, findings]);
    expect(proof.receipt === null).toBe(verdict !== 'pending');
  });

  test.each<[string, string, Record<string, string>, number, string, string]>([
    ['a mailbox that does not answer', 'lab --mailbox down', {}, 69, 'mailbox', 'mailbox-unreachable'],
    ['a mailbox that is not there', 'lab --mailbox gone', {}, 66, 'mailbox', 'input-missing'],
    ['a folder that is not there', 'lab --mailbox no-folder', {}, 66, 'mailbox', 'mailbox-no-folder'],
  ])('%s: nothing is sent', async (_name, more, other, code, link, finding) => {
    heard.length = 0;
    const { exit, stdout } = await prove(`${more} --json`, other);
    const proof = proofOf(stdout);
    expect([exit, proof.verdict, proof.state[link], proof.state.send, proof.findings]).toEqual([
      code,
      'broken',
      'fail',
      'skipped',
      [finding],
    ]);
    expect(heard.filter((line) => /^(?:MAIL|DATA)/.test(line))).toEqual([]);
  });

  test('a certificate that nobody vouches for: nothing is sent, and the mailbox is left alone', async () => {
    const { exit, stdout } = await inProcess(['prove', 'lab', '--mailbox', 'qa', '--json'], { cwd, env });
    const proof = proofOf(stdout);
    expect([exit, proof.state.certificate, proof.state.mailbox, proof.findings[0]]).toEqual([
      1,
      'fail',
      'skipped',
      'tls-untrusted',
    ]);
  });
});

describe('a relay that does not take the message', () => {
  test.each<[string, string, string, number, string, string]>([
    ['refused', 'rcpt-550', '', 69, 'fail', 'message-refused'],
    ['not now', 'dot-451', '', 75, 'fail', 'message-deferred'],
    ['a wrong password', 'auth-535', '', 1, 'skipped', 'auth-refused'],
    ['taken for some', 'rcpt-550@2', ' --to qa@example.net --to qb@example.net --yes', 2, 'warn', 'prove-partly-sent'],
    ['no answer to the dot', 'drop-after-dot', '', 2, 'warn', 'prove-maybe-sent'],
  ])('%s', async (_name, word, more, code, send, finding) => {
    const fault = readFaultWord(word);
    if (fault?.kind !== 'at') throw new Error(word);
    const other = await serveLab({ tls: 'none', auth: ['LOGIN'], faults: [fault.fault] }, 0, {
      line: () => undefined,
      message: () => undefined,
    });
    const config = (await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8')).replace(
      /localhost:\d+", tls: starttls/,
      `localhost:${other.port}", tls: none`,
    );
    await writeFile(path.join(cwd, 'faulty.yaml'), config);
    const { exit, stdout, stderr } = await inProcess(
      [
        'prove',
        'lab',
        '--config',
        'faulty.yaml',
        '--mailbox',
        'qa',
        '--wait',
        '0s',
        '--json',
        ...more.split(' ').filter(Boolean),
      ],
      { cwd, env },
    );
    other.close();
    const proof = proofOf(stdout);
    expect([exit, proof.state.send]).toEqual([code, send]);
    expect(proof.findings).toContain(finding);
    expect(stdout + stderr).not.toContain('lab-Passw0rd');
  });
});

test('two runs at once on one mailbox each find their own message', async () => {
  fate = { mail: 'arrives', event: 'delivery' };
  const runs = await Promise.all([1, 2, 3].map(() => prove('lab --mailbox qa --wait 25s --json')));
  const proofs = runs.map(({ stdout }) => proofOf(stdout));
  expect(proofs.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
  expect(new Set(proofs.map(({ token }) => token)).size).toBe(3);
});

test('what is pending is gone on with, and not sent again', async () => {
  fate = { mail: 'is-dropped', event: 'none' };
  const first = proofOf((await prove('lab --mailbox qa --wait 0s --json')).stdout);
  expect(first.receipt).toBe(`prove-${first.token}.json`);
  await writeFile(
    path.join(cwd, 'M/new/late'),
    `${traceFields(heardMessage(first.token), new Date())}${letter(first.token)}`,
  );
  await writer.append(
    receivedBody(JSON.stringify({ events: [{ event: 'delivery', gate: { uniq: first.token } }] }), {
      source: 'sendsay',
    }),
  );
  heard.length = 0;
  const { exit, stdout } = await prove(`--resume ${first.receipt} --mailbox qa --wait 25s --json`);
  expect([exit, proofOf(stdout).verdict, heard]).toEqual([0, 'proved', []]);
});

test.each(['', ' --receipt named.json'])('Ctrl-C while it waits leaves what --resume needs%s', async (more) => {
  fate = { mail: 'is-dropped', event: 'none' };
  heard.length = 0;
  const ctrlC = new AbortController();
  const running = inProcess(words(`lab --mailbox qa --wait 25s${more}`), { cwd, env, cancelled: ctrlC.signal });
  const isSent = (): boolean => heard.includes('DATA') && heard.lastIndexOf('QUIT') > heard.indexOf('DATA');
  while (!isSent()) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 500));
  ctrlC.abort(new AkrelayError('cancelled', { message: 'Cancelled.' }));
  const { exit, stdout, stderr } = await running;
  const [, file = ''] =
    /^warning: The message was sent\. To continue: akrelay prove --resume (\S+)$/m.exec(stderr) ?? [];
  expect([exit, stdout, file]).toEqual([
    130,
    '',
    expect.stringMatching(more === '' ? /^prove-akrelay-/ : /^named\.json$/),
  ]);
  const again = proofOf((await prove(`--resume ${file} --mailbox qa --wait 0s --json`)).stdout);
  expect([again.verdict, again.state.send]).toEqual(['pending', 'skipped']);
});

function heardMessage(_token: string): LabMessage {
  const message = { id: '1', ehloName: 'me', clientAddress: '127.0.0.1', transmissionType: 'ESMTPSA', tls: undefined };
  return {
    ...message,
    reversePath: 'a@example.com',
    forwardPaths: ['qa@example.net'],
    text: '',
  } as unknown as LabMessage;
}

const letter = (token: string): string => `From: a@example.com\r\nX-Letter-Id: ${token}\r\nSubject: x\r\n\r\nx\r\n`;

test('the built program: evidence and page are kept, and hold no secret', async () => {
  fate = { mail: 'arrives', event: 'delivery' };
  const more = 'lab --mailbox qa --wait 20s --evidence proof --report proof.html';
  const { exit, stdout, stderr } = await akrelay(words(more), { cwd, env });
  expect([exit, stderr]).toEqual([0, 'Wrote proof.html\n']);
  expect(stdout).toMatch(/^lab: proved: the message came through the relay into the mailbox\n {2}ok {4}config /);
  const files = (await readdir(path.join(cwd, 'proof'))).sort();
  expect(files).toEqual([
    'authentication.json',
    'events.json',
    'path.json',
    'proof.json',
    'receipt.json',
    'received.eml',
    'send.json',
    'transcript.json',
  ]);
  const texts = await Promise.all(files.map((name) => readFile(path.join(cwd, 'proof', name), 'latin1')));
  const page = await readFile(path.join(cwd, 'proof.html'), 'utf8');
  expect([...texts, page].join('\n')).not.toMatch(/lab-Passw0rd|bGFiLVBhc3N3MHJk/);
  expect(page).toMatch(
    /<h1 class="good">lab: proved: .*<h2>Steps<\/h2>.*CONFIRMED: The message came through lab.*<h3>Authentication<\/h3>.*EHLO/s,
  );
});

test('two that keep evidence in one new folder at once: all of it is of one of them', async () => {
  fate = { mail: 'arrives', event: 'delivery' };
  for (const folder of ['two-1', 'two-2', 'two-3']) {
    const both = [0, 1].map(() => prove(`lab --mailbox qa --wait 25s --evidence ${folder} --json`));
    expect((await Promise.all(both)).map(({ exit }) => exit)).toEqual([0, 0]);
    const names = await readdir(path.join(cwd, folder));
    expect(names).toHaveLength(8);
    const texts = await Promise.all(names.map((name) => readFile(path.join(cwd, folder, name), 'latin1')));
    const tokens = texts.flatMap((text) => text.match(/akrelay-[0-9a-f]{24}/g) ?? []);
    expect(new Set(tokens).size).toBe(1);
  }
});

describe('a virtual sender', () => {
  // biome-ignore lint/suspicious/noExplicitAny: JSON of the program
  const rowsOf = (stdout: string): any => {
    const { schema, verdict, proofs, receipt } = JSON.parse(stdout);
    // biome-ignore lint/suspicious/noExplicitAny: JSON of the program
    const rows = proofs.map((one: any) => {
      const { state, findings } = proofOf(JSON.stringify(one));
      return [one.rule, one.sender, one.verdict, state.send, state.overrides, findings[0]];
    });
    return { schema, verdict, rows, receipt };
  };

  test.each<[Fate['mail'], string, number, string, readonly unknown[]]>([
    [
      'arrives',
      '--virtual news',
      0,
      'proved',
      [
        [1, 'lab', 'proved', 'pass', 'pass', undefined],
        [2, 'lab', 'proved', 'pass', 'pass', undefined],
      ],
    ],
    [
      'rewritten',
      '--virtual 306/news',
      1,
      'broken',
      [
        [1, 'lab', 'broken', 'pass', 'fail', 'prove-overrides'],
        [2, 'lab', 'broken', 'pass', 'fail', 'prove-overrides'],
      ],
    ],
    [
      'arrives',
      '--virtual mixed',
      1,
      'broken',
      [
        [1, 'dead', 'broken', 'skipped', 'skipped', 'connect-refused'],
        [1, 'lab', 'proved', 'pass', 'pass', undefined],
      ],
    ],
    ['arrives', 'lab --virtual mixed', 0, 'proved', [[1, 'lab', 'proved', 'pass', 'pass', undefined]]],
  ])('mail %s: %s is %d, %s', async (mail, more, code, verdict, rows) => {
    fate = { mail, event: 'delivery' };
    const { exit, stdout } = await prove(`${more} --mailbox qa --wait 25s --json`);
    expect([exit, rowsOf(stdout)]).toEqual([code, { schema: 'akrelay/prove-virtual@1', verdict, rows, receipt: null }]);
  });

  test('a mailbox that cannot be read ends all of them alike', async () => {
    const { exit, stdout } = await prove('--virtual news --mailbox down --json');
    expect([exit, JSON.parse(stdout).verdict]).toEqual([69, 'broken']);
  });

  test('the overrides of each rule arrive, and each message has its folder of evidence', async () => {
    fate = { mail: 'arrives', event: 'none' };
    const folder = path.join(cwd, 'both');
    // An earlier run kept events, which this one has none of.
    await mkdir(path.join(folder, '1-rule1-lab'), { recursive: true });
    for (const file of ['proof.json', '1-rule1-lab/events.json']) await writeFile(path.join(folder, file), '{}');
    await prove('--virtual news --mailbox qa --wait 25s --skip authentication,event --evidence both');
    expect(await readdir(path.join(folder, '1-rule1-lab'))).not.toContain('events.json');
    expect((await readdir(folder)).sort()).toEqual(['1-rule1-lab', '2-rule2-lab', 'proof.json']);
    const fields = await Promise.all(
      ['1-rule1-lab', '2-rule2-lab'].map(async (name) => {
        const all = fieldsOf(await readFile(path.join(folder, name, 'received.eml'), 'latin1')) ?? [];
        return ['From', 'Reply-To', 'Return-Path'].map((field) => bodyOf(all, field));
      }),
    );
    expect(fields).toEqual([
      [expect.stringMatching(/^=\?UTF-8\?.*<shop@example\.com>$/i), 'help@example.com', '<shop@example.com>'],
      ['a@post.example.com', undefined, '<a@post.example.com>'],
    ]);
  });

  test('what is pending is gone on with; what was not sent stays broken', async () => {
    fate = { mail: 'is-dropped', event: 'none' };
    const first = rowsOf((await prove('--virtual mixed --mailbox qa --wait 0s --skip event --json')).stdout);
    expect(first.rows.map(([, , verdict]: string[]) => verdict)).toEqual(['broken', 'pending']);
    heard.length = 0;
    const resumed = await prove(`--resume ${first.receipt} --mailbox qa --wait 0s --skip event --json`);
    const { rows } = rowsOf(resumed.stdout);
    expect([resumed.exit, rows, heard]).toEqual([
      1,
      [
        [1, 'dead', 'broken', 'fail', 'skipped', 'prove-not-sent'],
        [1, 'lab', 'pending', 'skipped', 'skipped', 'prove-not-arrived'],
      ],
      [],
    ]);
    const said = await prove(`--resume ${first.receipt} --mailbox qa --wait 0s --skip event`);
    expect(said.stdout).toMatch(
      /^mixed: 0 of 2 senders proved\n[\s\S]*\nNext: akrelay prove --resume prove-akrelay-\w+\.json \(with the same mailbox flags\)\n$/,
    );
  });

  test('formats: a block each', async () => {
    fate = { mail: 'arrives', event: 'delivery' };
    const said = async (format: string): Promise<string> =>
      (await prove(`--virtual news --mailbox qa --wait 25s --format ${format}`)).stdout;
    expect(await said('human')).toMatch(
      /^news: 2 of 2 senders proved\n\nnews, rule 1, To domain gmail\.com, lab 100 %: proved[\s\S]*\n {2}ok {4}overrides {7}From Größe, Shop <shop@example\.com>, Reply-To help@example\.com\n[\s\S]*\n\nnews, rule 2, From domain post\.example\.com, lab 100 %: /,
    );
    expect((await said('junit')).match(/<testsuite name="news, rule \d, [^"]*" tests="17" failures="0"/g)).toHaveLength(
      2,
    );
    expect(await said('tap')).toMatch(
      /\nok 18 - news, rule 2, From domain post\.example\.com, lab 100 %: config\n[\s\S]*\n1\.\.34\n$/,
    );
    expect(await said('github')).toMatch(
      /::notice title=akrelay prove news%2C rule 1%2C [^:]*%3A overrides::[\s\S]*::notice title=akrelay prove news::proved\n$/,
    );
  });
});

describe('watched', () => {
  const watch = (more: string): Promise<Run> => inProcess(['watch', ...words(more)], { cwd, env });
  const row = (line: string) => {
    const { run, exit, verdict, before, result, error } = JSON.parse(line);
    return [run, exit, verdict, before, result?.sender ?? result?.virtual, error];
  };

  test('a run each, which leaves no receipt; the state and the metrics know the one before', async () => {
    const kept = '--once --state proof.json --metrics proof.prom';
    fate = { mail: 'is-dropped', event: 'none' };
    const first = await watch(`lab --mailbox qa --wait 0s --skip event ${kept} --json`);
    fate = { mail: 'arrives', event: 'delivery' };
    const second = await watch(`lab --mailbox qa --wait 25s ${kept} --json`);
    expect([first.exit, row(first.stdout)]).toEqual([2, [1, 2, 'pending', null, 'lab', null]]);
    expect([second.exit, row(second.stdout)]).toEqual([0, [2, 0, 'proved', 'pending', 'lab', null]]);
    const { token } = JSON.parse(first.stdout).result;
    expect((await readdir(cwd)).filter((name) => name.includes(token))).toEqual([]);
    const metrics = await readFile(path.join(cwd, 'proof.prom'), 'utf8');
    expect(metrics).toContain(
      'akrelay_watch_runs_total{watch="prove lab",exit="0"} 1\nakrelay_watch_runs_total{watch="prove lab",exit="2"} 1\n',
    );
    expect(metrics).toContain('akrelay_watch_step{watch="prove lab",sender="lab",step="path",state="pass"} 1\n');
    expect(metrics).toMatch(
      /^akrelay_watch_step_duration_seconds\{watch="prove lab",sender="lab",step="arrival"\} [\d.]+$/m,
    );
  });

  test('a person sees what is wrong; what ends the command is a run', async () => {
    fate = { mail: 'past-the-relay', event: 'delivery' };
    const broken = await watch('--virtual mixed --mailbox qa --wait 25s --once');
    expect([broken.exit, broken.stdout]).toEqual([
      1,
      expect.stringMatching(
        /^[-\d]+ [:\d]+ {2}prove --virtual mixed: broken \([\d.]+ s\)\n(?: {2}.*\n)* {2}FAIL {2}mixed, rule 1, default \(everything else\), lab 100 %: path: .*\n/,
      ),
    ]);
    const wrong = await watch('nobody --mailbox qa --once --state gone.json');
    expect([wrong.exit, wrong.stdout]).toEqual([
      64,
      expect.stringMatching(/: error \([\d.]+ s\)\n {2}There is no sender 'nobody'\.\n {2}hint: /),
    ]);
    expect(JSON.parse(await readFile(path.join(cwd, 'gone.json'), 'utf8'))).toMatchObject({ exits: { 64: 1 } });
  });

  test('check', async () => {
    const { exit, stdout } = await inProcess(
      ['watch', 'check', 'lab', 'dead', '--ca', 'ca.pem', '--once', '--metrics', 'check.prom'],
      { cwd, env },
    );
    expect([exit, stdout]).toEqual([
      1,
      expect.stringMatching(/check lab dead: fail .*\n(?: {2}.*\n)* {2}FAIL {2}dead: connect: /),
    ]);
    expect(await readFile(path.join(cwd, 'check.prom'), 'utf8')).toContain(
      '{watch="check lab dead",sender="dead",step="connect",state="fail"} 1\n',
    );
  });
});

test('formats', async () => {
  fate = { mail: 'past-the-relay', event: 'delivery' };
  const said = async (format: string): Promise<string> =>
    (await prove(`lab --mailbox qa --wait 25s --format ${format}`)).stdout;
  expect(await said('junit')).toMatch(
    /<testsuite name="lab" tests="16" failures="2" errors="\d" skipped="\d" time="0">[\s\S]*name="path"[\s\S]*<failure type="bypassed"/,
  );
  expect(await said('tap')).toMatch(/^TAP version 14\nok 1 - config\n[\s\S]*not ok \d+ - path\n[\s\S]*\n1\.\.16\n$/);
  expect(await said('github')).toMatch(
    /^::notice title=akrelay prove%3A config::[\s\S]*::error title=akrelay prove%3A path::[\s\S]*::error title=akrelay prove lab::broken\n$/,
  );
});

test.each([
  ['--resume x.json lab', 64],
  ['--resume ca.pem --mailbox qa', 65],
  ['--resume nothing.json --mailbox qa', 66],
  ['--resume x.json --to a@b.example', 64],
  ['nobody --mailbox qa', 64],
  ['lab --mailbox qa --report akrelay.yaml', 64],
  ['lab --mailbox qa --report nowhere/proof.html', 73],
  ['lab --mailbox qa --to stranger@example.org', 64],
  ['--virtual empty --mailbox qa', 64],
  ['--virtual nobody --mailbox qa', 64],
  ['dead --virtual news --mailbox qa', 64],
  ['--virtual news --resume x.json', 64],
])('prove %s: %d', async (more, code) => {
  expect((await inProcess(['prove', ...more.split(' ')], { cwd, env })).exit).toBe(code);
});
