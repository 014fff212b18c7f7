import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { unsubscribeTest, unwrapLink } from '../../src/events/statistics/index.js';
import { keepEvents, receivedBody } from '../support/events/keep-events.js';
import { inProcess } from '../support/in-process.js';
import { akrelay, emptyFolder } from '../support/program.js';
import * as sides from '../support/statistics/two-sides.js';

const cwd = await emptyFolder();
const write = (name: string, text: string) => writeFile(path.join(cwd, name), text);
const compare = async (words: string) => {
  const run = await inProcess(['stats', 'compare', '--json', ...words.split(' ')], { cwd });
  return { ...run, json: run.stdout === '' ? undefined : JSON.parse(run.stdout) };
};

beforeAll(async () => {
  const hooks = sides.history.map(({ action, datetime, email, ...rest }) => ({
    ...rest,
    event_type: action,
    event_date: datetime,
    subscription: [{ email }],
  }));
  await write('altcraft.csv', sides.altcraftCsv);
  await write('sendsay.csv', sides.sendsayCsv);
  await write('stat-uni.json', sides.statUni);
  await write('clicks.json', sides.clickRows);
  await write('history.csv', sides.csvOf(sides.history));
  await write('history.json', JSON.stringify({ error: 0, error_text: '', data: sides.history }, null, 2));
  await write('history.ndjson', sides.history.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await writeFile(path.join(cwd, 'utf-16.json'), Buffer.from(`\ufeff${JSON.stringify(sides.history)}`, 'utf16le'));
  await write('page1.json', JSON.stringify({ error: 0, data: sides.history.slice(0, half), next_from_id: 'x' }));
  await write('page2.json', JSON.stringify({ error: 0, data: sides.history.slice(half) }));
  await write('webhooks.json', JSON.stringify({ events: sides.webhooks }));
  const sendsay = receivedBody(JSON.stringify({ events: sides.webhooks }), { source: 'sendsay' });
  const altcraft = receivedBody(JSON.stringify(hooks));
  // Twice, as a sender may that got no answer.
  await keepEvents(cwd, [sendsay, altcraft, sendsay, altcraft]);
});

const half = sides.history.length >> 1;
const none = { altcraft: 0, sendsay: 0 };
const explainedBy = { documented: ['7 unsubscribe-clicks documented'], counted: ['7 unsubscribe-clicks counted'] };
const all = ['sent', 'delivered', 'opens', 'uniqueOpens', 'clicks', 'uniqueClicks', 'unsubscribes'];
const received = ['delivered', 'uniqueOpens', 'clicks'];

describe('the comparison in Altcraft’s documentation comes out, from', () => {
  test.each<[string, keyof typeof explainedBy, readonly string[]]>([
    ['--altcraft altcraft.csv --sendsay sendsay.csv', 'documented', all],
    ['--altcraft altcraft.csv --sendsay stat-uni.json', 'documented', all],
    ['--altcraft altcraft.csv --sendsay sendsay.csv --clicks clicks.json', 'counted', all],
    ['--altcraft altcraft.csv --sendsay stat-uni.json --clicks clicks.json', 'counted', all],
    ['--altcraft altcraft.csv --sendsay sendsay.csv --clicks store', 'counted', all],
    ['--altcraft history.json --sendsay sendsay.csv', 'documented', all],
    ['--altcraft utf-16.json --sendsay sendsay.csv', 'documented', all],
    ['--altcraft history.ndjson --sendsay sendsay.csv --clicks webhooks.json', 'counted', all],
    ['--altcraft history.csv --sendsay stat-uni.json', 'documented', all],
    ['--altcraft page1.json --altcraft page2.json --sendsay sendsay.csv', 'documented', all],
    ['--altcraft store --sendsay sendsay.csv --clicks clicks.json', 'counted', all],
    ['--altcraft store --sendsay store', 'counted', received],
    ['--altcraft akrelay-events --sendsay webhooks.json', 'counted', received],
  ])('%s', async (words, weight, known) => {
    const { exit, stderr, json } = await compare(words);
    expect([stderr, exit, json.verdict]).toEqual(['', 0, 'explained']);
    const lines = json.totals.filter(({ difference }: { difference: unknown }) => difference !== null);
    expect(lines.map(({ measure }: { measure: string }) => measure)).toEqual(known);
    for (const { measure, altcraft, sendsay } of lines)
      expect([measure, altcraft, sendsay]).toEqual([measure, ...(sides.expected[measure] ?? [])]);
    const clicks = lines.find(({ measure }: { measure: string }) => measure === 'clicks');
    const said = clicks.explained.map(
      ({ id, events, weight: how }: Record<string, unknown>) => `${events} ${id} ${how}`,
    );
    expect([said, clicks.unexplained]).toEqual([explainedBy[weight], 0]);
    const unsubscribes = lines.find(({ measure }: { measure: string }) => measure === 'unsubscribes');
    if (unsubscribes !== undefined)
      expect(unsubscribes.explained.map(({ id, events }: Record<string, unknown>) => `${events} ${id}`)).toEqual([
        '7 unsubscribe-clicks',
        '2 list-unsubscribe',
      ]);
  });

  test.each([
    ['--altcraft page1.json --altcraft history.json --sendsay sendsay.csv', { altcraft: half, sendsay: 0 }],
    [
      '--altcraft history.csv --altcraft history.ndjson --sendsay sendsay.csv',
      { altcraft: sides.history.length, sendsay: 0 },
    ],
    [
      '--altcraft store --altcraft page2.json --sendsay stat-uni.json',
      { altcraft: sides.history.length - half, sendsay: 0 },
    ],
    ['--altcraft store --sendsay store --sendsay webhooks.json', { altcraft: 0, sendsay: sides.webhooks.length }],
    ['--altcraft altcraft.csv --sendsay sendsay.csv --clicks store --clicks webhooks.json', none],
  ])('and what two sources have counts once: %s', async (words, copies) => {
    const { exit, json } = await compare(words);
    expect([exit, json.copies]).toEqual([0, copies]);
  });

  test('and a click that nobody unsubscribed with is the finding', async () => {
    await write('lost.json', sides.clickRows.replace('"1"]', '"3"]'));
    await write('more.csv', sides.sendsayCsv.replace(';42;', ';44;'));
    const { exit, json } = await compare('--altcraft altcraft.csv --sendsay more.csv --clicks clicks.json');
    expect([exit, json.totals.find(({ measure }: { measure: string }) => measure === 'clicks').unexplained]).toEqual([
      1, 2,
    ]);
  });
});

test('clicks explain the issues of the period alone', async () => {
  const link = `https://shop.link.sendsay.ru/shop/1,a/1,2,3,?${Buffer.from('https://a.example/unsub/1').toString('base64')}`;
  const click = (id: string) => ({
    event: 'click',
    dt: '2026-11-06T10:00:00Z',
    'issue.id': id,
    'click.link.url': link,
  });
  await write('gates.json', JSON.stringify({ events: ['1', '1', '2', '2', '2'].map(click) }));
  await write('days.csv', 'date,campaign,clicks,unsubs\n2026-11-02,a,10,2\n2026-11-05,b,10,3\n');
  await write('gates.csv', 'Дата отправки;Название выпуска;ID;Кликов\n02.11.2026;g1;1;12\n05.11.2026;g2;2;13\n');
  const words = '--altcraft days.csv --sendsay gates.csv --clicks gates.json';
  for (const [period, seen] of [
    ['', 5],
    [' --since 2026-11-02 --until 2026-11-03', 2],
    [' --since 2026-11-03 --until 2026-11-06', 3],
  ] as const) {
    const { exit, json } = await compare(`${words}${period}`);
    expect([exit, json.totals[0].explained]).toEqual([
      0,
      [{ id: 'unsubscribe-clicks', events: seen, weight: 'counted' }],
    ]);
  }
});

describe('of event sources', () => {
  test('the finding names the recipients of whom the sides tell differently', async () => {
    const lost = sides.webhooks.filter(({ event_id: id }) => id !== 'delivery-42-0' && id !== 'click-3-1');
    await write('lost-events.json', JSON.stringify({ events: lost }));
    const words = ['stats', 'compare', '--altcraft', 'store', '--sendsay', 'lost-events.json'];
    const { exit, stdout } = await inProcess(words, { cwd });
    expect([exit, stdout]).toEqual([
      1,
      expect.stringMatching(
        /\nuser42@example\.com +delivered +1 +0\nuser3@example\.com +clicks +3 +2\n[\s\S]*: akrelay stats reconcile\n$/,
      ),
    ]);
    const { recipients } = JSON.parse((await inProcess([...words, '--json'], { cwd })).stdout);
    expect(recipients).toEqual([
      { measure: 'delivered', recipient: 'user42@example.com', altcraft: 1, sendsay: 0 },
      { measure: 'clicks', recipient: 'user3@example.com', altcraft: 3, sendsay: 2 },
    ]);
  });

  test('the zone says whose days they are counted by', async () => {
    const days = async (zone: string) => (await compare(`--altcraft store --sendsay store --zone ${zone}`)).json.period;
    expect(await days('+03:00')).toEqual({ firstDay: '2026-11-02', lastDay: '2026-11-02' });
    expect(await days('-11:00')).toEqual({ firstDay: '2026-11-01', lastDay: '2026-11-01' });
  });

  test('those without a time, and a delivery that never came, are said', async () => {
    await write(
      'no-time.json',
      JSON.stringify({
        events: [
          { event: 'click', member: { email: 'a@b.example' } },
          ...sides.webhooks.filter(({ event }) => event !== 'delivery'),
        ],
      }),
    );
    const { stdout } = await inProcess(['stats', 'compare', '--altcraft', 'store', '--sendsay', 'no-time.json'], {
      cwd,
    });
    expect(stdout).toContain(
      'Skipped, without a time: 1 event of Sendsay; set the field in the config, events.sendsay.fields.time.',
    );
    expect(stdout).toContain('Sendsay: no delivery events; check that the webhook sends them: akrelay check --webhook');
  });
});

describe('a pipe is read once', () => {
  const events = JSON.stringify({ events: sides.webhooks.slice(1) });
  const found = { exit: 1, stderr: '', stdout: expect.stringContaining('"recipients": null') };
  const words = ['stats', 'compare', '--altcraft', 'store', '--json', '--sendsay'];

  test('standard input', async () => {
    const run = await akrelay([...words, '-'], { cwd, stdin: events });
    expect(run).toMatchObject(found);
    expect(JSON.parse(run.stdout).sides.sendsay.origins).toEqual(['standard input']);
  });

  test('a named pipe', async () => {
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [path.join(cwd, 'pipe')]);
    const [run] = await Promise.all([inProcess([...words, 'pipe'], { cwd }), write('pipe', events)]);
    expect(run).toMatchObject(found);
  });

  test('and named in an error', async () => {
    expect(
      await akrelay('stats compare --altcraft altcraft.csv --sendsay -'.split(' '), { cwd, stdin: 'a;b\n' }),
    ).toMatchObject({
      exit: 65,
      stderr: expect.stringMatching(/^error: Standard input has no column for the day/),
    });
  });
});

