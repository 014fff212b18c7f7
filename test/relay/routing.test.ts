import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { routeMessage, sampleShares, seededRandom } from '../../src/relay/routing.js';
import type { RuleMatch, VirtualSender } from '../../src/relay/virtual-sender.js';
import { share } from '../support/share.js';

function virtual(...matches: readonly RuleMatch[]): VirtualSender {
  return { name: 'v', account: 1, rules: matches.map((match, i) => ({ match, senders: [share(`s${i + 1}`, 100)] })) };
}

const all: RuleMatch = { kind: 'default' };
const group: RuleMatch = { kind: 'group', group: 7 };
const to: RuleMatch = { kind: 'to-domain', domain: 'gmail.com' };
const from: RuleMatch = { kind: 'from-domain', domain: 'shop.example' };

describe('which way a message goes', () => {
  test.each<[string, RuleMatch[], { fromDomain: string; toDomain: string; group?: number }, string[]]>([
    [
      'the first match wins',
      [to, from, all],
      { fromDomain: 'shop.example', toDomain: 'gmail.com' },
      ['matches', 'not-reached', 'not-reached'],
    ],
    [
      'the default takes the rest',
      [to, from, all],
      { fromDomain: 'x.example', toDomain: 'y.example' },
      ['does-not-match', 'does-not-match', 'matches'],
    ],
    ['letters of either case', [to], { fromDomain: 'x', toDomain: 'GMail.Com' }, ['matches']],
    ['a final dot', [to], { fromDomain: 'x', toDomain: 'gmail.com.' }, ['matches']],
    [
      'a sub-domain is another domain',
      [to, all],
      { fromDomain: 'x', toDomain: 'mail.gmail.com' },
      ['does-not-match', 'matches'],
    ],
    [
      'a domain that only ends alike',
      [to, all],
      { fromDomain: 'x', toDomain: 'notgmail.com' },
      ['does-not-match', 'matches'],
    ],
    [
      'a domain in another script and its ASCII form',
      [{ kind: 'to-domain', domain: 'почта.рф' }],
      { fromDomain: 'x', toDomain: 'xn--80a1acny.xn--p1ai' },
      ['matches'],
    ],
    ['the group', [group, all], { fromDomain: 'x', toDomain: 'y', group: 7 }, ['matches', 'not-reached']],
    ['another group', [group, all], { fromDomain: 'x', toDomain: 'y', group: 8 }, ['does-not-match', 'matches']],
    ['no group', [group], { fromDomain: 'x', toDomain: 'y' }, ['does-not-match']],
    ['no rules', [], { fromDomain: 'x', toDomain: 'y' }, []],
  ])('%s', (_what, matches, message, states) => {
    const routing = routeMessage(virtual(...matches), { group: undefined, ...message });
    expect(routing.rules.map(({ state }) => state)).toEqual(states);
    expect(routing.chosen?.match).toEqual(matches[states.indexOf('matches')]);
  });

  test('a sub-domain that is not taken is said to be undocumented', () => {
    const { rules } = routeMessage(virtual(to), { fromDomain: 'x', toDomain: 'mail.gmail.com', group: undefined });
    expect(rules[0]?.why).toMatch(/not documented/);
  });
});

describe('samples', () => {
  test('the same seed draws the same, about by the shares, and nothing for a share of 0', () => {
    const shares = [share('a', 70), share('b', 0), share('c', 30)];
    const drawn = sampleShares(shares, 10_000, seededRandom(1));
    expect(sampleShares(shares, 10_000, seededRandom(1))).toEqual(drawn);
    expect(drawn.map(({ messages }) => messages)).toEqual([
      expect.closeTo(7_000, -2.5),
      0,
      expect.closeTo(3_000, -2.5),
    ]);
  });

  test('every message goes to somebody', () => {
    const percents = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(percents, fc.integer(), fc.integer({ min: 0, max: 500 }), (parts, seed, messages) => {
        const drawn = sampleShares(
          parts.map((percent, i) => share(`s${i}`, percent)),
          messages,
          seededRandom(seed),
        );
        const total = drawn.reduce((sum, row) => sum + row.messages, 0);
        expect(total).toBe(parts.some((percent) => percent > 0) ? messages : 0);
        expect(drawn.every((row) => row.percent > 0 || row.messages === 0)).toBe(true);
      }),
    );
  });
});
