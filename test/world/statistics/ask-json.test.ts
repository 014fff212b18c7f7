import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { AkrelayError } from '../../../src/errors.js';
import { askJson } from '../../../src/world/statistics/ask-json.js';
import { makeZoo } from '../../support/lab/certificate-zoo.js';

const { authority, pairs } = await makeZoo();
const servers: net.Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** Starts a server that reads a request and then does what it likes with the connection; counts how often it was asked. */
async function start(act: (socket: Socket) => void, kind: keyof typeof pairs | 'plain' = 'good') {
  const count = { asked: 0 };
  const onSocket = (socket: Socket): void => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      count.asked += 1;
      act(socket);
    });
  };
  const server =
    kind === 'plain'
      ? net.createServer(onSocket)
      : tls.createServer({ cert: pairs[kind].certPem, key: pairs[kind].keyPem }, onSocket);
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, count };
}

const secret = 'api-token-90c1';
const ask = (port: number, timeoutMs = 20_000) =>
  askJson(
    { url: `https://localhost:${port}/api`, headers: { 'X-T': secret }, body: { secret }, caPem: authority.caPem },
    {
      cancelled: new AbortController().signal,
      mask: (text) => text.replaceAll(secret, '***'),
      retryMs: 1,
      timeoutMs,
      sleep: async () => undefined,
    },
  );

function reply(body: string | Uint8Array, more = '', status = '200 OK'): (socket: Socket) => void {
  const bytes = Buffer.from(body as string);
  return (socket) => {
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n${more}Content-Length: ${bytes.length}\r\n\r\n`);
    socket.end(bytes);
  };
}

const raw =
  (text: string | Uint8Array): ((socket: Socket) => void) =>
  (socket) =>
    void socket.end(text);
const json = 'Content-Type: application/json\r\n';
const whole = JSON.stringify({ error: 0, data: [{ action: 'send', email: 'анна@example.com' }] });
const cp1251 = Buffer.concat([
  Buffer.from('{"error":0,"data":[{"name":"'),
  Buffer.from([0xc0, 0xed]),
  Buffer.from('"}]}'),
]);

describe('a whole reply counts, whatever its header says of it:', () => {
  test.each<[string, (socket: Socket) => void, number]>([
    ['JSON', reply(whole, json), 200],
    ['HTML by its type', reply(whole, 'Content-Type: text/html\r\n'), 200],
    ['Windows-1251 by its type', reply(whole, 'Content-Type: application/json; charset=windows-1251\r\n'), 200],
    ['a byte order mark', reply(`\ufeff${whole}`, json), 200],
    ['no length', raw(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${whole}`), 200],
    ['an error of JSON', reply(whole, json, '400 Bad Request'), 400],
    ['a refusal in JSON', reply(whole, json, '401 Unauthorized'), 401],
  ])('%s', async (_name, act, status) => {
    const { port, count } = await start(act);
    expect([await ask(port), count.asked]).toEqual([{ status, value: JSON.parse(whole) }, 1]);
  });
});

/** `host` stands for host and port. */
type Fault = readonly [
  name: string,
  act: (socket: Socket) => void,
  kind: string,
  says: string,
  tries: number,
  server?: keyof typeof pairs | 'plain',
];

