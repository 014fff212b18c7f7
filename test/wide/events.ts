import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { fileStore } from '../../src/world/events/file-store.js';
import { bodyOfLine } from '../../src/world/events/record.js';
import { linesOf, segmentNumbers, segmentPath } from '../../src/world/events/segments.js';
import { type Poster, poster } from '../support/events/poster.js';
import { type RunningReceiver, startReceiver } from '../support/events/receiver.js';
import { emptyFolder } from '../support/program.js';

const kills = 200;
const forwardKills = 40;
const fuzzed = 100_000;

/** A body of some events that nobody else sends. */
function bodyOf(first: number, count: number): string {
  const events = Array.from({ length: count }, (_, i) => ({
    event: 'delivery',
    'gate.uniq': `e-${first + i}`,
    note: 'x'.repeat(200),
  }));
  return JSON.stringify({ events });
}

/** Waits for up to so many more, then for a moment: what a kill hits is any part of the work, however fast the machine is. */
async function someMore(most: number, count: () => number, { child, stderr }: RunningReceiver): Promise<void> {
  const wanted = count() + Math.floor(Math.random() * most);
  while (child.exitCode === null && count() < wanted) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
  if (child.exitCode !== null) throw new Error(`the receiver ended by itself: ${stderr()}`);
}

test(`${kills} kills at random instants: each event that was answered 2xx is in the store exactly once`, async () => {
  const cwd = await emptyFolder();
  const acknowledged = new Set<number>();
  const open: [first: number, count: number][] = [];
  let [next, answered, killedInFlight] = [0, 0, 0];
  for (let round = 0; round < kills; round++) {
    const receiver = await startReceiver(cwd);
    const { post, close } = poster(receiver.url);
    let isOver = false;
    const send = async (): Promise<void> => {
      while (!isOver) {
        // What was not acknowledged is sent again, as a provider does.
        const [first, count] = open.shift() ?? [next, 1 + Math.floor(Math.random() * 60)];
        next = Math.max(next, first + count);
        if ((await post(bodyOf(first, count))) === 200) {
          answered += 1;
          for (let i = 0; i < count; i++) acknowledged.add(first + i);
        } else {
          open.push([first, count]);
          killedInFlight += 1;
        }
      }
    };
    const sending = Array.from({ length: 8 }, send);
    await someMore(60, () => answered, receiver);
    isOver = true;
    await receiver.stop('SIGKILL');
    await Promise.all(sending);
    close();
  }
  const times = new Map<number, number>();
  for await (const { ids, copy } of fileStore(path.join(cwd, 'akrelay-events')).events({}))
    if (copy === 'first') times.set(Number(ids.token?.slice(2)), (times.get(Number(ids.token?.slice(2))) ?? 0) + 1);
  const wrong = [...acknowledged].filter((number) => times.get(number) !== 1);
  expect(wrong).toEqual([]);
  expect([...times.values()].every((count) => count === 1)).toBe(true);
  // The kills hit work, and work was done.
  expect(killedInFlight).toBeGreaterThan(kills);
  expect(acknowledged.size).toBeGreaterThan(kills * 100);
  const { damage } = await fileStore(path.join(cwd, 'akrelay-events')).verify();
  expect(damage.filter(({ kind }) => kind === 'changed')).toEqual([]);
}, 1_200_000);

test(`${forwardKills} kills while bodies are passed on: each that was answered 2xx comes out, at least once`, async () => {
  const cwd = await emptyFolder();
  const came = new Set<string>();
  const target = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    for (const [token] of Buffer.concat(chunks).toString().matchAll(/e-\d+/g)) came.add(token);
    // As one that is busy now and then.
    response.writeHead(Math.random() < 0.01 ? 503 : 200).end();
  });
  await once(target.listen(0, '127.0.0.1'), 'listening');
  const words = ['--forward', `http://127.0.0.1:${(target.address() as AddressInfo).port}/hook`];
  const acknowledged = new Set<string>();
  let next = 0;
  for (let round = 0; round < forwardKills; round++) {
    const receiver = await startReceiver(cwd, { words });
    const { post, close } = poster(receiver.url);
    let isOver = false;
    const send = async (): Promise<void> => {
      while (!isOver) {
        const number = next++;
        if ((await post(bodyOf(number, 1))) === 200) acknowledged.add(`e-${number}`);
      }
    };
    const sending = Array.from({ length: 2 }, send);
    await someMore(100, () => acknowledged.size, receiver);
    isOver = true;
    await receiver.stop('SIGKILL');
    await Promise.all(sending);
    close();
  }
  const last = await startReceiver(cwd, { words });
  const missing = (): string[] => [...acknowledged].filter((token) => !came.has(token));
  // It may take as long as it will, while something comes.
  for (let [before, quiet] = [came.size, 0]; missing().length > 0 && quiet < 600; quiet++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (came.size > before) [before, quiet] = [came.size, 0];
  }
  expect(await last.stop()).toBe(0);
  target.close();
  expect(acknowledged.size).toBeGreaterThan(forwardKills);
  expect(missing()).toEqual([]);
}, 600_000);

