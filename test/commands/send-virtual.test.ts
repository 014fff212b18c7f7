import { describe, expect, test } from '@jest/globals';
import { parseSend } from '../../src/commands/send/options.js';
import { chooseVia } from '../../src/commands/send/via.js';
import { requireConfig } from '../../src/config/read-config.js';

const config = requireConfig({
  shownAs: 'akrelay.yaml',
  readableBy: 'owner',
  text: `version: 1
senders:
  - { name: one, provider: custom, relay: { host: "a.example:25", tls: none, auth: none } }
  - { name: two, provider: custom, relay: { host: "b.example:25", tls: none, auth: none } }
virtualSenders:
  - name: news
    account: 306
    rules:
      - match: { toDomain: gmail.com }
        senders: [{ sender: two, percent: 100, fromEmail: g@example.com }]
      - match: default
        senders:
          - { sender: one, percent: 30, fromName: Shop, replyTo: help@example.com }
          - { sender: two, percent: 70 }
`,
});

const silent = { note: () => undefined, warn: () => undefined, progress: () => undefined };

const party = (address: string) => ({ address, displayName: undefined });

function via(words: { sender?: string; virtual?: string }, to: string, point = 0) {
  const options = parseSend({ args: [words.sender], options: { virtual: words.virtual } });
  const from = { address: 'test@example.com', displayName: 'Test' };
  const randomHex = () => point.toString(16).padStart(12, '0');
  const chosen = chooseVia(options, { from, to: [party(to)], cc: [] }, config, { randomHex, talk: silent });
  return [chosen.sender.name, chosen.from.displayName, chosen.from.address, chosen.replyTo];
}

describe('which way a message goes', () => {
  test.each([
    ['the named sender', { sender: 'one' }, 'x@y.z', 0, ['one', 'Test', 'test@example.com', undefined]],
    ['the first rule that matches', { virtual: 'news' }, 'x@GMAIL.com', 0, ['two', 'Test', 'g@example.com', undefined]],
    ['its overrides', { virtual: 'news' }, 'x@y.z', 0, ['one', 'Shop', 'test@example.com', 'help@example.com']],
    [
      'share: the last of the first 30',
      { virtual: 'news' },
      'x@y.z',
      29,
      ['one', 'Shop', 'test@example.com', 'help@example.com'],
    ],
    [
      'share: the first of the other 70',
      { virtual: 'news' },
      'x@y.z',
      30,
      ['two', 'Test', 'test@example.com', undefined],
    ],
    ['share: the last', { virtual: 'news' }, 'x@y.z', 99, ['two', 'Test', 'test@example.com', undefined]],
    [
      'a sender of the rule by name',
      { virtual: 'news', sender: 'two' },
      'x@y.z',
      0,
      ['two', 'Test', 'test@example.com', undefined],
    ],
  ] as const)('%s', (_name, words, to, point, expected) => {
    expect(via(words, to, point)).toEqual(expected);
  });

  test.each([
    [{ sender: 'on' }, /no sender 'on'/],
    [{ virtual: 'new' }, /no virtual sender 'new'/],
  ])('%j is refused', (words, message) => {
    expect(() => via(words, 'x@y.z')).toThrow(message);
  });

  test('a sender that the rule does not use is refused, naming those it uses', () => {
    expect(() => via({ virtual: 'news', sender: 'one' }, 'x@gmail.com')).toThrow(/does not use one; it uses two/);
  });
});

test.each([
  [['a@gmail.com', 'b@gmail.com'], [], []],
  [
    ['a@gmail.com', 'b@y.z'],
    ['c@y.z'],
    ['b@y.z, c@y.z: another rule of news applies to them, but this message uses the rule for a@gmail.com.'],
  ],
])('to %j, copies to %j: who would come under another rule is told', (to, cc, warnings) => {
  const said: string[] = [];
  const talk = { ...silent, warn: (line: string) => void said.push(line) };
  const from = { address: 'test@example.com', displayName: undefined };
  chooseVia(
    parseSend({ args: [], options: { virtual: 'news' } }),
    { from, to: to.map(party), cc: cc.map(party) },
    config,
    {
      randomHex: () => '0',
      talk,
    },
  );
  expect(said).toEqual(warnings);
});
