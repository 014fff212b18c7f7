import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';
import { type ApiAnswer, type ApiRequest, type ApiServer, startApi } from '../support/statistics/api-server.js';
import * as sides from '../support/statistics/two-sides.js';

// A server with certificates is made for each row, on a machine that may be busy.
const tokens = { SENDSAY_KEY: 'sendsay-key-7f3a91', ALTCRAFT_TOKEN: 'altcraft-token-55bd02' };
let api: ApiServer | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function compare(
  answer: (request: ApiRequest, number: number) => ApiAnswer | 'hang-up',
  words: string,
  url = '',
  select = '',
) {
  const cwd = await emptyFolder();
  api = await startApi(cwd, answer);
  const base = url === '' ? api.url : url;
  await writeFile(
    path.join(cwd, 'akrelay.yaml'),
    [
      'version: 1',
      'statistics:',
      `  sendsay: { api: { account: shop, token: { env: SENDSAY_KEY }, url: "${base}" }${select} }`,
      `  altcraft: { api: { url: "${base}/", token: { env: ALTCRAFT_TOKEN }, lists: [4, 5] } }`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  await writeFile(path.join(cwd, 'altcraft.csv'), sides.altcraftCsv);
  await writeFile(path.join(cwd, 'sendsay.csv'), sides.sendsayCsv);
  const run = await inProcess(['stats', 'compare', '--ca', 'ca.pem', ...words.split(' ').filter(Boolean)], {
    cwd,
    env: tokens,
  });
  for (const token of Object.values(tokens)) {
    expect(run.stdout + run.stderr).not.toContain(token);
    expect(api.asked.map(({ url: asked }) => asked).join()).not.toContain(token);
  }
  return { ...run, asked: api.asked };
}

const november = '--since 2026-11-02 --until 2026-11-03';
const empty = { body: { error: 0, data: [] } };

/** Two pages of one list, nothing in the other; Sendsay by what is selected. */
function bothApis({ url, body }: ApiRequest): ApiAnswer {
  if (url.includes('/general/'))
    return { body: JSON.stringify(body['select']).includes('click.') ? sides.clickRows : sides.statUni };
  if (body['list_id'] !== 4) return empty;
  const page = body['from_id'] === '' ? sides.history.slice(0, 200) : sides.history.slice(200);
  return { body: { error: 0, data: page, ...(body['from_id'] === '' ? { next_from_id: 'aB.2' } : {}) } };
}

describe('stats compare with the APIs', () => {
  test('asks both as they are documented, pages, and explains to the last click', async () => {
    const { exit, stderr, stdout, asked } = await compare(
      bothApis,
      `--altcraft api --sendsay api --clicks api ${november} --json`,
    );
    expect([stderr, exit, JSON.parse(stdout).verdict]).toEqual(['', 0, 'explained']);
    expect(JSON.parse(stdout).totals.find(({ measure }: { measure: string }) => measure === 'clicks')).toMatchObject({
      altcraft: 35,
      sendsay: 42,
      explained: [{ id: 'unsubscribe-clicks', events: 7, weight: 'counted' }],
    });
    expect(
      asked.map(({ url, authorization, body }) => [url, authorization, body['from_id'] ?? body['filter']]),
    ).toEqual([
      ['/api/v1.1/subscribers/history_get_all', undefined, ''],
      ['/api/v1.1/subscribers/history_get_all', undefined, 'aB.2'],
      ['/api/v1.1/subscribers/history_get_all', undefined, ''],
      ...['issue.dt:Ys', 'click.issue.dt:Ys'].map((a) => [
        '/general/api/v100/json/shop',
        'sendsay apikey=sendsay-key-7f3a91',
        [
          { a, op: '>=', v: '2026-11-02 00:00:00' },
          { a, op: '<=', v: '2026-11-02 23:59:59' },
        ],
      ]),
    ]);
    expect(asked[0]?.body).toMatchObject({
      token: tokens.ALTCRAFT_TOKEN,
      list_id: 4,
      date_from: '2026-11-02',
      date_to: '2026-11-05',
      limit: 1_000,
    });
  });

  test('asks for what the config selects, and reads the reply by it', async () => {
    const select = ', select: ["issue.dt:YD", issue.deliv_ok, issue.members, issue.name]';
    const answer = ({ body }: ApiRequest): ApiAnswer => ({
      body: {
        list: JSON.stringify(body['select']).startsWith('["issue.dt:YD"') ? [['2026-11-02', '7', '9', 'sale']] : [],
      },
    });
    const { stdout } = await compare(answer, `--altcraft altcraft.csv --sendsay api ${november} --json`, '', select);
    expect(JSON.parse(stdout).totals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ measure: 'sent', sendsay: 9 }),
        expect.objectContaining({ measure: 'delivered', sendsay: 7 }),
      ]),
    );
  });

  test('tries again: four times, then says so', async () => {
    const flaky = (request: ApiRequest, number: number) =>
      number <= 2 ? ('hang-up' as const) : number <= 4 ? { status: 503, body: 'busy' } : bothApis(request);
    const { exit, asked } = await compare(flaky, `--altcraft altcraft.csv --sendsay api ${november}`);
    expect([exit, asked.length]).toEqual([0, 5]);
    await api?.close();
    const down = await compare(() => ({ status: 502, body: '' }), `--altcraft altcraft.csv --sendsay api ${november}`);
    expect([down.exit, down.asked.length, down.stderr]).toEqual([
      75,
      5,
      expect.stringMatching(/^error: 127\.0\.0\.1:\d+ replies with status 502\.\n/),
    ]);
    // The single file waits as long as a user would between its tries.
  }, 120_000);

  const full = { body: { error: 0, data: Array.from({ length: 1_000 }, () => sides.history[0]) } };
  test.each<[string, number, string, (request: ApiRequest) => ApiAnswer | 'hang-up', RegExp]>([
    [
      'a refused token, which the reply repeats',
      77,
      `--altcraft api --sendsay sendsay.csv ${november}`,
      ({ body }) => ({ body: { error: 401, error_text: `bad token ${body['token']}` } }),
      /^error: Altcraft's reply says that the request failed: 401 bad token \*\*\*\.\n/,
    ],
    [
      "Sendsay's errors",
      77,
      `--altcraft altcraft.csv --sendsay api ${november}`,
      ({ authorization }) => ({ body: { errors: [{ id: 'error/auth/failed', explain: authorization }] } }),
      /^error: Sendsay's reply says that the request failed: error\/auth\/failed sendsay apikey=\*\*\*\.\n/,
    ],
    [
      '401 without JSON',
      77,
      `--altcraft api --sendsay sendsay.csv ${november}`,
      () => ({ status: 401, body: 'no' }),
      /refuses the token: status 401/,
    ],
    [
      'a redirect',
      76,
      `--altcraft api --sendsay sendsay.csv ${november}`,
      () => ({ status: 302, headers: { Location: 'https://127.0.0.1:1/' }, body: '' }),
      /redirects to 127\.0\.0\.1:1 \(status 302\); redirects are not followed/,
    ],
    [
      'no JSON',
      76,
      `--altcraft api --sendsay sendsay.csv ${november}`,
      () => ({ body: '<html>' }),
      /replies with status 200 and a web page instead of JSON/,
    ],
    [
      'JSON of another service',
      69,
      `--altcraft api --sendsay sendsay.csv ${november}`,
      () => ({ body: { message: 'no such route' } }),
      /^error: Altcraft's reply contains neither error nor data\.\n/,
    ],
    [
      'an error status of an envelope without an error',
      69,
      `--altcraft api --sendsay sendsay.csv ${november}`,
      () => ({ status: 404, body: { error: 0, data: [] } }),
      /^error: Altcraft's reply has an error status \(status 404\)\.\n/,
    ],
    [
      'a refusal in JSON that is no envelope',
      77,
      `--altcraft altcraft.csv --sendsay api ${november}`,
      () => ({ status: 403, body: { message: 'no' } }),
      /^error: Sendsay's reply contains no list of rows \(status 403\)\.\n/,
    ],
    [
      'the old API, which sends elsewhere',
      69,
      `--altcraft altcraft.csv --sendsay api ${november}`,
      () => ({ body: { REDIRECT: 'api2.sendsay.example' } }),
      /^error: Sendsay's reply redirects to 'api2\.sendsay\.example', which is not followed\.\nhint: Check statistics\.sendsay\.api in the config;/,
    ],
    [
      'a full page without a pointer',
      76,
      `--altcraft api --sendsay sendsay.csv ${november}`,
      () => full,
      /page 1 of list 4 is full but has no new next_from_id/,
    ],
    [
      'no period',
      64,
      '--altcraft api --sendsay sendsay.csv',
      () => empty,
      /The source api needs a period\.\nhint: Add --since/,
    ],
  ])('%s is exit %d', async (_name, exit, words, answer, says) => {
    const run = await compare(answer, words);
    expect([run.exit, run.stdout, run.stderr]).toEqual([exit, '', expect.stringMatching(says)]);
  });

  test('a pointer that leads in a circle ends', async () => {
    const page = (next: string) => ({ body: { error: 0, data: [sides.history[0]], next_from_id: next } });
    const { asked } = await compare(
      ({ body }) => page(body['from_id'] === 'a' ? 'b' : 'a'),
      `--altcraft api --sendsay sendsay.csv ${november}`,
    );
    expect(asked.length).toBe(6);
  });

  test('a name that holds the token is masked', async () => {
    const row = { ...sides.history[0], campaign_name: `sale ${tokens.ALTCRAFT_TOKEN}` };
    for (const format of ['human', 'json', 'ndjson']) {
      const { stdout } = await compare(
        () => ({ body: { error: 0, data: [row] } }),
        `--altcraft api --sendsay sendsay.csv ${november} --format ${format}`,
      );
      expect(stdout).toContain('sale ***');
      await api?.close();
    }
  });

  test.each([
    ['http://api.example', 78, /starts with http:\/\/, which would send the token in clear text/],
    ['https://127.0.0.1:1', 69, /127\.0\.0\.1:1: the connection was refused/],
  ])('%s', async (url, exit, says) => {
    const run = await compare(() => empty, `--altcraft api --sendsay sendsay.csv ${november}`, url);
    expect([run.exit, run.stderr]).toEqual([exit, expect.stringMatching(says)]);
  });
});
