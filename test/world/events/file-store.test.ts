import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { fileStore } from '../../../src/world/events/file-store.js';
import { bodyOfLine, encodeRecord, isWhole } from '../../../src/world/events/record.js';
import { seenSet } from '../../../src/world/events/seen.js';
import type { EventStore, ReceivedBody, StoredEvent } from '../../../src/world/events/store.js';
import { receivedBody as body } from '../../support/events/keep-events.js';
import { emptyFolder } from '../../support/program.js';

const never = new AbortController().signal;

function hook(n: number): string {
  return JSON.stringify([{ event: 'deliv', email: `u${n}@example.com`, event_date: '2026-11-28T06:00:00Z' }]);
}

async function all(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.events({})) events.push(event);
  return events;
}

/** Does it after some turns of the event loop. */
async function laterBy<Result>(turns: number, task: () => Promise<Result>): Promise<Result> {
  for (let turn = 0; turn < turns; turn++) await new Promise((done) => setImmediate(done));
  return task();
}

async function storeWith(...texts: readonly string[]): Promise<{ folder: string; store: EventStore; segment: string }> {
  const folder = path.join(await emptyFolder(), 'events');
  const store = fileStore(folder);
  const { writer } = await store.openWriter(never);
  await Promise.all(texts.map((text) => writer.append(body(text))));
  await writer.close();
  return { folder, store, segment: path.join(folder, '00000001.ndjson') };
}

describe('a record', () => {
  test.each<[string, ReceivedBody, string]>([
    ['one line of JSON stands as it is', body('[ {"event" : "deliv"} ]'), '"json":[ {"event" : "deliv"} ]}'],
    ['lines are text', body('[{"event":"deliv"}\n]'), '"text":"[{'],
    ['a stream is text', body('{"a":1}{"a":2}', { format: 'json-stream' }), '"text":"{'],
    ['a byte order mark is text', body('\ufeff[]'), '"text":"\ufeff[]"'],
    ['packed is base64', body('', { encoding: 'gzip', bytes: gzipSync('[{"event":"deliv"}]') }), '"base64":"H4sI'],
    ['servers on the way cannot either', body('[1]', { hops: '1.1 x","json":[2]' }), '"json":[1]}'],
    ['facts cannot imitate the body', body('[1]', { contentType: 'x","json":[2],"y":"' }), '"json":[1]}'],
  ])('%s, and comes back byte for byte', (_name, received, piece) => {
    const line = Buffer.concat(encodeRecord(received));
    expect(line.subarray(0, -1).includes(10)).toBe(false);
    expect(line.toString()).toContain(piece);
    expect(() => JSON.parse(line.toString())).not.toThrow();
    const inner = line.subarray(0, -1);
    expect(isWhole(inner)).toBe(true);
    expect({ ...bodyOfLine(inner), bytes: Buffer.from(bodyOfLine(inner).bytes) }).toEqual({
      ...received,
      bytes: Buffer.from(received.bytes),
    });
  });

  test('every changed byte is noticed', () => {
    const line = Buffer.concat(encodeRecord(body(hook(1)))).subarray(0, -1);
    for (let at = 0; at < line.length; at++) {
      const changed = Buffer.from(line);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect([at, isWhole(changed)]).toEqual([at, false]);
    }
  });
});

