import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MailboxWindow } from '../../src/world/messages/mailbox-window.js';

const separator = 'From shop@example.com Sat Nov 21 10:00:00 2026\n';

/** The heads that come out when the text goes in, in pieces of the given sizes. */
function split(text: string, sizes: readonly number[]): string[] {
  const bytes = Buffer.from(text, 'latin1');
  const window = new MailboxWindow();
  const heads: string[] = [];
  const take = (found: readonly { bytes: Uint8Array }[]): void => {
    heads.push(...found.map((head) => Buffer.from(head.bytes).toString('latin1')));
  };
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const room = window.room();
    const part = bytes.subarray(at, at + Math.min(room.length, sizes[i % sizes.length] ?? 1));
    room.set(part);
    at += part.length;
    take(window.added(part.length));
  }
  take(window.ended());
  return heads;
}

describe('an mbox', () => {
  test.each([
    ['two messages', `${separator}A: 1\n\nx\n\n${separator}B: 2\n\ny\n`, 2],
    ['CRLF', `${separator}A: 1\n\nx\n\n${separator}B: 2\n\ny\n`.replaceAll('\n', '\r\n'), 2],
    ['one message', `${separator}A: 1\n\nx\n`, 1],
    ['no blank line before', `${separator}A: 1\n\nx\n${separator}B: 2\n\ny\n`, 1],
    ['quoted', `${separator}A: 1\n\nx\n\n>${separator}B: 2\n`, 1],
    ['a sentence that begins with From', `${separator}A: 1\n\nx\n\nFrom now on: at 10:00 in 2026\nwe do so\n`, 1],
    ['no date', `${separator}A: 1\n\nx\n\nFrom me to you\nB: 2\n`, 1],
    [
      'an older >From line below it',
      `${separator}A: 1\n\nx\n\n${separator}>From a Sat Nov 21 09:00:00 2026\nB: 2\n`,
      2,
    ],
    ['a separator as the last line', `${separator}A: 1\n\nx\n\n${separator}`, 1],
  ])('%s', (_note, text, count) => {
    expect(split(text, [1_000])).toHaveLength(count);
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
});
