import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Cancelled } from '../../src/errors.js';
import { shiftStateText } from '../../src/relay/shift.js';
import { type Maildir, openMaildir } from '../../src/world/lab/maildir.js';
import { serveLab } from '../../src/world/lab/server.js';
import { inProcess } from '../support/in-process.js';
import { emptyFolder, type Run } from '../support/program.js';

let cwd: string;
let lab: { readonly port: number; readonly close: () => void };
let maildir: Maildir;
/** What becomes of the next messages; without one they arrive. */
let fates: ('arrives' | 'is-dropped' | 'is-rewritten')[] = [];
let messages = 0;
/** Happens while a message is under way. */
let meanwhile: () => Promise<void> = async () => undefined;

const config = (shares: string): string => `# Relays of the shop
senders:
  - { name: old, provider: custom, relay: { host: "localhost:9", tls: none, auth: none } }
  - { name: older, provider: custom, relay: { host: "localhost:9", tls: none, auth: none } }
  - name: lab
    provider: custom
    relay: { host: "localhost:${lab.port}", tls: none, auth: none }
    path: { networks: [192.0.2.25/32] }
virtualSenders:
  - name: news
    account: 306
    rules:
      - match: { toDomain: gmail.com }   # stays
        senders: [{ sender: lab, percent: 100 }]
      - match: default
        senders:
${shares}
receivers: [{ by: mx.lab.test }]
test: { from: a@example.com, recipients: [qa@example.net] }
mailboxes:
  - { name: qa, type: maildir, path: M }
  - { name: gone, type: maildir, path: nowhere }
`;
const shares = (old: number, older: number, to: number): string =>
  `          - { sender: old,   percent: ${old} }     # until the move is done
          - {sender: older, percent: '${older}'}
          - sender: lab
            replyTo: help@example.com
            percent: ${to}`;

beforeAll(async () => {
  cwd = await emptyFolder();
  lab = await serveLab({ tls: 'none', auth: [], faults: [] }, 0, {
    line: () => undefined,
    message: (message) => {
      messages += 1;
      const fate = fates.shift() ?? 'arrives';
      const text = fate === 'is-rewritten' ? message.text.replace(/^From:.*$/m, 'From: a@other.example') : message.text;
      if (fate !== 'is-dropped') void meanwhile().then(() => maildir.keep({ ...message, text }, new Date()));
    },
  });
  maildir = await openMaildir(cwd, 'M');
});
afterAll(() => lab.close());
beforeEach(async () => {
  for (const name of [state, 'bad.json', 'other.json']) await rm(at(name), { force: true });
  fates = [];
  messages = 0;
  meanwhile = async () => undefined;
  await writeFile(at('akrelay.yaml'), config(shares(70, 30, 0)));
});

const at = (name: string): string => path.join(cwd, name);
const state = 'akrelay.yaml.shift.json';
const prove = '--prove --skip authentication,event --wait';
const shift = (more: string, cancelled?: AbortSignal): Promise<Run> =>
  inProcess(
    ['virtual', 'shift', 'news', '--to', 'lab', ...more.split(' ')],
    cancelled === undefined ? { cwd } : { cwd, cancelled },
  );

/** The config, and what else is there. */
async function left(): Promise<{ text: string; files: string[] }> {
  const files = (await readdir(cwd)).filter((name) => name !== 'M' && name !== 'akrelay.yaml').sort();
  return { text: await readFile(at('akrelay.yaml'), 'utf8'), files };
}

