import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server } from 'node:net';
import type { Issued } from '../../../src/world/lab/certificates.js';
import { makeZoo } from '../lab/certificate-zoo.js';

/** Web servers that answer a webhook in every wrong way; each is at its URL. */
export interface WebZoo {
  readonly urls: Readonly<Record<string, string>>;
  readonly caPem: string;
  readonly close: () => void;
}

export async function startWebZoo(): Promise<WebZoo> {
  const { authority, pairs } = await makeZoo();
  const servers: Server[] = [];
  const start = async (server: Server, scheme: 'http' | 'https'): Promise<string> => {
    servers.push(server);
    server.on('error', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `${scheme}://localhost:${(server.address() as AddressInfo).port}/hook-secret-1`;
  };
  const web = (listener: RequestListener): Promise<string> => start(http.createServer(listener), 'http');
  const tls = (pair: Issued, listener: RequestListener): Promise<string> =>
    start(https.createServer({ cert: pair.certPem, key: pair.keyPem }, listener), 'https');
  const says =
    (status: number, headers: Record<string, string> = {}, text = ''): RequestListener =>
    (request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(status, headers).end(text));
    };
  const plain = await web(says(200));
  const urls = {
    plain,
    good: await tls(pairs.good, says(200)),
    'answers 204': await tls(pairs.good, says(204)),
    'answers 405 to GET': await tls(pairs.good, (request, response) =>
      says(request.method === 'POST' ? 200 : 405)(request, response),
    ),
    redirects: await web(says(301, { Location: 'https://elsewhere.example/other-secret' })),
    'redirects nowhere': await tls(pairs.good, says(302)),
    'answers 404': await tls(pairs.good, says(404)),
    'answers 500': await tls(pairs.good, says(500, {}, '<script>alert(1)</script>\u001b[2J')),
    'wants a login': await tls(pairs.good, says(401)),
    slow: await web(() => undefined),
    'hangs up': await start(
      net.createServer((socket) => socket.destroy()),
      'http',
    ),
    'changes the protocol': await start(
      net.createServer((socket) =>
        socket.resume().end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
      ),
      'http',
    ),
    'speaks no HTTP': await start(
      net.createServer((socket) => socket.resume().end('220 mx ESMTP\r\n')),
      'http',
    ),
    'answers early': await web((_request, response) => {
      response.writeHead(200, { Connection: 'close' }).end();
    }),
    'answers for ever': await tls(pairs.good, (request, response) => {
      request.resume();
      response.write('x'.repeat(1_000));
    }),
    'says no TLS': plain.replace('http:', 'https:'),
    expired: await tls(pairs.expired, says(200)),
    'wrong name': await tls(pairs['wrong-name'], says(200)),
    'self-signed': await tls(pairs['self-signed'], says(200)),
    // Discard (RFC 863), which nobody runs: a port that was free a moment ago may be taken by another test.
    closed: 'http://localhost:9/hook-secret-1',
    'no host': 'https://webhook.invalid/hook-secret-1',
  };
  return {
    urls,
    caPem: authority.caPem,
    close: () => {
      for (const server of servers) {
        if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections();
        server.close();
      }
    },
  };
}
