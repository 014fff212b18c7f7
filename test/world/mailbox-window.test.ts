import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MailboxWindow, type Piece } from '../../src/world/messages/mailbox-window.js';
import type { Head } from '../../src/world/messages/message-files.js';
import { chunkBytes } from '../../src/world/messages/node-byte-source.js';
import { openBytes } from '../../src/world/messages/node-mailbox.js';
import { cpuMs } from '../support/cpu-ms.js';

const separator = 'From shop@example.com Sat Nov 21 10:00:00 2026\n';

/** The heads that come out when the text goes in, in pieces of the given sizes; what is unclear begins with `?`. */
function split(text: string, sizes: readonly number[]): string[] {
  let end = 0;
  const bytes = Buffer.from(text, 'latin1');
  const window = new MailboxWindow(undefined);
  const heads: string[] = [];
  const take = (found: readonly Piece[]): void => {
    for (const { head, place } of found) {
      // One message ends where the next begins, and the head stands at the beginning of its own.
      expect(place.offset).toBe(end);
      end += place.length;
      const start = bytes.subarray(place.offset, place.offset + Math.min(place.length, head.bytes.length));
      expect(start.equals(head.bytes.subarray(0, start.length))).toBe(true);
    }
    heads.push(
      ...found.map(({ head, doubt }) => (doubt === undefined ? '' : '?') + Buffer.from(head.bytes).toString('latin1')),
    );
  };
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const room = window.room();
    const part = bytes.subarray(at, at + Math.min(room.length, sizes[i % sizes.length] ?? 1));
    room.set(part);
    at += part.length;
    take(window.added(part.length));
  }
  take(window.ended());
  expect(end).toBe(bytes.length);
  return heads;
}

/** A message, and what may stand below it. */
const above = `${separator}A: 1\n\nx\n`;

