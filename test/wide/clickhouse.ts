import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultMappings } from '../../src/events/index.js';
import { nodeEvents } from '../../src/world/events/node-events.js';
import { isInstalled, password, type RunningClickHouse, startClickHouse } from '../support/events/clickhouse.js';
import { allSorts, keepEvents, keepIn, receivedBody } from '../support/events/keep-events.js';
import { poster } from '../support/events/poster.js';
import { secretPath, startReceiver } from '../support/events/receiver.js';
import { inProcess } from '../support/in-process.js';
import { makeZoo } from '../support/lab/certificate-zoo.js';
import { akrelay, emptyFolder } from '../support/program.js';
import { startApi } from '../support/statistics/api-server.js';

const installed = isInstalled();
process.stdout.write(installed ? '' : 'ClickHouse: not run, clickhouse-server is not installed\n');
const when = installed ? describe : describe.skip;

let clickHouse: RunningClickHouse;
beforeAll(async () => {
  if (!installed) return;
  clickHouse = await startClickHouse();
  process.stdout.write(`ClickHouse ${clickHouse.version}: ran\n`);
}, 60_000);
afterAll(() => clickHouse?.kill('SIGKILL'));

/** Bodies of both sides, some of them twice, as a relay and a platform send them. */
const extra = [
  receivedBody(
    '[{"event_type":"open","event_id":9007199254740993, "x":1e400},{"event_type":"open","event_id":9007199254740992}]',
    { receivedAt: '2026-11-19T05:01:00.000Z' },
  ),
  receivedBody(
    JSON.stringify([
      {
        event_type: 'send',
        event_date: '2026-11-20T05:00:00Z',
        custom_data: { letter_id: 't1' },
        subscription: [{ email: 'ann@example.com' }],
      },
      {
        event_type: 'deliv',
        event_date: '2026-11-20T05:00:09Z',
        custom_data: { letter_id: 't1' },
        subscription: [{ email: 'ann@example.com' }],
      },
      {
        event_type: 'send',
        event_date: '2026-11-20T05:00:01Z',
        custom_data: { letter_id: 't2' },
        subscription: [{ email: 'Bob@example.com' }],
      },
    ]),
    { receivedAt: '2026-11-20T05:01:00.000Z' },
  ),
  receivedBody(
    JSON.stringify({
      events: [
        {
          event: 'delivery',
          'gate.uniq': 't1',
          deliv: { status: '1', dt: '2026-11-20 08:00:08' },
          member: { email: 'ann@example.com' },
        },
      ],
    }),
    { source: 'sendsay', receivedAt: '2026-11-20T05:02:00.000Z' },
  ),
  receivedBody('{"event":"open","gate.uniq":"t1","message_id":"<m1@x>"}\n{"event":"delivery","note":"\\ud800 lone"}', {
    source: 'sendsay',
    format: 'json-stream',
    receivedAt: '2026-11-21T05:02:00.000Z',
  }),
];

