import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ReplyReader } from '../../../src/world/smtp/channel/reply-reader.js';
import { cpuMs } from '../../support/cpu-ms.js';

function read(...pieces: readonly string[]) {
  const reader = new ReplyReader();
  const replies = pieces.flatMap((piece) => [...reader.push(Buffer.from(piece, 'latin1'))]);
  return { replies, isOverrun: reader.isOverrun, hasBegun: reader.hasBegun };
}

describe('replies out of bytes', () => {
  test.each<[string, readonly string[]]>([
    ['250 Ok\r\n', ['250 Ok']],
    ['250 Ok\n', ['250 Ok']],
    ['250-a\r\n250-b\r\n250 c\r\n', ['250-a\n250-b\n250 c']],
    ['250-a\r\n\r\n250 c\r\n', ['250-a\n250 c']],
    ['\r\n \r\n220 x\r\n', ['220 x']],
    ['334\r\n334 \r\n', ['334', '334']],
    ['hello\r\n250 Ok\r\n', ['hello', '250 Ok']],
    ['250 caf\xc3\xa9\r\n', ['250 café']],
    ['250 caf\xe9\r\n', ['250 caf\xe9']],
    ['250 half', []],
  ])('%j', (bytes, replies) => {
    expect(read(bytes).replies).toEqual(replies);
  });

  test('are the same however the bytes are cut', () => {
    const line = fc.constantFrom('250 Ok\r\n', '250-more\r\n', '\r\n', ' \n', 'x\r\n', '354 Go\n', '\xe9\r\n');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.array(fc.nat(200), { maxLength: 8 }), (lines, cuts) => {
        const whole = lines.join('');
        const places = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
        const pieces = places.slice(1).map((end, i) => whole.slice(places[i], end));
        expect(read(...pieces)).toEqual(read(whole));
      }),
    );
  });
});

describe('what is longer than any reply ends the reading', () => {
  test.each([
    ['line feeds', '\n', 513],
    ['Blank lines', ' \t\r\n', 513],
    ['lines of one reply', '250-x\r\n', 513],
    ['a line without end', 'x'.repeat(1_024), 65],
    ['carriage returns', '\r'.repeat(1_024), 65],
  ])('%s', (_what, piece, count) => {
    expect(read(...Array<string>(count - 1).fill(piece)).isOverrun).toBe(false);
    expect(read(...Array<string>(count).fill(piece)).isOverrun).toBe(true);
    const { replies, isOverrun } = read(piece.repeat(count), '250 Ok\r\n');
    expect([replies, isOverrun]).toEqual([[], true]);
  });

  test('each reply has limits of its own', () => {
    expect(read('\n'.repeat(400), '250 a\r\n', '\n'.repeat(400), '250 b\r\n')).toEqual({
      replies: ['250 a', '250 b'],
      isOverrun: false,
      hasBegun: false,
    });
  });

  test('in linear time: 100 MB of line feeds, or of bytes that come one by one, cost nothing', () => {
    const reader = new ReplyReader();
    const piece = Buffer.alloc(65_536, '\n');
    const begin = cpuMs();
    for (let i = 0; i < 1_600; i++) for (const _reply of reader.push(piece));
    const slow = new ReplyReader();
    for (let i = 0; i < 65_000; i++) for (const _reply of slow.push(Buffer.from('x')));
    expect(cpuMs() - begin).toBeLessThan(1_500);
    expect([reader.isOverrun, slow.isOverrun]).toEqual([true, false]);
  });
});
