import { describe, expect, test } from '@jest/globals';
import { knownLines } from '../../src/trace/hop/known-lines.js';
import { parseAlone, parseReceived } from '../../src/trace/hop/parse-received.js';
import { receivedRows } from '../support/corpus.js';

const date = 'Sat, 21 Nov 2026 13:04:05 +0300';
const tails = [
  `4b1X1; ${date}`,
  `9QQ-2.x; ${date} (MSK)`,
  `4b1X3 for <anna@example.net>; ${date}`,
  `77 for <b+c=d@example.org>; 21 Nov 2026 10:04:05 -0000`,
  `78; 1 Dec 2026 10:04:05 -0000`,
  `79\tfor <x>; Sun, 31 May 2026 23:59:59 -0100`,
  `80 for <>; ${date}`,
  `81 (comment); ${date}`,
  `2024-05-11; ${date}`,
  `from; ${date}`,
  `82 with ESMTP; ${date}`,
  `83; nonsense`,
];

/** What stands before the id: of every line of the corpus, and some that repeat what stands behind it. */
const beginnings = [
  ...receivedRows().map(({ header }) => header.replace(/\r?\n/g, '')),
  'from a (b [192.0.2.1]) by mx.example.net id 4b1X1 id 1',
  'from a (b [192.0.2.1]) for <anna@example.net> by mx.example.net id 1',
  'from a (b [192.0.2.1]) by mx.example.net for <x> id 1',
  'from a (b [192.0.2.1] by mx.example.net id 1',
  'from a (b\\ [192.0.2.1]) by mx.example.net (id 1) id 1',
  'from id 1',
  ' id 1',
].map((line) => line.slice(0, line.lastIndexOf(' id ') + 4));

describe('a line like one that was read', () => {
  test.each(tails)('says the same as read alone, behind %s', (first) => {
    const wrong = beginnings.flatMap((beginning) => {
      const { hopOf } = knownLines();
      hopOf(beginning + first, parseAlone);
      return tails
        .map((tail) => beginning + tail)
        .filter((line) => JSON.stringify(hopOf(line, parseAlone)) !== JSON.stringify(parseAlone(line)));
    });
    expect(wrong).toEqual([]);
  });

  test('is not taken to pieces again', () => {
    const { hopOf } = knownLines();
    const line = (id: string) => `from a (b [192.0.2.1]) by mx.example.net with ESMTP id ${id}; ${date}`;
    hopOf(line('1a'), parseReceived);
    const parsed: string[] = [];
    const hop = hopOf(line('2b'), (body) => {
      parsed.push(body);
      return parseAlone(body);
    });
    expect({ id: hop.id, parsed }).toEqual({ id: '2b', parsed: [] });
  });
});