describe('a store of files', () => {
  test('gives back what it took, copies marked', async () => {
    const { store } = await storeWith(hook(1), hook(2), hook(1));
    const events = await all(store);
    expect(events.map(({ recipient, copy }) => [recipient, copy])).toEqual([
      ['u1@example.com', 'first'],
      ['u2@example.com', 'first'],
      ['u1@example.com', 'again'],
    ]);
    expect(events[0]?.id).toBe(events[2]?.id);
    expect(await store.verify()).toMatchObject({ bodies: 3, events: 3, distinctEvents: 2, damage: [] });
  });

  test('written by 0.1.0 is read, and its events keep their ids', async () => {
    const folder = await emptyFolder();
    await writeFile(
      path.join(folder, '00000001.ndjson'),
      '{"crc":"05f273e1","receivedAt":"2026-11-28T09:00:05.000Z","source":"altcraft","peer":"127.0.0.1","contentType":"application/json","format":"json","encoding":"identity","json":[{"event_type":"deliv","event_date":"2026-11-28T09:00:00Z","subscription":[{"email":"ann@example.com"}]}]}\n' +
        '{"crc":"9fb2e12c","receivedAt":"2026-11-28T09:00:05.000Z","source":"sendsay","peer":"127.0.0.1","contentType":"application/json","format":"json","encoding":"identity","json":{"events":[{"event":"open","event.id":"e1","dt":"2026-11-28 12:00:00","note":"Ж"}]}}\n',
    );
    expect(await all(fileStore(folder))).toMatchObject([
      { id: '3063c5ccce5534114dd455d44ed2e6ca', recipient: 'ann@example.com', copy: 'first' },
      { id: '2fddabe770e4c11669c0a5482d06eacb', kind: 'unique-open', ids: { event: 'e1' } },
    ]);
  });

  test('a folder that is not there is an error', async () => {
    await expect(all(fileStore('/nowhere/events'))).rejects.toMatchObject({ kind: 'input-missing' });
  });

  test('a torn tail of any length is moved away and said; what was acknowledged stays', async () => {
    const { folder, store, segment } = await storeWith(hook(1), hook(2));
    const whole = await readFile(segment);
    const record = Buffer.concat(encodeRecord(body(hook(3))));
    for (let cut = 1; cut < record.length; cut += 37) {
      await writeFile(segment, Buffer.concat([whole, record.subarray(0, cut)]));
      expect((await store.verify()).damage).toEqual([
        { place: `00000001.ndjson:${whole.length}`, kind: 'torn', bytes: cut },
      ]);
      const { writer, repaired } = await store.openWriter(never);
      await writer.close();
      expect(repaired).toEqual([expect.stringContaining(`ended with an incomplete record of ${cut} bytes`)]);
      expect(await readFile(segment)).toEqual(whole);
      expect(await store.verify()).toMatchObject({ bodies: 2, damage: [] });
    }
    expect((await readdir(folder)).some((name) => name.startsWith('00000001.ndjson.torn-'))).toBe(true);
  });

  test('damage in the middle is named and nothing behind it is lost', async () => {
    const { store, segment } = await storeWith(hook(1), hook(2), hook(3));
    const bytes = await readFile(segment);
    bytes[bytes.indexOf('u2@')] = 0x78;
    await writeFile(segment, bytes);
    const { writer, repaired } = await store.openWriter(never);
    await writer.append(body(hook(4)));
    await writer.close();
    expect(repaired).toEqual([expect.stringContaining('verify-store')]);
    expect((await all(store)).map(({ recipient }) => recipient)).toEqual([1, 3, 4].map((n) => `u${n}@example.com`));
    expect((await store.verify()).damage).toMatchObject([{ kind: 'changed' }]);
  });

  test('tail gives what comes later, and what comes in a new segment', async () => {
    const { store, segment, folder } = await storeWith(hook(1));
    const done = new AbortController();
    const seen: unknown[] = [];
    const following = (async () => {
      for await (const { recipient } of store.tail({}, 10, done.signal)) {
        seen.push(recipient);
        if (seen.length === 4) done.abort();
      }
    })();
    const record = Buffer.concat(encodeRecord(body(hook(2))));
    await appendFile(segment, record.subarray(0, 50));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await appendFile(segment, record.subarray(50));
    await writeFile(path.join(folder, '00000002.ndjson'), Buffer.concat(encodeRecord(body(hook(3)))));
    while (seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    // Removed, all of them, while no receiver ran: the next one numbers from 1 again.
    await rm(path.join(folder, '00000002.ndjson'));
    await writeFile(segment, Buffer.concat(encodeRecord(body(hook(4)))));
    await following;
    expect(seen).toEqual([1, 2, 3, 4].map((n) => `u${n}@example.com`));
  });

  test('has one writer', async () => {
    const { store, folder } = await storeWith(hook(1));
    const { writer } = await store.openWriter(never);
    await expect(store.openWriter(never)).rejects.toMatchObject({ kind: 'temporary' });
    await writer.close();
    await (await store.openWriter(never)).writer.close();
    // A holder of another machine that gives no sign.
    await writeFile(path.join(folder, '.listen.lock'), JSON.stringify({ pid: 1, host: 'gone', since: 'x' }));
    await (await store.openWriter(never)).writer.close();
    expect((await readdir(folder)).sort()).toEqual(['00000001.ndjson', 'listening.ndjson']);
  });

  test('of several writers that open a new store at once one gets it', async () => {
    const round = async (): Promise<unknown[]> => {
      const folder = path.join(await emptyFolder(), 'events');
      const open = (nth: number) => laterBy(nth * 12, () => fileStore(folder).openWriter(never));
      const opened = await Promise.allSettled(Array.from({ length: 12 }, (_, nth) => open(nth)));
      for (const one of opened) if (one.status === 'fulfilled') await one.value.writer.close();
      expect(await readdir(folder)).toEqual(['listening.ndjson']);
      return opened.map((one) => (one.status === 'fulfilled' ? 'taken' : one.reason.message)).sort();
    };
    const refused = Array(11).fill(expect.stringContaining('is in use by process'));
    for (const told of await Promise.all(Array.from({ length: 8 }, round))) expect(told).toEqual([...refused, 'taken']);
  });

  test.each<[string, NodeJS.Signals, string, 'taken' | 'refused']>([
    ['stopped', 'SIGSTOP', 'T', 'refused'],
    ['killed and not asked about by its parent', 'SIGKILL', 'Z', 'taken'],
  ])('whose holder was %s', async (_name, signal, state, fate) => {
    // Elsewhere a process is known by its number alone.
    if (process.platform !== 'linux') return;
    const { store, folder } = await storeWith(hook(1));
    const child = spawn('sh', ['-c', 'sleep 30 & echo $!; exec sleep 30']);
    const pid = Number(await new Promise((resolve) => child.stdout.once('data', resolve)));
    const until = async (process: number | undefined, place: number, word: string): Promise<string[]> => {
      const words = (await readFile(`/proc/${process}/stat`, 'latin1')).split(' ');
      if (words[place] === word) return words;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return until(process, place, word);
    };
    // A shell would ask about its child; what it becomes does not.
    await until(child.pid, 1, '(sleep)');
    process.kill(pid, signal);
    const { 21: started } = await until(pid, 2, state);
    const lock = path.join(folder, '.listen.lock');
    await writeFile(lock, JSON.stringify({ pid, started, host: hostname(), since: 'x' }));
    await utimes(lock, 1, 1);
    const opened = await store.openWriter(never).catch(({ message }: Error) => message);
    process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    if (typeof opened === 'object') await opened.writer.close();
    expect(typeof opened === 'object' ? 'taken' : 'refused').toBe(fate);
    if (fate === 'refused') expect(opened).toContain(`is in use by process ${pid}`);
  });

  test('a segment that is removed while it is written to takes nothing that is acknowledged with it', async () => {
    const { folder, store } = await storeWith();
    const { writer } = await store.openWriter(never);
    const append = async (n: number): Promise<string> =>
      writer.append(body(hook(n))).then(
        () => 'stored',
        ({ message }) => message,
      );
    const gone = `Cannot store in ${folder}: no such file or folder.`;
    const rows: [string, () => Promise<unknown>][] = [
      ['stored', async () => undefined],
      [gone, () => rm(path.join(folder, '00000001.ndjson'))],
      ['stored', async () => undefined],
      [gone, () => rename(path.join(folder, '00000002.ndjson'), path.join(folder, 'old'))],
      ['stored', async () => undefined],
      [gone, () => rm(folder, { recursive: true })],
      ['stored', async () => undefined],
    ];
    for (const [n, [told, before]] of rows.entries()) {
      await before();
      expect([n, await append(n)]).toEqual([n, told]);
    }
    expect((await all(store)).map(({ recipient }) => recipient)).toEqual(['u6@example.com']);
    // The lock is there again with the next sign of its holder.
    while (!(await readdir(folder)).includes('.listen.lock')) await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(store.openWriter(never)).rejects.toMatchObject({ kind: 'temporary' });
    await writer.close();
    expect((await readdir(folder)).sort()).toEqual(['00000004.ndjson', 'listening.ndjson']);
  });

  test('a segment that is removed while others are read is passed over', async () => {
    const { folder, store, segment } = await storeWith(hook(1));
    for (const n of [2, 3])
      await writeFile(path.join(folder, `0000000${n}.ndjson`), Buffer.concat(encodeRecord(body(hook(n)))));
    const seen: unknown[] = [];
    for await (const { recipient } of store.events({})) {
      seen.push(recipient);
      await rm(path.join(folder, '00000002.ndjson'), { force: true });
    }
    expect(seen).toEqual(['u1@example.com', 'u3@example.com']);
    const report = store.verify();
    await rm(segment);
    expect((await report).damage).toEqual([]);
  });

  test.each([
    ['not JSON', 'nonsense}'],
    ['without a body', '"source":"sendsay"}'],
    ['a body that is not events', '"source":"sendsay","json":[1]}'],
    ['of an unknown source', '"source":"toString","json":[{"event":"open"}]}'],
    ['packed, but not by gzip', '"source":"sendsay","base64":"AAAA"}'],
  ])('a record that somebody else wrote, with a right checksum, is damaged: %s', async (_name, rest) => {
    const { store, segment } = await storeWith(hook(1));
    await appendFile(segment, `{"crc":"${crc32(rest).toString(16).padStart(8, '0')}",${rest}\n`);
    expect(await store.verify()).toMatchObject({ bodies: 1, damage: [{ kind: 'changed' }] });
    expect((await all(store)).length).toBe(1);
  });

  test('a last record that was changed is not called one that was never acknowledged', async () => {
    const { store, segment } = await storeWith(hook(1), hook(2));
    const bytes = await readFile(segment);
    bytes[bytes.indexOf('u2@')] = 0x78;
    await writeFile(segment, bytes);
    const { writer, repaired } = await store.openWriter(never);
    await writer.close();
    expect(repaired).toEqual([expect.stringMatching(/ended with \d+ bytes that are damaged, or were not written/)]);
  });

  test('an emptied segment is no error', async () => {
    const { store, segment } = await storeWith(hook(1));
    await truncate(segment, 0);
    expect(await store.verify()).toMatchObject({ bodies: 0, damage: [] });
  });
});

test('the set of digests knows what was added', () => {
  const [seen, model] = [seenSet(), new Set<string>()];
  for (let i = 0; i < 20_000; i++) {
    const digest = createHash('sha256')
      .update(String(Math.floor(Math.random() * 12_000)))
      .digest('hex');
    // Every second one differs in one word only.
    const key = i % 2 === 0 ? digest.slice(0, 8).padEnd(32, '0') : digest.slice(0, 32);
    expect(seen.add(key)).toBe(!model.has(key));
    model.add(key);
  }
  expect(seen.size()).toBe(model.size);
});
