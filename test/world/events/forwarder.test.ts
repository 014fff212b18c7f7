import { once } from 'node:events';
import { access, readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fileStore } from '../../../src/world/events/file-store.js';
import { startForwarder } from '../../../src/world/events/forwarder.js';
import type { ForwardEvent } from '../../../src/world/events/listen.js';
import { receivedBody } from '../../support/events/keep-events.js';
import { emptyFolder } from '../../support/program.js';

const never = new AbortController().signal;

async function targetAt(port: number, answer: http.RequestListener): Promise<http.Server> {
  const server = http.createServer((request, response) => request.resume().on('end', () => answer(request, response)));
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return server;
}

function portOf(server: http.Server): number {
  return (server.address() as AddressInfo).port;
}

/** A forwarder that hardly pauses, with two bodies to pass on. */
async function forwardTo(port: number) {
  const folder = await emptyFolder();
  const told: ForwardEvent[] = [];
  const { writer } = await fileStore(folder).openWriter(never);
  const forwarder = await startForwarder({
    folder,
    url: `http://127.0.0.1:${port}/hook`,
    pseudonym: 'test',
    tell: (event) => told.push(event),
    firstPauseMs: 0.01,
  });
  for (const n of [1, 2]) await writer.append(receivedBody(`[{"event":"open","n":${n}}]`));
  const until = async (isThere: (events: readonly string[]) => boolean): Promise<void> => {
    while (!isThere(told.map(({ event }) => event))) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const close = async (): Promise<void> => {
    await forwarder.close(1_000);
    await writer.close();
  };
  return { told, until, close, dead: path.join(folder, 'dead-letters.ndjson') };
}

describe('a target that', () => {
  test('cannot be reached is waited for, and gets everything', async () => {
    const free = await targetAt(0, () => undefined);
    const port = portOf(free);
    await once(free.close(), 'close');
    const { told, until, close, dead } = await forwardTo(port);
    await until((events) => events.length >= 12);
    const target = await targetAt(port, (_request, response) => response.end());
    await until((events) => events.filter((event) => event === 'forwarded').length === 2);
    await close();
    expect(new Set(told.map(({ event }) => event))).toEqual(new Set(['forward-retry', 'forwarded']));
    await expect(access(dead)).rejects.toMatchObject({ code: 'ENOENT' });
    target.close();
  });

  test.each<[string, http.RequestListener, number]>([
    ['answers 500', (_request, response) => response.writeHead(500).end(), 8],
    ['redirects', (_request, response) => response.writeHead(302, { Location: '/' }).end(), 8],
    ['closes', (request) => request.socket.destroy(), 8],
    ['answers 422', (_request, response) => response.writeHead(422).end(), 1],
    ['answers 508', (_request, response) => response.writeHead(508).end(), 1],
  ])('%s', async (_name, answer, attempts) => {
    let served = 0;
    const target = await targetAt(0, (request, response) => {
      served += 1;
      if (served <= attempts) answer(request, response);
      else response.end();
    });
    const { told, until, close, dead } = await forwardTo(portOf(target));
    await until((events) => events.includes('forwarded'));
    await close();
    expect(told.slice(-2)).toMatchObject([
      { event: 'forward-dead', attempts },
      { event: 'forwarded', attempts: 1 },
    ]);
    const lines = (await readFile(dead, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ attempts, record: { json: [{ n: 1 }] } }]);
    target.close();
  });
});