when('one table of questions, two stores', () => {
  let cwd: string;
  let bare: string;
  let place: string;
  beforeAll(async () => {
    cwd = await emptyFolder();
    bare = await emptyFolder();
    place = await clickHouse.newStore();
    await keepEvents(cwd, extra);
    await keepEvents(cwd);
    const room = nodeEvents(cwd, new AbortController().signal, (text) => text);
    const [, url = '', database = ''] = /^clickhouse:(.*)\/(.*)$/.exec(place) ?? [];
    const asked = { kind: 'clickhouse', url, database, username: 'akrelay', password, caPem: undefined } as const;
    await keepIn(await room.openStore(asked, defaultMappings), [...extra, ...allSorts]);
    await writeFile(
      path.join(cwd, 'akrelay.yaml'),
      'version: 1\nevents:\n  sendsay:\n    words: { delivery: complaint }\n',
      { mode: 0o600 },
    );
  }, 60_000);

  /** In the folder of the config, or in one without. */
  const ask = (words: string, store: string, config: boolean) =>
    inProcess([...words.split(' '), '--json', '--store', store], { cwd: config ? cwd : bare, env: clickHouse.env });

  test.each([
    ['events show', false],
    ['events show --copies', false],
    ['events show --token t1', false],
    ['events show --token akrelay-1 --source sendsay', false],
    ['events show --message-id m1@x', false],
    ['events show --recipient BOB@example.com', false],
    ['events show --kind delivered,hard-bounce --kind click', false],
    ['events show --source altcraft --since 2026-11-20 --until 2026-11-21', false],
    ['events show --since 2026-11-28T05:00:01Z', false],
    ["events show --token ')OR(1=1", false],
    ['events show --token nobody', false],
    ['events stats', false],
    ['events stats --until 2026-11-28', false],
    ['stats reconcile', false],
    ['stats reconcile --until 2026-11-22', false],
    // What a word means by the config of today counts, also for what was stored before it said so.
    ['events show --kind complaint', true],
    ['events show --kind delivered', true],
    ['events stats', true],
  ])('%s (config: %s)', async (words, config) => {
    const files = await ask(words, path.join(cwd, 'akrelay-events'), config);
    const table = await ask(words, place, config);
    // When a receiver ran is a fact of the store itself.
    const plain = (text: string): string => text.replace(/"downtimes": \[[\s\S]*?\n {2}\]/, '');
    expect([table.exit, plain(table.stdout), table.stderr]).toEqual([files.exit, plain(files.stdout), files.stderr]);
    expect(files.stderr).toBe(files.exit === 1 && words.includes('show') ? 'No event matches.\n' : '');
    expect(files.stdout).toContain('akrelay/');
  });

  test('stats compare', async () => {
    const run = async (store: string) => {
      const words = ['stats', 'compare', '--altcraft', store, '--sendsay', store, '--json'];
      const { exit, stdout, stderr } = await inProcess(words, { cwd: bare, env: clickHouse.env });
      return [exit, stdout.replaceAll(store, 'the store'), stderr];
    };
    const files = await run(path.join(cwd, 'akrelay-events'));
    expect(files[1]).toContain('akrelay/stats-compare@1');
    expect(await run(place)).toEqual(files);
  });

  test('events verify-store', async () => {
    const [files, table] = [
      await ask('events verify-store', path.join(cwd, 'akrelay-events'), false),
      await ask('events verify-store', place, false),
    ];
    const counts = (text: string) => ({ ...JSON.parse(text), bytes: 0 });
    expect(counts(table.stdout)).toEqual(counts(files.stdout));
  });

  test('events tail shows what another receiver stores later, though it began to receive it earlier', async () => {
    const room = nodeEvents(cwd, new AbortController().signal, (text) => text);
    const [, url = '', database = ''] = /^clickhouse:(.*)\/(.*)$/.exec(await clickHouse.newStore()) ?? [];
    const store = await room.openStore(
      { kind: 'clickhouse', url, database, username: 'akrelay', password, caPem: undefined },
      defaultMappings,
    );
    const writers = [await store.openWriter(AbortSignal.abort()), await store.openWriter(AbortSignal.abort())];
    const append = (writer: number, token: string, receivedAt: string) =>
      writers[writer]?.writer.append(
        receivedBody(`[{"event":"open","custom_data":{"letter_id":"${token}"}}]`, { receivedAt }),
      );
    const over = new AbortController();
    const shown: string[] = [];
    const reading = (async () => {
      for await (const { ids, copy } of store.tail({}, 5, over.signal)) shown.push(`${ids.token} ${copy}`);
    })();
    const until = async (count: number): Promise<void> => {
      for (let waits = 0; waits < 100 && shown.length < count; waits++)
        await new Promise((next) => setTimeout(next, 100));
    };
    await append(0, 'a', '2026-11-28T00:00:01.000Z');
    await until(1);
    await append(1, 'b', '2026-11-27T23:59:02.000Z');
    await until(2);
    await append(0, 'c', '2026-11-28T00:00:03.000Z');
    await until(3);
    await new Promise((next) => setTimeout(next, 1_500));
    over.abort();
    await reading;
    for (const { writer } of writers) await writer.close();
    expect(shown).toEqual(['a first', 'b first', 'c first']);
  }, 60_000);

  test('stats reconcile --pull stores what the webhook lost, once', async () => {
    const [folder, store] = [await emptyFolder(), await clickHouse.newStore()];
    const at = (seconds: number): string => `2026-11-20T05:00:0${seconds}Z`;
    const row = (action: string, id: number): object => ({
      action,
      email: 'ann@example.com',
      datetime: at(id),
      event_id: `h${id}`,
      smid: 'w1',
    });
    const api = await startApi(folder, () => ({ body: { error: 0, data: [row('send', 0), row('deliv', 5)] } }));
    const config = `version: 1\nevents: { store: "${store}" }\nstatistics: { altcraft: { api: { url: "${api.url}", token: { env: T }, lists: [4] } } }\n`;
    await writeFile(path.join(folder, 'akrelay.yaml'), config, { mode: 0o600 });
    const words = 'stats reconcile --since 2026-11-20 --until 2026-11-21 --pull --ca ca.pem --json'.split(' ');
    const run = () => inProcess(words, { cwd: folder, env: { ...clickHouse.env, T: 'token-of-altcraft' } });
    const [first, second] = [await run(), await run()];
    await api.close();
    expect([first, second].map(({ stderr }) => stderr)).toEqual([
      'Events from Altcraft: 2 fetched, 2 new and stored.\n',
      'Events from Altcraft: 2 fetched, 0 new and stored.\n',
    ]);
    expect(JSON.parse(second.stdout).totals).toMatchObject({
      messages: 1,
      sentByPlatform: 1,
      deliveredInPlatform: 1,
      copies: 0,
    });
  });

  test('a raw event keeps the digits that JSON.parse rounds', async () => {
    const place = await clickHouse.newStore();
    const [, url = '', database = ''] = /^clickhouse:(.*)\/(.*)$/.exec(place) ?? [];
    const room = nodeEvents(cwd, new AbortController().signal, (text) => text);
    const asked = { kind: 'clickhouse', url, database, username: 'akrelay', password, caPem: undefined } as const;
    const event = '{"event":"open","xxh":12345678901234567891}';
    await keepIn(await room.openStore(asked, defaultMappings), [receivedBody(`[${event}, {"event":"click"}]`)]);
    expect(await clickHouse.ask(`SELECT raw FROM ${database}.akrelay_events ORDER BY place`)).toBe(
      `${event}\n{"event":"click"}`,
    );
    const shown = await inProcess(['events', 'verify-store', '--store', place], { cwd: bare, env: clickHouse.env });
    expect([shown.exit, shown.stdout]).toEqual([0, expect.stringContaining('no damage')]);
  });

  test('a receiver that stops while another stores is no downtime', async () => {
    const room = nodeEvents(cwd, new AbortController().signal, (text) => text);
    const [, url = '', database = ''] = /^clickhouse:(.*)\/(.*)$/.exec(await clickHouse.newStore()) ?? [];
    const store = await room.openStore(
      { kind: 'clickhouse', url, database, username: 'akrelay', password, caPem: undefined },
      defaultMappings,
    );
    const [one, other] = [await store.openWriter(AbortSignal.abort()), await store.openWriter(AbortSignal.abort())];
    await one.writer.close();
    expect((await store.downtimes()).map(({ toMs }) => toMs)).toEqual([Infinity]);
    await new Promise((next) => setTimeout(next, 5));
    await other.writer.append(receivedBody('[{"event":"open"}]', { receivedAt: new Date().toISOString() }));
    expect(await store.downtimes()).toEqual([]);
    await other.writer.close();
    expect((await store.downtimes()).map(({ toMs }) => toMs)).toEqual([Infinity]);
  });

  test('events tail', async () => {
    const run = (store: string) =>
      inProcess(['events', 'tail', '-n', '3', '--json', '--store', store], {
        cwd: bare,
        env: clickHouse.env,
        cancelled: AbortSignal.timeout(1_500),
      });
    expect((await run(place)).stdout).toBe((await run(path.join(cwd, 'akrelay-events'))).stdout);
  });
});