describe('bad input, one sentence each', () => {
  test.each<[string, string, string, RegExp]>([
    [
      'cut.json',
      '{"error":0,"data":[{"action":"send",',
      '--altcraft cut.json --sendsay sendsay.csv',
      /^error: cut\.json is not complete JSON/,
    ],
    [
      'cut.ndjson',
      '{"action":"send"}\n{"act',
      '--altcraft cut.ndjson --sendsay sendsay.csv',
      /^error: Line 2 of cut\.ndjson is not complete JSON/,
    ],
    [
      'refused.json',
      '{"error":401,"error_text":"API token required"}',
      '--altcraft refused.json --sendsay sendsay.csv',
      /refused\.json says that the request failed: 401 API token required\./,
    ],
    [
      'failed.json',
      '{"errors":[{"id":"error/auth/failed","explain":"x"}]}',
      '--altcraft altcraft.csv --sendsay failed.json',
      /the request failed: error\/auth\/failed x\./,
    ],
    [
      'other.json',
      '{"rows":[]}',
      '--altcraft altcraft.csv --sendsay other.json',
      /other\.json contains no list of rows\./,
    ],
    [
      'narrow.json',
      '{"list":[["9001","autumn"]]}',
      '--altcraft altcraft.csv --sendsay narrow.json',
      /Row 1 of narrow\.json has 2 values, but the request has 11: issue\.id, .*\nhint: .*statistics\.sendsay\.select/,
    ],
    [
      'odd.json',
      '{"list":[[{}]]}',
      '--altcraft altcraft.csv --sendsay odd.json',
      /something other than rows in its list/,
    ],
    [
      'count.csv',
      'action,datetime,email,count\nopen,2026-11-02 10:00:00,a@b.example,1 2\n',
      '--altcraft count.csv --sendsay sendsay.csv',
      /^error: Row 2 of count\.csv has '1 2' as its count, which is not a whole number\./,
    ],
    [
      'both',
      '',
      '--altcraft altcraft.csv --altcraft history.json --sendsay sendsay.csv',
      /The sources of Altcraft contain both figures and single events/,
    ],
    [
      'twice',
      '',
      '--altcraft altcraft.csv --sendsay sendsay.csv --clicks clicks.json --clicks webhooks.json',
      /The clicks come from both replies and events/,
    ],
    [
      'clicks',
      '',
      '--altcraft altcraft.csv --sendsay sendsay.csv --clicks altcraft.csv',
      /altcraft\.csv is a CSV, but --clicks needs/,
    ],
  ])('%s', async (name, text, words, says) => {
    if (text !== '') await write(name, text);
    const { exit, stdout, stderr } = await inProcess(['stats', 'compare', ...words.split(' ')], { cwd });
    expect([exit, stdout, stderr]).toEqual([65, '', expect.stringMatching(says)]);
    expect(stderr.trimEnd().split('\n').length).toBe(2);
  });
});