test(`${fuzzed} fuzzed bodies: no crash, and what was answered 2xx is stored byte for byte, nothing else`, async () => {
  const cwd = await emptyFolder();
  const receiver = await startReceiver(cwd);
  const accepted = new Map<string, number>();
  const statuses = new Map<number | undefined, number>();
  let left = fuzzed;
  const send = async ({ post }: Poster): Promise<void> => {
    while (left-- > 0) {
      const { body, headers } = fuzz();
      const status = await post(body, headers);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 200) accepted.set(digest(body), (accepted.get(digest(body)) ?? 0) + 1);
    }
  };
  const client = poster(receiver.url);
  await Promise.all(Array.from({ length: 8 }, () => send(client)));
  client.close();
  expect(receiver.stderr()).toBe('');
  expect(await receiver.stop()).toBe(0);
  expect([...statuses.keys()].filter((status) => status === undefined || status >= 500)).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(fuzzed / 20);
  expect(statuses.get(400)).toBeGreaterThan(fuzzed / 20);
  const kept = new Map<string, number>();
  const folder = path.join(cwd, 'akrelay-events');
  for (const number of await segmentNumbers(folder))
    for await (const { bytes } of linesOf(segmentPath(folder, number))) {
      const key = digest(bodyOfLine(bytes).bytes);
      kept.set(key, (kept.get(key) ?? 0) + 1);
    }
  expect(kept).toEqual(accepted);
  expect((await fileStore(folder).verify()).damage).toEqual([]);
}, 1_200_000);

const seeds = await Promise.all(['README.md', 'package.json'].map((name) => readFile(name, 'utf8')));
const shapes: readonly (() => string)[] = [
  () => bodyOf(Math.floor(Math.random() * 100), 1 + Math.floor(Math.random() * 5)),
  () =>
    JSON.stringify([
      { event_type: 'deliv', event_data: { a: [1, { b: 'Ж🙂' }] }, subscription: [{ email: 'a@b.example' }] },
    ]),
  () => `${JSON.stringify({ event: 'open', n: Math.random() })}\n${JSON.stringify({ event: 'click' })}`,
  () => `--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n${bodyOf(1, 2)}\r\n--b--\r\n`,
  () => seeds[Math.floor(Math.random() * seeds.length)] ?? '',
];
const pieces = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  ',',
  ':',
  '\u0000',
  '\n',
  'null',
  '1e9999',
  '"events":',
  '\ufeff',
  '--b',
  '\r\n\r\n',
  '{"__proto__":1}',
];

function fuzz(): { readonly body: Uint8Array; readonly headers: Record<string, string> } {
  const text = (shapes[Math.floor(Math.random() * shapes.length)] ?? (() => ''))();
  let bytes = Buffer.from(text);
  const headers: Record<string, string> = {};
  if (Math.random() < 0.3) headers['Content-Type'] = 'multipart/form-data; boundary=b';
  const isPacked = Math.random() < 0.1;
  if (isPacked) bytes = gzipSync(bytes, { level: 1 });
  if (isPacked ? Math.random() < 0.9 : Math.random() < 0.02) headers['Content-Encoding'] = 'gzip';
  for (let changes = Math.floor(Math.random() * 4); changes > 0; changes--) bytes = changed(bytes);
  return { body: bytes, headers };
}

function changed(bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const at = Math.floor(Math.random() * (bytes.length + 1));
  const piece = Buffer.from(pieces[Math.floor(Math.random() * pieces.length)] ?? '');
  const kind = Math.random();
  if (kind < 0.25) return bytes.subarray(0, at);
  if (kind < 0.5) return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  if (kind < 0.75)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + Math.floor(Math.random() * 20))]);
  const flipped = Buffer.from(bytes);
  if (at < flipped.length) flipped[at] = Math.floor(Math.random() * 256);
  return flipped;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
