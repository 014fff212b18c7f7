import { describe, expect, test } from '@jest/globals';
import { evaluateSpf, type SpfWanted } from '../../src/relay/spf.js';

const zone: Readonly<Record<string, readonly string[]>> = {
  'spf.sendsay.ru': ['v=spf1 ip4:185.138.182.0/24 ~all'],
  'group.test': ['v=spf1 include:spf.sendsay.ru -all'],
  'own.test': ['v=spf1 ip4:192.0.2.0/24 ~all'],
  'two.test': ['v=spf1 -all', 'v=spf1 ~all'],
  'loop.test': ['v=spf1 include:loop.test -all'],
  'loop2.test': ['v=spf1 redirect=loop2.test'],
  'macro.test': ['v=spf1 exists:%{i}.x.test -all'],
};
const sendsay: SpfWanted = { include: 'spf.sendsay.ru', networks: ['185.138.182.0/24'] };
const two: SpfWanted = { include: undefined, networks: ['192.0.2.0/25', '2001:db8::/48'] };

describe('a record', () => {
  test.each<[string, SpfWanted, string, number]>([
    ['v=spf1 include:spf.sendsay.ru ~all', sendsay, 'covered', 1],
    ['v=SPF1 INCLUDE:SPF.Sendsay.ru -all', sendsay, 'covered', 1],
    ['v=spf1  +include:spf.sendsay.ru. -all', sendsay, 'covered', 1],
    ['v=spf1 mx a include:group.test -all', sendsay, 'covered', 4],
    ['v=spf1 redirect=group.test', sendsay, 'covered', 2],
    ['v=spf1 ip4:185.138.180.0/22 -all', sendsay, 'covered', 0],
    ['v=spf1 -include:spf.sendsay.ru ~all', sendsay, 'not-covered', 1],
    ['v=spf1 ?include:spf.sendsay.ru ~all', sendsay, 'not-covered', 1],
    ['v=spf1 ~all include:spf.sendsay.ru', sendsay, 'not-covered', 0],
    ['v=spf1 -all redirect=group.test', sendsay, 'not-covered', 0],
    ['v=spf1 include:own.test a mx -all', sendsay, 'not-covered', 3],
    ['v=spf1 ip4:185.138.182.0/25 -all', sendsay, 'not-covered', 0],
    ['v=spf1 ip4:nonsense ip4:185.138.182.33/8 -all', sendsay, 'not-covered', 0],
    ['v=spf1', sendsay, 'not-covered', 0],
    ['v=spf1 +all', sendsay, 'not-covered', 0],
    ['v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all', two, 'covered', 0],
    ['v=spf1 include:own.test ip6:2001:db8::/48 -all', two, 'covered', 1],
    ['v=spf1 ip4:192.0.2.0/24 -all', two, 'not-covered', 0],
    ['v=spf1 include:macro.test -all', sendsay, 'unknown', 2],
    ['v=spf1 include:%{d}.test -all', sendsay, 'unknown', 1],
    ['v=spf1 a:relay.test -all', sendsay, 'unknown', 1],
    ['v=spf1 include:nowhere.test -all', sendsay, 'unknown', 1],
    ['v=spf1 include:two.test -all', sendsay, 'unknown', 1],
    ['v=spf1 include:down.test -all', sendsay, 'unknown', 1],
    ['v=spf1 include:loop.test -all', sendsay, 'too-many-lookups', 11],
    ['v=spf1 redirect=loop2.test', sendsay, 'too-many-lookups', 11],
    [`v=spf1 ${'mx '.repeat(10)}include:spf.sendsay.ru -all`, sendsay, 'too-many-lookups', 11],
    ['v=spf10 include:spf.sendsay.ru', sendsay, 'none', 0],
    ['google-site-verification=x', sendsay, 'none', 0],
  ])('%s, for %j: %s', async (record, wanted, kind, lookups) => {
    const result = await evaluateSpf('example.com', wanted, async (name) => {
      if (name === 'down.test') return { kind: 'failed', why: 'does not answer' };
      const texts = name === 'example.com' ? [record] : zone[name.toLowerCase().replace(/\.$/, '')];
      return texts ? { kind: 'found', texts } : { kind: 'none' };
    });
    expect([result.answer.kind, result.lookups]).toEqual([kind, lookups]);
  });
});