describe('an mbox', () => {
  test.each<[string, string, 'message' | 'content' | 'unclear']>([
    ['a line with a time', `\n${separator}Received: 2\n\ny\n`, 'message'],
    ['CRLF', `\n${separator}Received: 2\n\ny\n`.replaceAll('\n', '\r\n'), 'message'],
    ['no blank line above it', `${separator}Received: 2\n\ny\n`, 'message'],
    ['a field that no e-mail must have below it', `\n${separator}B: 2\n\ny\n`, 'message'],
    ['such a field, then one of an e-mail', `${separator}B: 2\nSubject: 2\n\ny\n`, 'message'],
    ['no time', '\nFrom a@b.example\nReceived: 2\n', 'message'],
    ['no time, and no blank line above it', 'From a@b.example\nReceived: 2\n', 'message'],
    ['Mozilla', '\nFrom - Sat Nov 21 10:00:00 2026\nX-Mozilla-Status: 0001\nReceived: 2\n', 'message'],
    ['Mozilla, without a time', 'From -\nReceived: 2\n', 'message'],
    ['nothing', 'From \nReceived: 2\n', 'message'],
    ['an address of two words', '\nFrom anna at b.example  Sat Nov 21 10:00:00 2026\nFrom: anna\n', 'message'],
    ['a quoted address', 'From "a b"@b.example Sat Nov 21 10:00:00 2026\nReceived: 2\n', 'message'],
    ['a time in another form', '\nFrom a@b.example 21.11.2026 10:00\nReturn-Path: <a@b>\n', 'message'],
    ['UUCP', '\nFrom a Sat Nov 21 10:00:00 2026 remote from b\nReceived: 2\n', 'message'],
    ['an older >From line below it', `\n${separator}>From a Sat Nov 21 09:00:00 2026\nB: 2\n`, 'message'],
    ['a second one right below it', `\n${separator}${separator}Received: 2\n`, 'message'],
    ['quoted', `\n>${separator}Received: 2\n`, 'content'],
    ['in the middle of a line', `\n ${separator}Received: 2\n`, 'content'],
    ['a sentence with a time', '\nFrom now on: at 10:00 in 2026\nwe do so\n', 'content'],
    ['a sentence', '\nFrom me to you\nB: 2\n', 'content'],
    ['a sentence above an address', '\nFrom Monday on we are here:\nTo: 12 Main Street\n', 'content'],
    ['a name above a remark', '\nFrom Anna\nPS: call me\n\nSubject: x\n', 'content'],
    ['the field, with a blank before its colon', '\nFrom : a@b.example\nTo: c@d.example\n', 'content'],
    ['a patch of git', `\nFrom ${'0a'.repeat(20)} Mon Sep 17 00:00:00 2001\nFrom: A\nSubject: [PATCH]\n`, 'content'],
    ['no header below it', `\n${separator}Dear Anna,\n`, 'content'],
    ['a sentence above a trace', '\nFrom our log of today:\nReceived: from a\n', 'unclear'],
    ['a blank line below it', `\n${separator}\nReceived: 2\n`, 'unclear'],
    ['the end of a file that was cut', `\n${separator}`, 'unclear'],
    [
      'a line without an end in sight',
      `\nFrom "${'a'.repeat(5_000)}"@b.example Sat Nov 21 10:00:00 2026\nReceived: 2\n`,
      'unclear',
    ],
  ])('%s', (_note, below, kind) => {
    const begins = below.search(/^>?From/m);
    const [before, from] = [above + below.slice(0, begins), below.slice(begins)];
    const parts = { message: [before, from], unclear: [before, `?${from}`], content: [before + from] };
    expect(split(above + below, [1_000])).toEqual(parts[kind]);
  });

  test.each([
    ['one message', above],
    ['lines alone', separator.repeat(3)],
    ['nothing', ''],
  ])('%s', (_note, text) => {
    expect(split(text, [1_000])).toEqual([text]);
  });

  test('gives the same messages whatever the pieces in which it is read', () => {
    const body = fc.string({ unit: fc.constantFrom('a', '\n', '\nFrom ', ' ', '10:00 2026'), maxLength: 400 });
    const messages = fc.array(body, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        messages,
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 }),
        (bodies, sizes) => {
          const text = bodies.map((body) => `${separator}A: 1\n\n${body}\n\n`).join('');
          const heads = split(text, sizes);
          expect(heads).toEqual(split(text, [1_000_000]));
          expect(heads.join('')).toBe(text);
          expect(heads.length).toBeGreaterThanOrEqual(bodies.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('keeps the head of a message that is longer than the window, and finds the next one', () => {
    const text = `${separator}A: 1\n\n${'x'.repeat(7 * 1024 * 1024)}\n\n${separator}B: 2\n\ny\n`;
    const heads = split(text, [1024 * 1024, 77_777]);
    expect(heads.map((head) => head.length)).toEqual([1024 * 1024, separator.length + 8]);
    expect(heads[0]?.startsWith(`${separator}A: 1\n\nxxx`)).toBe(true);
    expect(heads[1]).toBe(`${separator}B: 2\n\ny\n`);
  });

  test.each([
    ['From lines above fields', 'From \nx:\n'],
    ['From lines', 'From \n'],
    ['long From lines', `\nFrom ${'Jan '.repeat(1_000)} 10:00 2026 .\n\n`],
  ])('a body of 500 KB of %s takes less than two seconds', (_what, lines) => {
    const text = `${separator}Subject: x\n\n${lines.repeat(500_000 / lines.length)}`;
    const started = cpuMs();
    expect(split(text, [1024 * 1024])).toHaveLength(1);
    expect(cpuMs() - started).toBeLessThan(2000);
  });
});

test('what another thread is told of a message is in memory of its own, and no more than it takes', async () => {
  const header = 'Received: from a by b\nFrom: c\n';
  const mbox = [
    `${header}\n${'x\n'.repeat(9_000)}`,
    `${header}Content-Type: multipart/mixed\n\n${'x\n'.repeat(9_000)}`,
    header,
  ]
    .map((text) => separator + text)
    .join('\n');
  const bytes = Buffer.from(mbox);
  const opened = await openBytes(
    chunkBytes(
      (async function* () {
        yield bytes;
      })(),
    ),
    'in',
  );
  if (opened.kind !== 'mailbox') throw new Error(opened.kind);
  const told: Head[] = [];
  for await (const portion of opened.messages) told.push(...portion.flatMap((message) => message.header?.() ?? []));
  expect(told.map((head) => [head.bytes.length, head.end])).toEqual([
    [4_096, 'cut'],
    [separator.length + header.length + 18_000 + 32, 'whole'],
    [separator.length + header.length, 'whole'],
  ]);
  for (const { bytes: own } of told) expect(own.buffer.byteLength).toBe(own.length);
});