const faults: readonly Fault[] = [
  [
    'is cut off, with a length',
    raw(`HTTP/1.1 200 OK\r\n${json}Content-Length: 4000\r\n\r\n${whole.slice(0, 40)}`),
    'temporary',
    'host cut off its reply after 40 of 4000 bytes; nothing was stored.',
    5,
  ],
  [
    'is cut off, in pieces',
    raw(`HTTP/1.1 200 OK\r\n${json}Transfer-Encoding: chunked\r\n\r\n28\r\n${whole.slice(0, 40)}\r\n`),
    'temporary',
    'host cut off its reply after 40 bytes; nothing was stored.',
    5,
  ],
  [
    'is cut off, without a length',
    raw(`HTTP/1.1 200 OK\r\n${json}Connection: close\r\n\r\n${whole.slice(0, 40)}`),
    'temporary',
    'host sends a reply of 40 bytes that is incomplete JSON; nothing was stored.',
    5,
  ],
  ['is reset', (socket) => void socket.destroy(), 'unreachable', 'host: the connection was closed.', 5],
  ['is slow at first', () => undefined, 'temporary', 'host did not answer within 0.5 seconds.', 5],
  [
    'is slow at last',
    (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${json}Content-Length: 4000\r\n\r\n${whole.slice(0, 40)}`),
    'temporary',
    'host sent only 40 of 4000 bytes of its reply within 0.5 seconds; nothing was stored.',
    5,
  ],
  ['has no end', endless, 'protocol', 'host sends a reply of more than 64 MB.', 1],
  ['is no JSON', reply('moo'), 'protocol', 'host replies with status 200 and no JSON.', 1],
  ['is empty', reply(''), 'protocol', 'host replies with status 200 and no content.', 1],
  [
    'is a web page',
    reply('<!doctype html><title>Login</title>', 'Content-Type: text/html\r\n'),
    'protocol',
    'host replies with status 200 and a web page instead of JSON.',
    1,
  ],
  ['is Windows-1251', reply(cp1251, json), 'protocol', 'host sends a reply that is not UTF-8, as JSON must be.', 1],
  [
    'is packed, though nobody asked for that',
    reply(gzipSync(whole), `${json}Content-Encoding: gzip\r\n`),
    'protocol',
    'host sends a reply that is not UTF-8, as JSON must be.',
    1,
  ],
  ['is 401', reply('no', '', '401 No'), 'authentication', 'host refuses the token: status 401.', 1],
  ['is 403', reply('<html>', '', '403 No'), 'authentication', 'host refuses the token: status 403.', 1],
  [
    'is 404',
    reply('<html>', '', '404 No'),
    'protocol',
    'host replies with status 404 and a web page instead of JSON.',
    1,
  ],
  ['is 429', reply(whole, json, '429 Slow'), 'temporary', 'host replies with status 429.', 5],
  ['is 500', reply(whole, json, '500 Oh'), 'temporary', 'host replies with status 500.', 5],
  ['is 503', reply('', '', '503 Oh'), 'temporary', 'host replies with status 503.', 5],
  [
    'redirects',
    reply(whole, `${json}Location: https://elsewhere.example/${secret}\r\n`, '307 There'),
    'protocol',
    'host redirects to elsewhere.example (status 307); redirects are not followed.',
    1,
  ],
  [
    'redirects to a host that has the token',
    reply('', `Location: https://${secret}.example/\r\n`, '302 There'),
    'protocol',
    'host redirects to ***.example (status 302); redirects are not followed.',
    1,
  ],
  [
    'redirects within the host',
    reply('', 'Location: /login\r\n', '302 There'),
    'protocol',
    'host redirects (status 302); redirects are not followed.',
    1,
  ],
  ['is not HTTP', raw('220 mail.example ESMTP\r\n'), 'unreachable', 'host: the reply is not HTTP.', 5],
  ['is plain', reply(whole, json), 'tls', 'host: does not speak TLS on this port', 1, 'plain'],
  ['shows an old certificate', reply(whole, json), 'tls', 'host: has an expired certificate.', 1, 'expired'],
  [
    "shows another host's certificate",
    reply(whole, json),
    'tls',
    'host: has a certificate for mail.example.org, not for localhost.',
    1,
    'wrong-name',
  ],
  [
    'shows a certificate of a stranger',
    reply(whole, json),
    'tls',
    'host: has a certificate that is not signed by a trusted authority',
    1,
    'stranger',
  ],
];

function endless(socket: Socket): void {
  socket.write(`HTTP/1.1 200 OK\r\n${json}Connection: close\r\n\r\n{"error":0,"data":["`);
  const block = Buffer.alloc(1 << 20, 'x');
  const more = (error?: Error | null): void => {
    if (!socket.destroyed && !error) socket.write(block, more);
  };
  more();
}

describe('what is said of a reply that', () => {
  test.each(faults)('%s', async (_name, act, kind, says, tries, server = 'good') => {
    const { port, count } = await start(act, server);
    const error = await ask(port, says.includes('0.5 s') ? 500 : undefined).then(
      () => undefined,
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(AkrelayError);
    const said = `${error.message} ${error.hint}`.replaceAll(`localhost:${port}`, 'host');
    expect([error.kind, said]).toEqual([kind, expect.stringContaining(says)]);
    expect(said).toMatch(/^host.*\. [A-Z].*[a-z:/]/);
    expect(said).not.toMatch(new RegExp(`${secret}|relay`));
    // A handshake that fails never comes to a question.
    expect(count.asked).toBe(kind === 'tls' && server !== 'plain' ? 0 : tries);
  });
});