when('events listen into ClickHouse', () => {
  test('every scenario of both providers', async () => {
    const [cwd, store] = [await emptyFolder(), await clickHouse.newStore()];
    const receiver = await startReceiver(cwd, { words: ['--store', store], env: clickHouse.env });
    for (const source of ['sendsay', 'altcraft']) {
      const sent = await akrelay(['events', 'send', '--to', receiver.url, '--as', source, '--token', 'x', '--json'], {
        cwd,
      });
      expect(sent.exit).toBe(0);
    }
    expect(await receiver.stop()).toBe(0);
    const { stdout } = await akrelay(['events', 'stats', '--store', store, '--json'], { cwd, env: clickHouse.env });
    const sums = JSON.parse(stdout).sources.map(({ source, events, copies }: Record<string, unknown>) => [
      source,
      events,
      copies,
    ]);
    expect(sums.sort()).toEqual([
      ['altcraft', 2_707, 1],
      ['sendsay', 2_710, 1],
    ]);
    expect(`${stdout}${receiver.stderr()}`).not.toContain(password);
  }, 120_000);

  test('ClickHouse is killed again and again: what was answered 200 is there, each event once', async () => {
    const [cwd, store] = [await emptyFolder(), await clickHouse.newStore()];
    const receiver = await startReceiver(cwd, { words: ['--store', store], env: clickHouse.env });
    const { post, close } = poster(receiver.url);
    const acknowledged = new Set<string>();
    let [isOver, number, refused] = [false, 0, 0];
    const send = async (): Promise<void> => {
      while (!isOver) {
        const token = `k-${number++}`;
        const body = JSON.stringify({ events: [{ event: 'delivery', 'gate.uniq': token }] });
        if ((await post(body)) === 200) acknowledged.add(token);
        else refused += 1;
      }
    };
    const sending = Array.from({ length: 4 }, send);
    for (let round = 0; round < 5; round++) {
      await new Promise((resolve) => setTimeout(resolve, 300 + 400 * Math.random()));
      await clickHouse.kill('SIGKILL');
      await clickHouse.start();
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    isOver = true;
    await Promise.all(sending);
    close();
    expect(await receiver.stop()).toBe(0);
    const { stdout } = await akrelay(['events', 'show', '--store', store, '--format', 'ndjson'], {
      cwd,
      env: clickHouse.env,
    });
    const tokens = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).ids.token as string);
    const kept = new Set(tokens);
    expect(tokens.length).toBe(kept.size);
    expect([...acknowledged].filter((token) => !kept.has(token))).toEqual([]);
    expect([acknowledged.size > 20, refused > 0]).toEqual([true, true]);
  }, 180_000);

  test.each([
    [
      'a wrong password',
      { CLICKHOUSE_PASSWORD: 'another-password-1' },
      77,
      /the password is wrong\.\nhint: Set CLICKHOUSE_PASSWORD/,
    ],
    ['no user', { CLICKHOUSE_USER: 'nobody' }, 77, /the user is unknown\./],
  ])('%s', async (_name, env, exit, says) => {
    const cwd = await emptyFolder();
    const words = ['events', 'listen', '--path-env', 'P', '--store', await clickHouse.newStore()];
    const run = await inProcess(words, { cwd, env: { ...clickHouse.env, ...env, P: secretPath } });
    expect([run.exit, run.stdout, run.stderr]).toEqual([exit, '', expect.stringMatching(says)]);
    expect(run.stderr).not.toContain('another-password-1');
  });

  test('what else is said of a place that is none', async () => {
    const cwd = await emptyFolder();
    const run = (store: string) => inProcess(['events', 'stats', '--store', store], { cwd, env: clickHouse.env });
    const at = `clickhouse:http://127.0.0.1:${clickHouse.port}`;
    expect(await run(`${at}/nowhere`)).toMatchObject({
      exit: 78,
      stderr: expect.stringContaining('there is no such database'),
    });
    expect(await run(await clickHouse.newStore())).toMatchObject({
      exit: 66,
      stderr: expect.stringContaining('there is no store'),
    });
    expect(await run('clickhouse:http://127.0.0.1:1/x')).toMatchObject({
      exit: 69,
      stderr: expect.stringContaining('refused'),
    });
  });
});

