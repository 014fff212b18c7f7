import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { causeTable, findings } from '../../src/events/reconcile/index.js';
import { hostile, keepEvents, receivedBody } from '../support/events/keep-events.js';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';
import { type ApiAnswer, type ApiRequest, startApi } from '../support/statistics/api-server.js';

/** Long ago, so that nothing is early. */
const day = '2026-01-10';
const at = (clock: string): string => `${day}T${clock}Z`;

interface Ids {
  readonly token?: string;
  readonly smid?: string;
  readonly messageId?: string;
}

const altcraft = (event_type: string, clock: string, email: string | undefined, { token, smid }: Ids = {}): object => ({
  event_type,
  event_date: at(clock),
  ...(token === undefined ? {} : { custom_data: { letter_id: token } }),
  ...(smid === undefined ? {} : { event_data: { smid } }),
  ...(email === undefined ? {} : { subscription: [{ email }] }),
});

/** Sendsay's times are those of Moscow. */
const sendsay = (
  outcome: object,
  clock: string,
  email: string | undefined,
  { token, messageId }: Ids = {},
): object => ({
  event: 'delivery',
  deliv: {
    ...outcome,
    dt: new Date(Date.parse(at(clock)) + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
  },
  ...(token === undefined ? {} : { 'gate.uniq': token }),
  ...(messageId === undefined ? {} : { message_id: messageId }),
  ...(email === undefined ? {} : { member: { email } }),
});
const ok = { status: '1' };
const bounced = { status: '-1', msg: '550 5.1.1 No such user' };

/** A body that was received a minute after its last event. */
const platform = (clock: string, ...events: object[]) =>
  receivedBody(JSON.stringify(events), { receivedAt: at(clock), source: 'altcraft' });
const relay = (clock: string, ...events: object[]) =>
  receivedBody(JSON.stringify({ events }), { receivedAt: at(clock), source: 'sendsay' });

const [ann, bob] = ['ann@example.com', 'Bob@Example.com'];

/** Something of each side before and after, so that neither is silent at the edges. */
const edges = (clock: string) => [
  platform(clock, altcraft('send', clock, 'edge@example.com', { token: `edge-${clock}` })),
  platform(clock, altcraft('deliv', clock, 'edge@example.com', { token: `edge-${clock}` })),
  relay(clock, sendsay(ok, clock, 'edge@example.com', { token: `edge-${clock}` })),
];
const whole = (...bodies: Parameters<typeof keepEvents>[1] & object) => [
  ...edges('05:30:00'),
  ...bodies,
  ...edges('06:30:00'),
];

const sent = platform('06:01:00', altcraft('send', '06:00:00', ann, { token: 't1' }));
const delivered = platform('06:02:00', altcraft('deliv', '06:00:05', ann, { token: 't1' }));
const confirmed = relay('06:02:00', sendsay(ok, '06:00:04', ann, { token: 't1' }));

type Row = readonly [
  name: string,
  bodies: Parameters<typeof keepEvents>[1],
  exit: number,
  found: readonly (readonly [finding: string, cause: string])[],
  totals?: object,
];

const rows: readonly Row[] = [
  [
    'all is well',
    whole(sent, confirmed, delivered),
    0,
    [],
    { messages: 3, deliveredAtRelay: 3, deliveredInPlatform: 3 },
  ],
  ['bodies in any order', whole(delivered, confirmed, sent), 0, []],
  ['the relay lost one', whole(sent, delivered), 1, [['relay-missing', 'unknown']]],
  ['the platform lost one', whole(sent, confirmed), 1, [['platform-missing', 'unknown']]],
  ['neither says how it ended', whole(sent), 1, [['outcome-missing', 'unknown']]],
  ['another program sends through the relay', whole(confirmed), 1, [['send-missing', 'not-by-platform']]],
  [
    'bounced here and not there',
    whole(sent, relay('06:02:00', sendsay(bounced, '06:00:04', ann, { token: 't1' })), delivered),
    1,
    [['relay-bounce-only', 'verdicts-differ']],
    { bouncedAtRelay: 1, bouncedInPlatform: 0, bouncedAtRelayOnly: 1 },
  ],
  [
    'bounced there and not here',
    whole(sent, confirmed, platform('06:03:00', altcraft('hbounce', '06:01:30', ann, { token: 't1' }))),
    1,
    [['platform-bounce-only', 'verdicts-differ']],
  ],
  [
    'deferred on both sides',
    whole(
      sent,
      relay('06:03:00', sendsay({ status: '450', msg: '450 later' }, '06:00:30', ann, { token: 't1' })),
      platform('06:03:00', altcraft('sbounce', '06:00:31', ann, { token: 't1' })),
    ),
    0,
    [],
    { deferredAtRelay: 1, deferredInPlatform: 1, bouncedAtRelay: 0, messages: 3 },
  ],
  [
    'deferred, then delivered',
    whole(
      sent,
      relay('06:03:00', sendsay({ status: '450', msg: '450 later' }, '06:00:30', ann, { token: 't1' })),
      relay('06:03:00', sendsay(ok, '06:02:00', ann, { token: 't1' })),
      delivered,
    ),
    0,
    [],
  ],
  [
    'a copy is told, and is no loss',
    whole(sent, confirmed, confirmed, confirmed, delivered),
    0,
    [['duplicate', 'duplicate']],
    { copies: 2 },
  ],
  [
    'a late event is told, and is no loss',
    whole(sent, delivered, relay('06:29:00', sendsay(ok, '04:00:04', ann, { token: 't1' }))),
    0,
    [['late', 'late-event']],
  ],
  [
    'suppressed by the platform',
    whole(platform('06:01:00', altcraft('suppress', '06:00:00', ann, { token: 't1' }))),
    0,
    [],
  ],
  [
    'other letters of the same mailbox',
    whole(
      platform(
        '06:01:00',
        altcraft('send', '06:00:00', bob, { smid: 'w1' }),
        altcraft('deliv', '06:00:05', 'bob@example.com', { smid: 'w1' }),
      ),
      relay('06:02:00', sendsay(ok, '06:00:04', 'BOB@example.com', { token: 'r1' })),
    ),
    0,
    [],
    { joinedByRecipient: 1 },
  ],
  [
    'no id in common: two messages to one recipient, by time',
    whole(
      platform('06:01:00', altcraft('send', '06:00:00', ann), altcraft('deliv', '06:00:05', ann)),
      relay('06:01:00', sendsay(ok, '06:00:03', ann)),
      platform('06:11:00', altcraft('send', '06:10:00', ann), altcraft('deliv', '06:10:05', ann)),
    ),
    1,
    [['relay-missing', 'no-shared-id']],
    { messages: 4 },
  ],
  [
    'two tokens to one recipient are never one message',
    whole(sent, delivered, relay('06:02:00', sendsay(ok, '06:00:04', ann, { token: 't2' }))),
    1,
    [
      ['relay-missing', 'unknown'],
      ['send-missing', 'not-by-platform'],
    ],
  ],
  [
    'an event without a recipient belongs to the one recipient of its token',
    whole(sent, delivered, relay('06:02:00', sendsay(ok, '06:00:04', undefined, { token: 't1' }))),
    0,
    [],
  ],
  [
    'of two recipients it belongs to neither',
    whole(
      sent,
      delivered,
      platform(
        '06:02:00',
        altcraft('send', '06:00:00', bob, { token: 't1' }),
        altcraft('deliv', '06:00:05', bob, { token: 't1' }),
      ),
      relay('06:02:00', sendsay(ok, '06:00:04', undefined, { token: 't1' })),
    ),
    1,
    [
      ['send-missing', 'not-by-platform'],
      ['relay-missing', 'unknown'],
      ['relay-missing', 'unknown'],
    ],
  ],
  [
    'the webhook is set for clicks, and not for delivery',
    [
      sent,
      delivered,
      relay('06:02:00', { event: 'click', 'gate.uniq': 't1', member: { email: ann }, dt: '2026-01-10 09:02:00' }),
    ],
    1,
    [['relay-missing', 'webhook-not-set']],
  ],
  ['the relay never reported', [sent, delivered], 1, [['relay-missing', 'no-events']]],
  ['the platform reports sends alone', [sent, confirmed], 1, [['platform-missing', 'webhook-not-set']]],
  ['only the relay reports', [confirmed], 2, []],
  [
    'nothing came from the relay at that time',
    [
      ...edges('03:00:00'),
      platform(
        '04:30:00',
        altcraft('send', '04:29:00', ann, { token: 't1' }),
        altcraft('deliv', '04:29:05', ann, { token: 't1' }),
      ),
      ...edges('06:30:00'),
    ],
    1,
    [['relay-missing', 'nothing-received']],
  ],
];

async function reconcile(cwd: string, ...words: string[]) {
  const { exit, stdout, stderr } = await inProcess(['stats', 'reconcile', '--json', ...words], { cwd });
  const { messages = [], totals } = stdout === '' ? {} : JSON.parse(stdout);
  const found = messages.flatMap(({ findings }: { findings: { finding: string; cause: string }[] }) =>
    findings.map(({ finding, cause }) => [finding, cause]),
  );
  return { exit, found, totals, stderr, messages };
}

describe('stats reconcile', () => {
  test.each(rows)('%s', async (_name, bodies, exit, found, totals = {}) => {
    const cwd = await emptyFolder();
    await keepEvents(cwd, bodies);
    const result = await reconcile(cwd);
    expect([result.exit, result.found.sort(), result.stderr]).toEqual([exit, [...found].sort(), '']);
    expect(result.totals).toMatchObject(totals);
  });

  test('our own test messages: receipts beside what the relay reports', async () => {
    const cwd = await emptyFolder();
    await keepEvents(cwd, [
      relay('06:02:00', sendsay(ok, '06:00:04', ann, { token: 'r1' })),
      relay('06:02:00', sendsay(ok, '06:00:04', 'c@example.com', { messageId: 'r3@example.com' })),
    ]);
    const receipt = (token: string, outcomes: Readonly<Record<string, string>>) => ({
      token,
      messageId: `<${token}@example.com>`,
      startedAt: at('06:00:00'),
      recipients: Object.entries(outcomes).map(([forwardPath, outcome]) => ({ forwardPath, outcome })),
    });
    const burst = { receipts: [receipt('r2', { [bob]: 'accepted' }), receipt('r3', { 'c@example.com': 'accepted' })] };
    await writeFile(
      path.join(cwd, 'one.json'),
      JSON.stringify(receipt('r1', { [ann]: 'accepted', 'no@x': 'rejected' })),
    );
    await writeFile(path.join(cwd, 'burst.json'), JSON.stringify(burst));
    const { exit, found, totals, messages } = await reconcile(cwd, '--receipt', 'one.json', '--receipt', 'burst.json');
    // Bob's was accepted and never reported; a Message-ID leads to the token of the receipt.
    expect([exit, found]).toEqual([1, [['relay-missing', 'unknown']]]);
    expect(messages[0]).toMatchObject({ recipient: 'bob@example.com', ids: { token: 'r2' }, receipt: 'accepted' });
    expect(totals).toMatchObject({ sentByReceipt: 4, accepted: 3, refused: 1, deliveredAtRelay: 2 });
    await writeFile(path.join(cwd, 'none.json'), '{"a":1}');
    const wrong = await inProcess(['stats', 'reconcile', '--receipt', 'none.json'], { cwd });
    expect([wrong.exit, wrong.stdout, wrong.stderr]).toEqual([
      65,
      '',
      expect.stringMatching(/^error: none\.json contains no receipt\.\nhint: /),
    ]);
  });

  test('what may still come is not missing yet', async () => {
    const cwd = await emptyFolder();
    const now = new Date().toISOString();
    const send = { event_type: 'send', event_date: now, custom_data: { letter_id: 't1' } };
    await keepEvents(cwd, [...edges('06:00:00'), receivedBody(JSON.stringify([send]), { receivedAt: now })]);
    const running = { event: 'started', atMs: Date.parse(at('00:00:00')) };
    await writeFile(path.join(cwd, 'akrelay-events', 'listening.ndjson'), `${JSON.stringify(running)}\n`);
    expect(await reconcile(cwd)).toMatchObject({ exit: 2, found: [['outcome-missing', 'too-early']] });
    expect(await reconcile(cwd, '--patience', '0s')).toMatchObject({ exit: 1 });
    const { stdout } = await inProcess(['stats', 'reconcile', '--until', '2026-02-01'], { cwd });
    expect(stdout).toMatch(/^COMPLETE: nothing is missing in 1 message\.\n/);
  });

  test('a report without a readable outcome is not hidden behind "complete"', async () => {
    const cwd = await emptyFolder();
    const hooks = ['send', 'deliv'].map((kind) => ({
      event_type: kind,
      event_date: at('06:00:00'),
      custom_data: { letter_id: 't1' },
    }));
    const report = { event: 'delivery', 'gate.uniq': 't1', dt: '2026-01-10 09:00:00' };
    await keepEvents(cwd, [
      receivedBody(JSON.stringify(hooks), { receivedAt: at('06:01:00') }),
      receivedBody(JSON.stringify({ events: [report] }), { source: 'sendsay', receivedAt: at('06:01:00') }),
    ]);
    const { exit, stdout } = await inProcess(['stats', 'reconcile'], { cwd });
    expect([exit, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^COMPLETE: nothing is missing in 1 message, but the relay's reports of 1 have no readable out/,
      ),
    ]);
  });

  test('when the receiver did not run is known to the second', async () => {
    const cwd = await emptyFolder();
    await keepEvents(cwd, whole(sent, delivered));
    const signs = [
      { event: 'started', atMs: Date.parse(at('05:00:00')) },
      { event: 'stopped', atMs: Date.parse(at('05:59:00')) },
      { event: 'started', atMs: Date.parse(at('06:09:00')) },
    ];
    const lines = signs.map((sign) => `${JSON.stringify(sign)}\n`).join('');
    await writeFile(path.join(cwd, 'akrelay-events', 'listening.ndjson'), `${lines}{"event":"sto`);
    const { exit, messages } = await reconcile(cwd);
    expect([exit, messages[0].findings]).toEqual([
      1,
      [{ finding: 'relay-missing', cause: 'receiver-down', from: at('05:59:00.000'), to: at('06:09:00.000') }],
    ]);
    const { stdout } = await inProcess(['stats', 'reconcile'], { cwd, columns: 200 });
    expect(stdout).toContain('receiver-down from 2026-01-10 05:59:00 to 2026-01-10 06:09:00');
  });

  test('a person is shown what is missing before what was only late', async () => {
    const cwd = await emptyFolder();
    const tokens = Array.from({ length: 25 }, (_, i) => ({ token: `a${i}` }));
    const lost = { token: 'z-lost' };
    await keepEvents(cwd, [
      platform(
        '04:01:00',
        ...tokens.flatMap((ids) => ['send', 'deliv'].map((kind) => altcraft(kind, '04:00:00', ann, ids))),
      ),
      platform('04:01:00', altcraft('send', '04:00:00', bob, lost)),
      relay('06:29:00', ...tokens.map((ids) => sendsay(ok, '04:00:04', ann, ids))),
    ]);
    const { stdout } = await inProcess(['stats', 'reconcile'], { cwd, columns: 200 });
    expect(stdout.match(/^(?:MISSING|FINDING|outcome-missing|late|TIME|20|…|[a-z-]+ \().*/gm)?.slice(0, 6)).toEqual([
      'MISSING: 1 of 26 messages does not match.',
      expect.stringMatching(/^FINDING/),
      expect.stringMatching(/^outcome-missing +1 /),
      expect.stringMatching(/^late +25 /),
      expect.stringMatching(/^TIME/),
      expect.stringMatching(/^2026-01-10 04:00:00 +bob@example\.com +z-lost +outcome-missing /),
    ]);
    expect(stdout).toContain('\n… and 6 more: --format ndjson lists all\n');
    expect(stdout.match(/^[a-z-]+ \(\d+\):/gm)?.at(-1)).toBe('late-event (25):');
  });

  test('hostile ids stay what they are, and harm no table', async () => {
    const cwd = await emptyFolder();
    const evil = `${hostile}\t\ud800"\\`;
    await keepEvents(cwd, whole(platform('06:01:00', altcraft('send', '06:00:00', `${evil}@x`, { token: evil }))));
    const { messages } = await reconcile(cwd);
    expect(messages[0]).toMatchObject({ recipient: `${evil}@x`.toLowerCase().trim(), ids: { token: evil.trim() } });
    const { stdout } = await inProcess(['stats', 'reconcile'], { cwd });
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test('--pull fetches what the push lost, once', async () => {
    const cwd = await emptyFolder();
    await keepEvents(cwd, whole(confirmed));
    const row = (action: string, number: number): object => ({
      action,
      email: ann,
      datetime: at(`06:00:0${number}`),
      event_id: `h${number}`,
      smid: 'w1',
    });
    const pages: Readonly<Record<string, object>> = {
      '': { error: 0, data: [row('send', 0)], next_from_id: 'p2' },
      p2: { error: 0, data: [row('deliv', 5)] },
    };
    const answer = ({ body }: ApiRequest, number: number): ApiAnswer =>
      number === 1 ? { status: 503, body: 'busy' } : { body: pages[String(body['from_id'])] ?? {} };
    const api = await startApi(cwd, answer);
    const token = 'altcraft-token-55bd02';
    const config = `version: 1\nstatistics:\n  altcraft: { api: { url: "${api.url}", token: { env: T }, lists: [4] } }\n`;
    await writeFile(path.join(cwd, 'akrelay.yaml'), config, { mode: 0o600 });
    const words = ['stats', 'reconcile', '--since', day, '--until', '2026-01-11', '--json'];
    const run = (...more: string[]) => inProcess([...words, ...more], { cwd, env: { T: token } });
    expect(JSON.parse((await run()).stdout).messages[0].findings[0].finding).toBe('send-missing');
    const first = await run('--pull', '--ca', 'ca.pem');
    expect([first.exit, first.stderr]).toEqual([0, 'Events from Altcraft: 2 fetched, 2 new and stored.\n']);
    expect(JSON.parse(first.stdout).totals).toMatchObject({
      messages: 3,
      pulledOnly: 1,
      joinedByRecipient: 1,
      copies: 0,
    });
    const second = await run('--pull', '--ca', 'ca.pem');
    expect([second.exit, second.stderr]).toEqual([0, 'Events from Altcraft: 2 fetched, 0 new and stored.\n']);
    const { stdout } = await inProcess(['events', 'show', '--recipient', ann, '--format', 'ndjson'], { cwd });
    const shown = stdout.trimEnd().split('\n');
    expect(shown.map((line) => JSON.parse(line).via)).toEqual(['push', 'pull', 'pull']);
    expect(api.asked.map(({ url }) => url).join() + first.stdout + first.stderr).not.toContain(token);
    const { stdout: report } = await inProcess(['events', 'verify-store'], { cwd });
    expect(report).toMatch(/^no damage: \d+ requests with 9 events/);
    await api.close();
  });

  test('--pull that breaks off keeps what came, and no empty store', async () => {
    const cwd = await emptyFolder();
    const page = { error: 0, data: [{ action: 'send', email: ann, datetime: at('06:00:00') }], next_from_id: 'p2' };
    const api = await startApi(cwd, ({ body }) => (body['from_id'] === '' ? { body: page } : 'hang-up'));
    const config = `version: 1\nstatistics:\n  altcraft: { api: { url: "${api.url}", token: { env: T }, lists: [4] } }\n`;
    await writeFile(path.join(cwd, 'akrelay.yaml'), config, { mode: 0o600 });
    const run = (...words: string[]) =>
      inProcess(['stats', 'reconcile', '--pull', '--since', day, ...words], {
        cwd,
        env: { T: 'altcraft-token-55bd02' },
      });
    const untrusted = await run();
    expect([untrusted.exit, existsSync(path.join(cwd, 'akrelay-events'))]).toEqual([76, false]);
    const { exit, stdout, stderr } = await run('--ca', 'ca.pem');
    await api.close();
    expect([exit, stdout, stderr]).toEqual([
      69,
      '',
      expect.stringMatching(
        /^Events from Altcraft: 1 fetched, 1 new and stored\. Run the command again to fetch the rest\.\nerror: 127\.0\.0\.1:\d+: the connection was closed\.\n/,
      ),
    ]);
  });

  test.each([
    [['--pull'], 64, /--pull needs a period/],
    [['--pull', '--since', '7d'], 64, /--pull needs the API in the config/],
    [['--store', 'nowhere'], 66, /There is no event store/],
    [['--temp', 'nowhere', '--patience', 'soon'], 64, /--patience: 'soon' is not a duration/],
  ])('%j is named', async (words, exit, says) => {
    const cwd = await emptyFolder();
    await keepEvents(cwd, [confirmed]);
    const run = await inProcess(['stats', 'reconcile', ...words], { cwd });
    expect([run.exit, run.stdout, run.stderr]).toEqual([exit, '', expect.stringMatching(says)]);
  });
});

test('the reference names every finding and every cause', async () => {
  const page = await readFile('src/help/reconcile.md', 'utf8');
  const words = [...Object.keys(findings), ...causeTable.map(({ cause }) => cause)];
  expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});
