import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeAuthority } from '../../src/world/lab/certificates.js';
import { type RunningReceiver, secretPath, startReceiver } from '../support/events/receiver.js';
import { inProcess } from '../support/in-process.js';
import { akrelay, emptyFolder } from '../support/program.js';
import { program } from '../support/program-under-test.js';

const sendsay = { event: 'delivery', 'gate.uniq': 'akrelay-1', 'deliv.status': '1', 'member.email': 'ann@example.com' };
const hook = {
  event_type: 'hbounce',
  event_date: '2026-11-28T06:00:00Z',
  subscription: [{ email: 'bob@example.com' }],
};
const json = JSON.stringify;

/** What the store holds, each event once. */
async function stored(cwd: string): Promise<Record<string, unknown>[]> {
  const { stdout } = await inProcess(['events', 'show', '--format', 'ndjson'], { cwd });
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

async function storedBytes(cwd: string): Promise<number> {
  return (await stat(path.join(cwd, 'akrelay-events', '00000001.ndjson'))).size;
}

/** Sends these bytes, in the pieces given, and gives back what comes before the connection is closed or silent. */
async function talk(
  port: number,
  pieces: readonly (string | Uint8Array)[],
  { pauseMs = 0, answers = 1 } = {},
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
    if ((answer.match(/\r\n\r\n\{[^\r]*\}/g) ?? []).length === answers) socket.end();
  });
  const closed = once(socket, 'close');
  for (const piece of pieces) {
    // The answer may come before all is said.
    if (socket.writableEnded) break;
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), closed]);
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    else await new Promise(setImmediate);
  }
  await closed;
  return answer;
}

function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect').then(
    () => socket.destroy() !== undefined,
    () => false,
  );
}