when('ClickHouse over TLS', () => {
  const fronts: net.Server[] = [];
  const urls: Record<string, string> = {};
  let cwd: string;
  let plain: string;
  beforeAll(async () => {
    cwd = await emptyFolder();
    plain = await clickHouse.newStore();
    const database = plain.replace(/.*\//, '');
    const { authority, pairs } = await makeZoo();
    await writeFile(path.join(cwd, 'ca.pem'), clickHouse.tls.caPem);
    await writeFile(path.join(cwd, 'zoo.pem'), authority.caPem);
    await writeFile(path.join(cwd, 'server.pem'), pairs.good.certPem);
    await writeFile(path.join(cwd, 'text.pem'), 'none');
    urls['its own port'] = `https://localhost:${clickHouse.tls.port}/${database}`;
    urls['HTTP where it expects HTTPS'] = `http://localhost:${clickHouse.tls.port}/${database}`;
    urls['HTTPS where it expects HTTP'] = `https://localhost:${clickHouse.port}/${database}`;
    const front = async (kind: keyof typeof pairs, options: tls.TlsOptions = {}): Promise<string> => {
      const { certPem: cert, keyPem: key } = pairs[kind];
      const server = tls.createServer({ cert, key, ...options }, (socket) => {
        const behind = net.connect(clickHouse.port, '127.0.0.1');
        for (const one of [socket, behind]) one.on('error', () => undefined);
        socket.pipe(behind).pipe(socket);
      });
      server.on('tlsClientError', () => undefined);
      fronts.push(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return `https://localhost:${(server.address() as net.AddressInfo).port}/${database}`;
    };
    urls['a proxy'] = await front('good');
    for (const kind of ['expired', 'not-yet-valid', 'wrong-name', 'stranger'] as const) urls[kind] = await front(kind);
    urls['a proxy that wants a certificate'] = await front('good', { requestCert: true, ca: authority.caPem });
    await keepIn(
      await nodeEvents(cwd, new AbortController().signal, (text) => text).openStore(
        {
          kind: 'clickhouse',
          url: plain.slice(11).replace(/\/\w+$/, ''),
          database,
          username: 'akrelay',
          password,
          caPem: undefined,
        },
        defaultMappings,
      ),
      allSorts,
    );
  }, 60_000);
  afterAll(() => {
    for (const front of fronts) front.close();
  });
  const stats = (name: string, env: Record<string, string>, ...more: string[]) =>
    inProcess(['events', 'stats', '--store', `clickhouse:${urls[name]}`, ...more], {
      cwd,
      env: { ...clickHouse.env, ...env },
    });

  test.each([
    ['its own port', { CLICKHOUSE_CA: 'ca.pem' }],
    ['a proxy', { CLICKHOUSE_CA: 'zoo.pem' }],
  ])('by %s, the same answers', async (name, env) => {
    const { stdout } = await inProcess(['events', 'stats', '--store', plain, '--json'], { cwd, env: clickHouse.env });
    expect(await stats(name, env, '--json')).toEqual({ exit: 0, stdout, stderr: '' });
    expect(JSON.parse(stdout).sources).toHaveLength(2);
  });

  test('with the authority of the config, relative to it', async () => {
    const folder = await emptyFolder();
    const config = path.join(folder, 'akrelay.yaml');
    await writeFile(path.join(folder, 'own.pem'), clickHouse.tls.caPem);
    await writeFile(
      config,
      `version: 1\nevents: { store: "clickhouse:${urls['its own port']}", clickhouse: { ca: own.pem } }\n`,
      {
        mode: 0o600,
      },
    );
    const run = await inProcess(['--config', config, 'events', 'stats', '--json'], { cwd, env: clickHouse.env });
    expect([run.exit, run.stderr]).toEqual([0, '']);
  });

  test.each<[string, Record<string, string>, number, RegExp]>([
    ['its own port', {}, 76, /not signed by a trusted authority \(\w+\)\.\nhint: .* set CLICKHOUSE_CA=authority\.pem/],
    ['its own port', { CLICKHOUSE_CA: 'zoo.pem' }, 76, /not signed by a trusted authority/],
    ['its own port', { CLICKHOUSE_CA: 'none.pem' }, 66, /Cannot read none\.pem/],
    ['a proxy', { CLICKHOUSE_CA: 'text.pem' }, 78, /The CA file contains no PEM certificate/],
    ['a proxy', { CLICKHOUSE_CA: 'server.pem' }, 78, /contains a server certificate/],
    [
      'expired',
      { CLICKHOUSE_CA: 'zoo.pem' },
      76,
      /has an expired certificate\.\nhint: Renew the certificate of the server/,
    ],
    ['not-yet-valid', { CLICKHOUSE_CA: 'zoo.pem' }, 76, /is not valid yet\.\nhint: Check the clock/],
    [
      'wrong-name',
      { CLICKHOUSE_CA: 'zoo.pem' },
      76,
      /for mail\.example\.org, not for localhost\.\nhint: Use a host name/,
    ],
    ['stranger', { CLICKHOUSE_CA: 'zoo.pem' }, 76, /not signed by a trusted authority/],
    ['a proxy that wants a certificate', { CLICKHOUSE_CA: 'zoo.pem' }, 76, /requires a client certificate\.\nhint: /],
    ['HTTP where it expects HTTPS', {}, 75, /the connection was closed\.\nhint: .* use https:/],
  ])('%s, %j', async (name, env, exit, says) => {
    const run = await stats(name, env);
    expect([run.exit, run.stdout, run.stderr]).toEqual([exit, '', expect.stringMatching(says)]);
    expect(run.stderr).not.toMatch(new RegExp(`${password}|tlsName|relay's`));
  });

  test('a server that says nothing', async () => {
    const server = net.createServer((socket) => socket.on('error', () => undefined).resume());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    fronts.push(server);
    const { port } = server.address() as net.AddressInfo;
    for (const protocol of ['http', 'https']) urls[protocol] = `${protocol}://localhost:${port}/x`;
    const runs = await Promise.all([stats('http', {}), stats('https', {})]);
    expect(runs.map(({ exit, stderr }) => [exit, stderr])).toEqual([
      [75, expect.stringMatching(/no answer within 10 s\.\nhint: .* clickhouse:https:/)],
      [75, expect.stringMatching(/no answer within 10 s\.\nhint: .* clickhouse:http:/)],
    ]);
  });

  test('HTTPS where it expects HTTP', async () => {
    // A random byte of the handshake that is white space makes ClickHouse wait for the rest of a request line.
    const run = await stats('HTTPS where it expects HTTP', {});
    expect([75, 76]).toContain(run.exit);
    expect(run.stderr).toMatch(
      /(?:does not speak TLS on this port|no answer within 10 s).*\nhint: .* clickhouse:http:/,
    );
    expect(run.stderr).not.toMatch(new RegExp(`${password}|tlsName|relay's`));
  });

  test('events listen stores over TLS', async () => {
    const store = `clickhouse:https://localhost:${clickHouse.tls.port}/${(await clickHouse.newStore()).replace(/.*\//, '')}`;
    const env = { ...clickHouse.env, CLICKHOUSE_CA: 'ca.pem' };
    const receiver = await startReceiver(cwd, { words: ['--store', store], env });
    const sent = await akrelay(['events', 'send', '--to', receiver.url, '--json'], { cwd });
    expect([sent.exit, await receiver.stop(), receiver.stderr()]).toEqual([0, 0, '']);
    const { stdout } = await akrelay(['events', 'verify-store', '--store', store, '--json'], { cwd, env });
    expect(JSON.parse(stdout)).toMatchObject({ events: 2_711, distinctEvents: 2_710, damage: [] });
  }, 60_000);

  test('plain HTTP to another machine is said aloud', async () => {
    const { stderr } = await inProcess(['events', 'stats', '--store', 'clickhouse:http://db.invalid:8123/x'], {
      cwd,
      env: clickHouse.env,
    });
    expect(stderr).toMatch(
      /^warning: clickhouse:http:\/\/db\.invalid:8123\/x uses plain HTTP: .*\nerror: .*does not resolve/,
    );
  });
});

test.each([
  'clickhouse:http://user:secret-word@127.0.0.1/x',
  'clickhouse:ftp://a/b',
  'clickhouse:http://a',
  'clickhouse:http://a/b/c',
  'clickhouse:http://a/b?password=secret-word',
])('%s is wrong usage, and not repeated', async (store) => {
  const { exit, stderr } = await inProcess(['events', 'stats', '--store', store], { cwd: await emptyFolder() });
  expect([exit, stderr]).toEqual([
    64,
    expect.stringMatching(/^error: --store: this is not an address such as clickhouse:http/),
  ]);
  expect(stderr).not.toContain('secret-word');
});
