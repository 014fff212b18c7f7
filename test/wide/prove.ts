import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LinkState } from '../support/prove/bad-link.js';
import { installedForProof } from '../support/prove/installed.js';
import { manyMessages } from '../support/prove/mail-host.js';
import type { Fate } from '../support/prove/relay.js';
import { anotherTime, type Stage, secrets, startStage } from '../support/prove/stage.js';
import { report } from '../support/servers/report.js';

const { title, obstacle } = installedForProof();
report(`${title}: ${obstacle === undefined ? 'ran' : `not run, ${obstacle}`}`);

test('the servers are here, or the report says why not', () => {
  expect(title).toMatch(/^prove with postfix/);
});

const delivered: Fate = { mail: 'is-delivered', event: 'reported' };
const unreported: Fate = { mail: 'is-delivered', event: 'not-reported' };
const dropped: Fate = { mail: 'is-dropped', event: 'not-reported' };

interface Proof {
  readonly steps: readonly { readonly id: string; readonly state: string; readonly evidence: string }[];
}

/** What is broken, the words, the exit code, the verdict, of each link that does not hold its finding and sentence; how wrong the clock is. */
type Row = [string, string, Fate, number, string, readonly [string, RegExp][], string?];

(obstacle === undefined ? describe : describe.skip)('prove', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
  }, 60_000);
  afterAll(() => stage?.stop());
  beforeEach(() => {
    stage.link.become('good');
    stage.relay.tokens.length = 0;
  });
  afterEach(() => stage.relay.settled());

  const run = async (words: string, fate: Fate, env: Readonly<Record<string, string>> = {}) => {
    stage.relay.fate = fate;
    const to = words.startsWith('--resume') || words.includes('--to ') ? '' : ' --to qa@corp.example';
    const { exit, stdout, stderr } = await stage.prove(`${words}${to} --ca ca.pem --json`, env);
    for (const secret of secrets) expect(stdout + stderr).not.toContain(secret);
    if (stdout === '') throw new Error(stderr);
    return { exit, ...proofOf(stdout) };
  };

  const nothing: readonly [string, RegExp][] = [];
  const holds: Row[] = [
    ['every link holds', 'main --mailbox qa', delivered, 0, 'proved', nothing],
    ['the mailbox by STARTTLS', 'main --mailbox by-starttls', delivered, 0, 'proved', nothing],
    [
      'in Junk',
      'main --mailbox junk --to junk@corp.example',
      delivered,
      0,
      'proved-with-remarks',
      [['prove-junk', /^in Junk of junk: treated as spam$/]],
    ],
    [
      'the clock of this machine an hour ahead',
      'main --mailbox qa',
      delivered,
      0,
      'proved-with-remarks',
      [['prove-clock-skew', /by the clock of its server, it arrived 60 minutes before it was sent$/]],
      '+1h',
    ],
    [
      'the clock of this machine an hour behind',
      'main --mailbox qa',
      delivered,
      0,
      'proved-with-remarks',
      [['prove-clock-skew', /by the clock of its server, it arrived 60 minutes from now$/]],
      '-1h',
    ],
    [`${manyMessages} messages`, 'main --mailbox full --to full@corp.example', delivered, 0, 'proved', nothing],
  ];

  const broken: Row[] = [
    [
      'the relay rejects the login',
      'refused --mailbox qa',
      delivered,
      1,
      'broken',
      [['auth-refused', /^smtp\.gate\.sendsay\.ru:1587 rejects the login/]],
    ],
    [
      'the relay drops it',
      'main --mailbox qa',
      dropped,
      2,
      'pending',
      [
        ['prove-not-arrived', /^not in qa \(INBOX, Junk\) yet$/],
        ['prove-event-missing', /^the relay has reported no delivery yet$/],
      ],
    ],
    [
      'it goes past the relay',
      'main --mailbox qa',
      { mail: 'goes-past-the-relay', event: 'reported' },
      1,
      'broken',
      [
        ['bypassed', /203\.0\.113\.66/],
        ['prove-not-authenticated', /^SPF fail, DKIM none, DMARC fail$/],
      ],
    ],
    [
      'no event',
      'main --mailbox qa',
      unreported,
      2,
      'pending',
      [['prove-event-missing', /^the relay has reported no delivery yet$/]],
    ],
    [
      'the event came, the mail did not',
      'main --mailbox qa',
      { mail: 'is-dropped', event: 'reported' },
      1,
      'broken',
      [['prove-mail-missing', /^not in qa \(INBOX, Junk\) yet, though the relay reports its delivery$/]],
    ],
  ];

  test.each([...holds, ...broken].map((row) => [row[0], row] as const))('%s', async (_name, row) => {
    const [, words, fate, code, verdict, findings, clock] = row;
    // What comes ends the wait; only what does not come is waited for in full.
    const wait = findings.some(([id]) => /missing|not-arrived/.test(id)) ? '4s' : '60s';
    const found = await run(`${words} --wait ${wait}`, fate, clock === undefined ? {} : anotherTime(clock));
    expect([found.exit, found.verdict, found.findings]).toEqual([code, verdict, sentences(findings)]);
  });

  test.each<[string, string, number, string, RegExp]>([
    ['a wrong password', 'wrong-password', 77, 'mailbox-auth-refused', /^imap\.corp\.example:993 rejects the login/],
    ['nothing listens', 'down', 69, 'mailbox-unreachable', /^imap\.corp\.example:9 refuses connections\.$/],
    [
      'a folder is missing',
      'no-folder',
      66,
      'mailbox-no-folder',
      /^imap\.corp\.example:993 has no folder 'Nowhere'\.$/,
    ],
    ['nobody vouches for it', 'nobody-vouches', 76, 'tls-untrusted', /not signed by a trusted authority/],
    ['a certificate for another', 'other-name', 76, 'tls-wrong-name', /not for other\.corp\.example/],
    ['an expired certificate', 'expired', 76, 'tls-expired', /expired/],
  ])('the mailbox: %s; nothing is sent', async (_name, mailbox, code, finding, says) => {
    const { exit, verdict, findings } = await run(`main --mailbox ${mailbox} --wait 4s`, delivered);
    expect([exit, verdict, findings]).toEqual([code, 'broken', sentences([[finding, says]])]);
    expect(stage.relay.tokens).toEqual([]);
  });

  test('the Maildir itself, where lines end with LF', async () => {
    const { exit, steps } = await run(`main --maildir ${stage.maildir} --wait 60s`, delivered);
    const authentication = (steps as Proof['steps']).find(({ id }) => id === 'authentication');
    expect([exit, authentication?.evidence]).toEqual([0, 'SPF pass, DKIM pass, DMARC pass']);
  });

  test('the senders of a virtual sender, with the overrides of each rule', async () => {
    const { exit, verdict, proofs } = await run('--virtual newsletters --mailbox qa --wait 60s', delivered);
    const overrides = proofs.map(({ steps }: Proof) => steps.find(({ id }) => id === 'overrides')?.state);
    expect([exit, verdict, overrides]).toEqual([0, 'proved', ['pass', 'pass']]);
  });

  /** What the network to the mailbox does before the message is sent, and from when the relay has it. */
  test.each<[string, LinkState, LinkState, string, number, string, readonly [string, RegExp][]]>([
    ['slow', 'slow', 'slow', '60s --timeout 60', 0, 'proved', []],
    [
      'silent',
      'silent',
      'silent',
      '4s --timeout 3',
      75,
      'broken',
      [['mailbox-timeout', /^imap\.corp\.example:1993 did not answer within 3 seconds\.$/]],
    ],
    [
      'silent when the message is sent',
      'good',
      'silent',
      '4s --timeout 3',
      2,
      'cannot-tell',
      [['mailbox-timeout', /^imap\.corp\.example:1993 (?:does not answer\.|did not answer within [\d.]+ seconds\.)$/]],
    ],
    [
      'gone when the message is sent',
      'good',
      'cut',
      '4s --timeout 3',
      2,
      'cannot-tell',
      [['mailbox-closed', /^imap\.corp\.example:1993 closed the connection/]],
    ],
    ['gone for a while when the message is sent', 'good', 'back-soon', '60s --timeout 3', 0, 'proved', []],
  ])('the network to the mailbox is %s', async (_name, first, then, wait, code, verdict, findings) => {
    stage.link.become(first);
    const meanwhile = (): void => stage.link.become(then);
    const found = await run(`main --mailbox by-link --wait ${wait}`, { ...delivered, meanwhile });
    expect([found.exit, found.verdict, found.findings]).toEqual([code, verdict, sentences(findings)]);
    expect(found.receipt).toEqual(code === 2 ? `prove-${found.token}.json` : null);
    if (code !== 2) return;
    // Nothing is lost with it.
    stage.link.become('good');
    const again = await run(`--resume ${found.receipt} --mailbox by-link --wait 60s`, delivered);
    expect([again.exit, again.verdict, stage.relay.tokens]).toEqual([0, 'proved', [found.token]]);
  });

  test('two runs at once on one mailbox: each proves its own message, and keeps it', async () => {
    const runs = await Promise.all(
      [1, 2].map((one) => run(`main --mailbox qa --wait 60s --evidence proof-${one}`, delivered)),
    );
    expect(runs.map(({ exit, verdict }) => [exit, verdict])).toEqual([
      [0, 'proved'],
      [0, 'proved'],
    ]);
    const kept = runs.map(({ evidence }) => readFileSync(path.join(stage.cwd, evidence, 'received.eml'), 'latin1'));
    const tokens = kept.map((text) => /^X-Letter-Id: (\S+)/m.exec(text)?.[1]);
    expect(tokens).toEqual(runs.map(({ token }) => token));
    expect(new Set(tokens).size).toBe(2);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: JSON of the program
function proofOf(stdout: string): any {
  const { steps = [], ...rest } = JSON.parse(stdout);
  const open = steps.filter((one: { state: string }) => /^(?:warn|fail|unknown)$/.test(one.state));
  const findings = open
    .filter(({ finding }: { finding: string | null }) => finding !== null)
    .map(({ finding, evidence }: { finding: string; evidence: string }) => [finding, evidence]);
  return { ...rest, steps, findings };
}

function sentences(findings: readonly [string, RegExp][]): object[] {
  return findings.map(([id, says]) => [id, expect.stringMatching(says)]);
}