describe('virtual shift', () => {
  test('shows the steps first, and with --dry-run does nothing else', async () => {
    const { exit, stdout } = await shift('--step 40 --prove --mailbox qa --dry-run');
    expect([exit, stdout]).toEqual([
      0,
      [
        'news, default (everything else): old 70, older 30, lab 0',
        '3 steps. Each is written after lab is proved.',
        '   1. old 42, older 18, lab 40',
        '   2. old 14, older 6, lab 80',
        '   3. old 0, older 0, lab 100',
        'Nothing was written.\n',
      ].join('\n'),
    ]);
    expect([messages, await left()]).toEqual([0, { text: config(shares(70, 30, 0)), files: [] }]);
  });

  test('each step after a proof: only the percents change, and nothing is left behind', async () => {
    const { exit, stdout, stderr } = await shift(`--step 50 ${prove} 20s --mailbox qa`);
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /\nstep 1 of 2: lab proved; written: old 35, older 15, lab 50\nstep 2 of 2: lab proved; written: old 0, older 0, lab 100\ndone: old 0, older 0, lab 100\n$/,
    );
    expect([messages, await left()]).toEqual([2, { text: config(shares(0, 0, 100)), files: [] }]);
    const again = await shift(`--step 50 ${prove} 20s --mailbox qa`);
    expect([again.exit, again.stdout, messages]).toEqual([0, expect.stringContaining('nothing to shift'), 2]);
  });

  test('a proof that fails: back to the shares before the first step, also after a restart', async () => {
    const end = new AbortController();
    meanwhile = async () => {
      if (messages === 2) end.abort(new Cancelled('SIGTERM'));
    };
    const killed = await shift(`--step 20 ${prove} 20s --mailbox qa`, end.signal);
    expect([killed.exit, await left()]).toEqual([130, { text: config(shares(56, 24, 20)), files: [state] }]);
    meanwhile = async () => undefined;
    fates = ['arrives', 'is-rewritten'];
    const { exit, stdout } = await shift(`--step 20 ${prove} 20s --mailbox qa --json`);
    const { outcome, before, plan, steps, shares: now } = JSON.parse(stdout);
    expect([exit, outcome, before, plan[0], now]).toEqual([
      1,
      'went-back',
      [
        { sender: 'old', percent: 70 },
        { sender: 'older', percent: 30 },
        { sender: 'lab', percent: 0 },
      ],
      [
        { sender: 'old', percent: 42 },
        { sender: 'older', percent: 18 },
        { sender: 'lab', percent: 40 },
      ],
      before,
    ]);
    expect(steps.map(({ kind, proof }: { kind: string; proof: { verdict: string } }) => [kind, proof.verdict])).toEqual(
      [
        ['step', 'proved'],
        ['went-back', 'broken'],
      ],
    );
    expect(await left()).toEqual({ text: config(shares(70, 30, 0)), files: [] });
  });

  test.each<[string, string, number, string]>([
    ['a message that is still to come', 'qa', 2, 'pending'],
    ['a mailbox that cannot be read', 'gone', 66, 'broken'],
  ])('%s: the shares stay, and the same command goes on', async (_name, mailbox, code, verdict) => {
    await shift(`--step 30 --until 30 ${prove} 20s --mailbox qa`);
    await writeFile(
      at(state),
      shiftStateText({ ...{ virtual: 'news', match: { kind: 'default' }, to: 'lab' }, before: parts }),
    );
    fates = ['is-dropped'];
    const { exit, stdout } = await shift(`--step 70 ${prove} 0s --mailbox ${mailbox}`);
    expect([exit, stdout]).toEqual([
      code,
      expect.stringContaining(`not proved yet (${verdict}): the shares stay old 49, older 21, lab 30`),
    ]);
    expect(stdout).toMatch(
      /^news, .*\nIt began with old 70, older 30, lab 0\.\n[\s\S]*\nNext: run the same command again to continue\n$/,
    );
    expect(await left()).toEqual({ text: config(shares(49, 21, 30)), files: [state] });
    fates = [];
    const on = await shift(`--step 70 ${prove} 20s --mailbox qa`);
    expect([on.exit, await left()]).toEqual([0, { text: config(shares(0, 0, 100)), files: [] }]);
  });

  test('somebody changes the rule while a proof is under way: nothing is written over', async () => {
    const theirs = config(shares(60, 40, 0));
    meanwhile = () => writeFile(at('akrelay.yaml'), theirs);
    const { exit, stderr } = await shift(`--step 50 ${prove} 20s --mailbox qa`);
    expect([exit, stderr]).toEqual([
      73,
      expect.stringContaining("Nothing was written: the default rule of 'news' was changed in the meantime."),
    ]);
    expect((await left()).text).toBe(theirs);
    meanwhile = async () => undefined;
    const { stderr: said } = await shift(`--step 50 ${prove} 20s --mailbox qa --state other.json`);
    expect([said, (await left()).text]).toEqual(['', config(shares(0, 0, 100))]);
  });

  test('without proofs, a step after each pause', async () => {
    const { exit, stdout } = await shift('--rule 2 --step 50 --pause 1ms');
    expect([exit, stdout, messages]).toEqual([0, expect.stringContaining('step 2 of 2: written: '), 0]);
    expect(await left()).toEqual({ text: config(shares(0, 0, 100)), files: [] });
  });

  test('a proof without a recipient names the key of the config', async () => {
    const text = config(shares(70, 30, 0)).replace(', recipients: [qa@example.net]', '');
    await writeFile(at('akrelay.yaml'), text);
    const { exit, stdout, stderr } = await shift('--prove');
    expect([exit, stdout, stderr]).toEqual([64, '', expect.stringContaining('test.recipients')]);
    expect((await left()).text).toBe(text);
  });

  const parts = [
    { sender: 'old', percent: 70 },
    { sender: 'older', percent: 30 },
    { sender: 'lab', percent: 0 },
  ];
  const other = shiftStateText({ virtual: 'news', match: { kind: 'group', group: 7 }, to: 'lab', before: parts });
  test.each<[string, string | undefined, number, string]>([
    [
      '--prove',
      shiftStateText({ ...JSON.parse(other), match: { kind: 'default' } }).slice(0, -20),
      65,
      'is not a state file of akrelay virtual shift, or is incomplete.',
    ],
    ['--prove', '{}', 65, 'is not a state file of akrelay virtual shift, or is incomplete.'],
    ['--prove', other, 64, "A shift of the rule 'group 7' of news to lab is not finished"],
    [
      '--prove',
      shiftStateText({ ...JSON.parse(other), match: { kind: 'default' }, before: parts.slice(1) }),
      64,
      'has other senders than when the shift began',
    ],
    ['--prove --rule 3', undefined, 64, 'news has no rule 3.'],
    ['--prove --to-domain mail.ru', undefined, 64, "news has no rule 'To domain mail.ru'."],
    ['--prove --rule 1 --group 7', undefined, 64, '--rule cannot be used with'],
    [
      '--prove --to old --rule 1',
      undefined,
      64,
      "is not in the rule 'To domain gmail.com' of news, which has lab 100.",
    ],
    ['--prove --to lba', undefined, 64, "There is no sender 'lba'."],
    ['--step 5', undefined, 64, 'all steps would be written at once'],
    ['--pause 1s --mailbox qa', undefined, 64, '--mailbox has no effect without --prove.'],
    ['--prove --step 0', undefined, 64, '--step: '],
  ])('%s: one sentence, and nothing is changed', async (more, text, code, sentence) => {
    if (text !== undefined) await writeFile(at('bad.json'), text);
    const { exit, stdout, stderr } = await shift(`${more} --state bad.json`);
    expect([exit, stdout, stderr]).toEqual([code, '', expect.stringContaining(sentence)]);
    expect((await left()).text).toBe(config(shares(70, 30, 0)));
    if (text !== undefined) expect(await readFile(at('bad.json'), 'utf8')).toBe(text);
  });
});