function request(body: string | Uint8Array, { target = `/${secretPath}`, method = 'POST', headers = '' } = {}): string {
  return `${method} ${target} HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
}

async function post(port: number, body: string | Uint8Array, more = {}): Promise<string> {
  return talk(port, [request(body, more), body]);
}

async function freePort(): Promise<number> {
  const free = http.createServer();
  await once(free.listen(0, '127.0.0.1'), 'listening');
  const { port } = free.address() as AddressInfo;
  await once(free.close(), 'close');
  return port;
}

const multipart = [
  '--b',
  'Content-Disposition: form-data; name="data"',
  'Content-Type: application/json',
  '',
  json({ events: [sendsay] }),
  '--b--',
  '',
].join('\r\n');

describe('events listen', () => {
  let cwd: string;
  let receiver: RunningReceiver;
  let stranger: Promise<string>;
  beforeAll(async () => {
    cwd = await emptyFolder();
    receiver = await startReceiver(cwd);
    const drops = Array(200).fill('x');
    stranger = talk(receiver.port, [request('x'.repeat(1_000), { target: '/' }), ...drops], {
      pauseMs: 100,
      answers: 2,
    });
  });
  afterAll(() => receiver.stop());

  test.each<[string, string | Uint8Array, object, string]>([
    ['Sendsay JSON', json({ events: [sendsay, { event: 'click' }] }), {}, '{"stored":2}'],
    ['a stream', `${json(sendsay)}\n${json(sendsay)}`, {}, '{"stored":2}'],
    ['Altcraft', json([hook]), {}, '{"stored":1}'],
    ['no events', '{"events":[]}', {}, '{"stored":0}'],
    ['a name behind the path', json([hook]), { target: `/${secretPath}/sendsay/` }, '{"stored":1}'],
    ['a host before the path', json([hook]), { target: `http://x:80/${secretPath}` }, '{"stored":1}'],
    ['a query', json([hook]), { target: `/${secretPath}?a=b` }, '{"stored":1}'],
    ['gzip', gzipSync(json([hook])), { headers: 'Content-Encoding: gzip\r\n' }, '{"stored":1}'],
    ['multipart', multipart, { headers: 'Content-Type: multipart/form-data; boundary=b\r\n' }, '{"stored":1}'],
    ['Expect: 100-continue', json([hook]), { headers: 'Expect: 100-continue\r\n' }, '{"stored":1}'],
    ['letters of all kinds', json([{ event: 'Ж🙂\u202e\u0000<script>' }]), {}, '{"stored":1}'],
  ])('answers 200 to %s', async (_name, body, more, says) => {
    const answer = await post(receiver.port, body, more);
    expect(answer).toMatch(/^(HTTP\/1\.1 100 Continue\r\n\r\n)?HTTP\/1\.1 200 OK\r\n/);
    expect(answer.endsWith(says)).toBe(true);
  });

  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
  test.each<[string, number, string | Uint8Array, object]>([
    ['another path', 404, json([hook]), { target: '/' }],
    ['a path that begins so', 404, json([hook]), { target: `/${secretPath}x` }],
    ['an unknown source', 404, json([hook]), { target: `/${secretPath}/mailgun` }],
    ['a longer path', 404, json([hook]), { target: `/${secretPath}/sendsay/x` }],
    ['GET', 405, '', { method: 'GET' }],
    ['PUT', 405, json([hook]), { method: 'PUT' }],
    ['a request from 21 servers', 508, json([hook]), { headers: `Via: ${Array(21).fill('1.1 x')}\r\n` }],
    ['another encoding', 415, json([hook]), { headers: 'Content-Encoding: br\r\n' }],
    ['words', 400, 'hello', {}],
    ['a cut body', 400, json([hook]).slice(0, -2), {}],
    ['nothing', 400, '', {}],
    ['not UTF-8', 400, Buffer.from('[{"event":"\xff"}]', 'latin1'), {}],
    ['no gzip', 400, json([hook]), { headers: 'Content-Encoding: gzip\r\n' }],
    ['a cut gzip', 400, gzipSync(json([hook])).subarray(0, -9), { headers: 'Content-Encoding: gzip\r\n' }],
    ['a bomb', 413, bomb, { headers: 'Content-Encoding: gzip\r\n' }],
    ['a body of 17 MB', 413, Buffer.alloc(17 * 1024 * 1024, 0x20), {}],
    ['deep nesting', 400, `[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`, {}],
    ['a header that is too large', 431, '', { headers: `X: ${'x'.repeat(20_000)}\r\n` }],
  ])('refuses %s with %d, and stores nothing', async (_name, status, body, more) => {
    const before = await storedBytes(cwd);
    expect(await post(receiver.port, body, more)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(await storedBytes(cwd)).toBe(before);
  });

  test('refuses a chunked body of 17 MB, and one that is cut off', async () => {
    const before = await storedBytes(cwd);
    const chunk = `100000\r\n${' '.repeat(0x100000)}\r\n`;
    const head = `POST /${secretPath} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await talk(receiver.port, [head, ...Array(17).fill(chunk), '0\r\n\r\n'])).toMatch(/^HTTP\/1\.1 413 /);
    const socket = connect(receiver.port, '127.0.0.1');
    socket.write(`${request(json([hook]))}[{"ev`);
    await once(socket, 'connect');
    socket.destroy();
    await receiver.until(({ why }) => why === 'the connection closed before the whole body arrived');
    expect(await storedBytes(cwd)).toBe(before);
  });

  test.each([
    ['TLS', Buffer.from('160301', 'hex'), 'it uses TLS, but this receiver expects http://'],
    ['a large header', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n`, 'the header is larger than 16 KB'],
    ['SMTP', 'EHLO x\r\n', 'the request is not valid HTTP'],
  ])('tells of %s where no request comes', async (_name, bytes, why) => {
    expect(await talk(receiver.port, [bytes])).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(await receiver.until((line) => line['event'] === 'no-request' && line['why'] === why)).toMatchObject({
      peer: '127.0.0.1',
    });
  });

  test('takes two requests one after the other on one connection', async () => {
    const one = request(json([hook])) + json([hook]);
    const answer = await talk(receiver.port, [one + one], { answers: 2 });
    expect(answer.match(/HTTP\/1\.1 200/g)?.length).toBe(2);
  });

  test('does not keep the connection of a stranger for as long as its body takes', async () => {
    expect(await stranger).toMatch(/^HTTP\/1\.1 404 [^{]*\{"error":"not found"\}$/);
  });

  test('never shows the secret path', () => {
    expect(json(receiver.told()) + receiver.stderr()).not.toContain(secretPath);
  });
});

describe('every split of a request', () => {
  test.each([
    ['Sendsay', json({ events: [sendsay] })],
    ['a stream', `${json(sendsay)} ${json({ ...sendsay, 'gate.uniq': 'Ж-2' })}`],
    ['Altcraft', json([hook])],
  ])('of %s is the same body', async (_name, body) => {
    const cwd = await emptyFolder();
    const receiver = await startReceiver(cwd);
    const bytes = Buffer.from(request(body) + body);
    const splits = Array.from({ length: bytes.length - 1 }, (_, i) => i + 1);
    const next = async (): Promise<void> => {
      for (let at = splits.pop(); at !== undefined; at = splits.pop())
        expect(await talk(receiver.port, [bytes.subarray(0, at), bytes.subarray(at)])).toMatch(/^HTTP\/1\.1 200 /);
    };
    await Promise.all(Array.from({ length: 8 }, next));
    expect(
      await talk(
        receiver.port,
        Array.from(bytes, (byte) => Buffer.of(byte)),
      ),
    ).toMatch(/^HTTP\/1\.1 200 /);
    expect(await receiver.stop()).toBe(0);
    const { stdout } = await inProcess(['events', 'stats', '--json'], { cwd });
    const [{ events, copies }] = JSON.parse(stdout).sources;
    const inBody = body.split('event').length - (body.includes('events') ? 2 : 1);
    expect([events > 0, events + copies]).toEqual([true, bytes.length * (body.startsWith('{"event":') ? 2 : 1)]);
    expect(inBody).toBeGreaterThan(0);
  });
});

describe('the receiver and the world', () => {
  test('4 bodies of 2,500 events and 10 MB at once', async () => {
    const cwd = await emptyFolder();
    const receiver = await startReceiver(cwd);
    const bodyOf = (n: number): Buffer =>
      Buffer.from(
        json({
          events: Array.from({ length: 2_500 }, (_, i) => ({ ...sendsay, n: n * 2_500 + i, note: 'x'.repeat(3_950) })),
        }),
      );
    const answers = await Promise.all(Array.from({ length: 4 }, (_, n) => post(receiver.port, bodyOf(n))));
    expect(answers.every((answer) => answer.endsWith('{"stored":2500}'))).toBe(true);
    expect(await receiver.stop()).toBe(0);
    const { exit, stdout } = await inProcess(['events', 'verify-store', '--json'], { cwd });
    expect([exit, JSON.parse(stdout)]).toMatchObject([
      0,
      { bodies: 4, events: 10_000, distinctEvents: 10_000, damage: [] },
    ]);
  });

  test('SIGTERM finishes what is in hand; a second receiver waits for the store', async () => {
    const cwd = await emptyFolder();
    const receiver = await startReceiver(cwd);
    const second = await inProcess(['events', 'listen', '--path-env', 'P'], { cwd, env: { P: secretPath } });
    expect([second.exit, second.stderr]).toEqual([75, expect.stringMatching(/is in use by process \d+ on/)]);
    const body = json([hook]);
    const socket = connect(receiver.port, '127.0.0.1');
    socket.write(request(body, { headers: 'Expect: 100-continue\r\n' }));
    // It is in hand.
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 100 /);
    socket.write(body.slice(0, 10));
    const stopped = receiver.stop();
    while (await isListening(receiver.port)) await new Promise((resolve) => setTimeout(resolve, 10));
    socket.write(body.slice(10));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await stopped).toBe(0);
    expect((await stored(cwd)).length).toBe(1);
    expect((await readdir(path.join(cwd, 'akrelay-events'))).sort()).toEqual(['00000001.ndjson', 'listening.ndjson']);
  });

  test('speaks TLS with the files it is given, and with a renewed certificate', async () => {
    const cwd = await emptyFolder();
    const authority = await makeAuthority();
    const { certPem: cert, keyPem: key } = await authority.issue({ names: ['localhost'] });
    for (const [name, text] of Object.entries({ 'ca.pem': authority.caPem, 'cert.pem': cert, 'key.pem': key }))
      await writeFile(path.join(cwd, name), text);
    const receiver = await startReceiver(cwd, { words: ['--cert', 'cert.pem', '--key', 'key.pem'] });
    const send = ['events', 'send', '--to', receiver.url, '--ca', 'ca.pem', '--json'];
    expect((await akrelay(send, { cwd })).exit).toBe(0);
    if (program.kind === 'package') {
      await talk(receiver.port, ['GET / HTTP/1.1\r\n\r\n']);
      await receiver.until(({ why }) => why === 'it uses plain HTTP, but this receiver expects https://');
    }
    // The beginning of a handshake does not keep it from ending.
    const half = connect(receiver.port, '127.0.0.1').on('error', () => undefined);
    half.write(Buffer.from('1603010200', 'hex'));
    await once(half, 'connect');
    expect(await receiver.stop('SIGINT')).toBe(0);
    await writeFile(path.join(cwd, 'key.pem'), (await authority.issue({ names: ['localhost'] })).keyPem);
    const words = ['events', 'listen', '--path-env', 'P', '--cert', 'cert.pem', '--key', 'key.pem'];
    const run = await akrelay(words, { cwd, env: { P: secretPath } });
    expect([run.exit, run.stderr]).toEqual([
      78,
      expect.stringMatching(/^error: The key does not match the certificate\./),
    ]);
  });

  test('a client that goes away while it waits in line gives its place back', async () => {
    const receiver = await startReceiver(await emptyFolder(), { words: ['--at-once', '1'] });
    const body = json([hook]);
    const first = connect(receiver.port, '127.0.0.1');
    first.write(request(body) + body.slice(0, 10));
    await once(first, 'connect');
    const waiting = [body.slice(0, 10), body].map((sent) => {
      const socket = connect(receiver.port, '127.0.0.1');
      socket.write(request(body) + sent);
      return socket;
    });
    const last = post(receiver.port, body);
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const socket of waiting) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 300));
    first.write(body.slice(10));
    expect(await last).toMatch(/^HTTP\/1\.1 200 /);
    first.destroy();
    expect(await receiver.stop()).toBe(0);
  });

  test('gives up on a request that takes longer than it may', async () => {
    const receiver = await startReceiver(await emptyFolder(), { words: ['--timeout', '1'] });
    const begin = performance.now();
    const answer = await talk(receiver.port, [request('x'.repeat(100)), ...Array(30).fill('x')], { pauseMs: 100 });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - begin).toBeLessThan(9_000);
    await receiver.stop();
  });

  test('takes its settings from the config', async () => {
    const cwd = await emptyFolder();
    await writeFile(
      path.join(cwd, 'akrelay.yaml'),
      'events:\n  store: kept\n  secretPath: { file: path.txt }\n  sendsay: { fields: { recipient: [rcpt] }, words: { dlv: delivered } }\n',
    );
    await writeFile(path.join(cwd, 'path.txt'), `${secretPath}\n`);
    const receiver = await startReceiver(cwd);
    await post(receiver.port, json({ events: [{ event: 'DLV', rcpt: 'c@example.com' }] }));
    await receiver.stop();
    expect(await stored(cwd)).toMatchObject([{ kind: 'delivered', recipient: 'c@example.com' }]);
    expect((await readdir(path.join(cwd, 'kept'))).sort()).toEqual(['00000001.ndjson', 'listening.ndjson']);
  });

  test.each([
    [[], {}, 64, /^error: The webhook has no secret path\.\nhint: Create one: export EVENTS_PATH=/],
    [['--path-env', 'P'], {}, 78, /the environment variable P is not set\.?\nhint: Create one/],
    [['--path-env', 'P'], { P: 'short' }, 78, /must be 16 to 200 Latin letters/],
    [['--path-env', 'P', '--cert', 'a'], { P: secretPath }, 64, /--cert and --key must be used together/],
    [['--path-env', 'P', '--cert', 'a', '--key', 'b'], { P: secretPath }, 66, /Cannot read a: no such file/],
    [['--path-env', 'P', '--host', '192.0.2.1'], { P: secretPath }, 69, /Cannot listen on 192\.0\.2\.1:0/],
    [
      ['--path-env', 'P', '--host', 'nowhere.invalid'],
      { P: secretPath },
      69,
      /Cannot listen on nowhere\.invalid:0: .*\nhint: Give an address/,
    ],
    [['--path-env', 'P', '--forward', 'ftp://x'], { P: secretPath }, 64, /--forward: 'ftp:\/\/x' is not a URL/],
  ])('%j ends at once', async (words, env, exit, says) => {
    const run = await inProcess(['events', 'listen', ...words], { cwd: await emptyFolder(), env });
    expect([run.exit, run.stdout, run.stderr]).toEqual([exit, '', expect.stringMatching(says)]);
    expect(run.stderr).not.toContain(secretPath);
  });

  test('passes bodies on unchanged, again where it must, and keeps what is refused', async () => {
    const cwd = await emptyFolder();
    const got: string[] = [];
    const statuses = [503, 200, 422, 200];
    const target = http.createServer(async (incoming, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      got.push(
        `${incoming.headers['content-type']} ${incoming.headers['content-encoding']} ${Buffer.concat(chunks).toString('latin1')}`,
      );
      response.writeHead(statuses.shift() ?? 200, { 'Retry-After': '2' }).end();
    });
    await once(target.listen(0, '127.0.0.1'), 'listening');
    const forward = `http://127.0.0.1:${(target.address() as AddressInfo).port}/hook-secret`;
    const receiver = await startReceiver(cwd, { words: ['--forward', forward] });
    const bodies = [` {"events": [${json(sendsay)}]}\n`, json([hook]), gzipSync(json([hook])).toString('latin1')];
    await post(receiver.port, bodies[0] ?? '', { headers: 'Content-Type: application/json; charset=utf-8\r\n' });
    await post(receiver.port, bodies[1] ?? '');
    await post(receiver.port, Buffer.from(bodies[2] ?? '', 'latin1'), { headers: 'Content-Encoding: gzip\r\n' });
    await receiver.until(({ event, attempts }) => event === 'forwarded' && attempts === 1);
    expect(await receiver.stop()).toBe(0);
    expect(got).toEqual([
      ...Array(2).fill(`application/json; charset=utf-8 undefined ${bodies[0]}`),
      `undefined undefined ${bodies[1]}`,
      `undefined gzip ${bodies[2]}`,
    ]);
    expect(
      receiver
        .told()
        .map(({ event }) => event)
        .filter((event) => String(event).startsWith('forward')),
    ).toEqual(['forward-retry', 'forwarded', 'forward-dead', 'forwarded']);
    expect(receiver.told().find(({ event }) => event === 'forward-retry')).toMatchObject({ retryInMs: 2_000 });
    expect(json(receiver.told())).not.toContain('hook-secret');
    const dead = JSON.parse(await readFile(path.join(cwd, 'akrelay-events', 'dead-letters.ndjson'), 'utf8'));
    expect(dead).toMatchObject({ why: 'status 422', attempts: 1, record: { json: [hook] } });
    // What came while it was down is passed on after the next start; the past is not repeated.
    const again = await startReceiver(cwd, { words: ['--forward', forward] });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await again.stop();
    expect(got.length).toBe(4);
    target.close();
  });

  test.each([1, 3])('--forward in a circle of %d ends after one round', async (count) => {
    const places = await Promise.all(
      Array.from({ length: count }, async () => ({ cwd: await emptyFolder(), port: await freePort() })),
    );
    const receivers = await Promise.all(
      places.map(({ cwd, port }, i) => {
        const forward = `http://127.0.0.1:${places[(i + 1) % count]?.port}/${secretPath}`;
        return startReceiver(cwd, { words: ['--port', String(port), '--forward', forward] });
      }),
    );
    await post(places[0]?.port ?? 0, json({ events: [sendsay] }));
    const dead = await receivers.at(-1)?.until(({ event }) => event === 'forward-dead');
    expect(dead).toMatchObject({ why: expect.stringMatching(/^status 508: the URL leads back to /), attempts: 1 });
    for (const [i, receiver] of receivers.entries()) {
      expect([await receiver.stop(), (await stored(places[i]?.cwd ?? '')).length]).toEqual([0, 1]);
      expect(receiver.told().filter(({ event }) => event === 'stored').length).toBe(1);
    }
  });

  test('--forward to a server that never answers: Ctrl-C ends it, and the body is passed on after the next start', async () => {
    const cwd = await emptyFolder();
    const got: http.ServerResponse[] = [];
    const target = http.createServer((incoming, response) => {
      incoming.resume();
      got.push(response);
      if (got.length > 1) response.end();
    });
    await once(target.listen(0, '127.0.0.1'), 'listening');
    const forward = `http://127.0.0.1:${(target.address() as AddressInfo).port}/hook`;
    const receiver = await startReceiver(cwd, { words: ['--forward', forward] });
    await post(receiver.port, json({ events: [sendsay] }));
    while (got.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect([await receiver.stop('SIGINT'), receiver.stderr()]).toEqual([0, '']);
    const again = await startReceiver(cwd, { words: ['--forward', forward] });
    await again.until(({ event }) => event === 'forwarded');
    expect([await again.stop(), got.length]).toEqual([0, 2]);
    // The first time for a target, and killed before anything was passed on.
    const other = await startReceiver(cwd, { words: ['--forward', `${forward}-2`] });
    got.length = 0;
    await post(other.port, json({ events: [{ ...sendsay, n: 2 }] }));
    await other.stop('SIGKILL');
    got.push({} as http.ServerResponse);
    const third = await startReceiver(cwd, { words: ['--forward', `${forward}-2`] });
    await third.until(({ event }) => event === 'forwarded');
    expect(await third.stop()).toBe(0);
    target.closeAllConnections();
    target.close();
  });
});