describe('a link that Sendsay rewrote', () => {
  const packed = (target: string): string => Buffer.from(target).toString('base64');
  test.each([
    [`https://shop.link.sendsay.ru/shop/1,a/1,2,3,?${packed('https://a.example/x?y=1')}`, 'https://a.example/x?y=1'],
    [`https://shop-two.link.sendsay.ru/shop_two/12,aB/1,2,3,?${packed('http://a.example/')}`, 'http://a.example/'],
    [`https://shop.link.sendsay.ru.evil.example/1?${packed('https://a.example/')}`, undefined],
    [`https://shop.link.sendsay.ru/1?${packed('javascript:alert(1)')}`, undefined],
    [
      `https://shop.link.sendsay.ru/shop/1,a/1,2,3,?${packed('https://a.example/').replace('=', '%3D')}`,
      'https://a.example/',
    ],
    ['https://shop.link.sendsay.ru/1?%%%', undefined],
    ['https://a.example/unsubscribe', undefined],
    ['', undefined],
  ])('%s', (link, target) => expect(unwrapLink(link)).toBe(target ?? link));

  test('unsubscribes by what the config says', () => {
    const link = `https://shop.link.sendsay.ru/shop/1,a/1,2,3,?${packed('https://a.example/Abmelden/1')}`;
    expect([unsubscribeTest(['unsub'])(link), unsubscribeTest(['unsub', 'abmelden'])(link)]).toEqual([false, true]);
  });
});
