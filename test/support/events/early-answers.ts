import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { makeZoo } from '../lab/certificate-zoo.js';

/** Servers that answer 404 before they have the body, in a thread of their own: they are as fast as the sender. */
export interface EarlyAnswers {
  readonly urls: Readonly<Record<string, string>>;
  readonly caPem: string;
  readonly close: () => Promise<unknown>;
}

const servers = `
const { parentPort, workerData } = require('node:worker_threads');
const http = require('node:http'), net = require('node:net'), tls = require('node:tls');
const answer = 'HTTP/1.1 404 Not Found\\r\\nConnection: close\\r\\nContent-Length: 5\\r\\n\\r\\nnone\\n';
const close = (socket) => socket.write(answer, () => socket.destroy());
const at = (event, how) => (socket) => socket.on('error', () => undefined).once(event, () => how(socket));
const started = {
  'closes after the head': net.createServer(at('data', close)),
  'closes before the head': net.createServer((socket) => close(socket.on('error', () => undefined))),
  'closes after the head, over TLS': tls.createServer(workerData, at('data', close)),
  'is a web server': http.createServer((_request, response) => response.writeHead(404).end('none\\n')),
  'goes on reading': net.createServer((socket) => at('data', () => socket.resume().write(answer))(socket)),
};
const listening = Object.entries(started).map(([name, server]) => new Promise((resolve) =>
  server.listen(0, '127.0.0.1', () =>
    resolve([name, (server instanceof tls.Server ? 'https' : 'http') + '://localhost:' + server.address().port + '/hook']))));
Promise.all(listening).then((urls) => parentPort.postMessage(Object.fromEntries(urls)));
`;

export async function startEarlyAnswers(): Promise<EarlyAnswers> {
  const { authority, pairs } = await makeZoo();
  const { certPem: cert, keyPem: key } = pairs.good;
  const worker = new Worker(servers, { eval: true, workerData: { cert, key } });
  const [urls] = await once(worker, 'message');
  return { urls, caPem: authority.caPem, close: () => worker.terminate() };
}
