import { describe, expect, test } from '@jest/globals';
import { evaluateSpf, type SpfWanted } from '../../src/relay/spf.js';
import { spfByMailauth } from '../support/mailauth.js';

const zone: Readonly<Record<string, readonly string[]>> = {
  'spf.sendsay.ru': ['v=spf1 ip4:185.138.182.0/24 ~all'],
  'group.test': ['v=spf1 include:spf.sendsay.ru -all'],
  'gone.group.test': ['v=spf1 a:gone1.test mx:gone2.test -all'],
  'own.test': ['v=spf1 ip4:192.0.2.0/24 ~all'],
  'two.test': ['v=spf1 -all', 'v=spf1 ~all'],
  'loop.test': ['v=spf1 include:loop.test -all'],
  'loop2.test': ['v=spf1 redirect=loop2.test'],
  'macro.test': ['v=spf1 exists:%{i}.x.test -all'],
  'wrong.test': ['v=spf1 ipv4:192.0.2.1 -all'],
  'open.test': ['v=spf1 +all'],
};
const sendsay: SpfWanted = { include: 'spf.sendsay.ru', networks: ['185.138.182.0/24'] };
const two: SpfWanted = { include: undefined, networks: ['192.0.2.0/25', '2001:db8::/48'] };
const six: SpfWanted = { include: undefined, networks: ['2001:db8::/48'] };

type Row = readonly [record: string, wanted: SpfWanted, kind: string, lookups: number, mailauth: string];

/**
 * What we say of a record, and what mailauth, of nodemailer's author, answers for a message from the first address of the
 * first network. A word in brackets is where it differs, and why ours stands: the list is below the table.
 */
const rows: readonly Row[] = [
  ['v=spf1 include:spf.sendsay.ru ~all', sendsay, 'covered', 1, 'pass'],
  ['v=SPF1 INCLUDE:SPF.Sendsay.ru -all', sendsay, 'covered', 1, 'pass'],
  ['v=spf1  +include:spf.sendsay.ru. -all', sendsay, 'covered', 1, 'pass'],
  ['v=spf1 include:spf.sendsay.ru -all  ', sendsay, 'covered', 1, 'pass'],
  ['v=spf1 mx a include:group.test -all', sendsay, 'covered', 4, 'pass'],
  ['v=spf1 redirect=group.test', sendsay, 'covered', 2, 'pass'],
  ['v=spf1 redirect=group.test mx', sendsay, 'covered', 3, 'pass'],
  ['v=spf1 ip4:185.138.180.0/22 -all', sendsay, 'covered', 0, 'pass'],
  ['v=spf1 ip4:185.138.182.33/8 -all', sendsay, 'covered', 0, 'pass'],
  ['v=spf1 unknown=modifier include:spf.sendsay.ru exp=why.test ~all', sendsay, 'covered', 1, 'pass'],
  ['v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all', two, 'covered', 0, 'pass'],
  ['v=spf1 ip4:192.0.2.0/24 ip6:2001:DB8:0:0::/48 -all', six, 'covered', 0, 'pass'],
  ['v=spf1 include:own.test ip6:2001:db8::/48 -all', two, 'covered', 1, 'pass'],

  ['v=spf1 -include:spf.sendsay.ru ~all', sendsay, 'denied', 1, 'fail'],
  ['v=spf1 ?include:spf.sendsay.ru ~all', sendsay, 'denied', 1, 'neutral'],
  ['v=spf1 ~ip4:185.138.182.0/24 include:spf.sendsay.ru -all', sendsay, 'denied', 0, 'softfail'],
  ['v=spf1 ~all include:spf.sendsay.ru', sendsay, 'behind-all', 0, 'softfail'],
  ['v=spf1 -all redirect=group.test', sendsay, 'not-covered', 0, 'fail'],
  ['v=spf1 include:own.test a mx -all', sendsay, 'not-covered', 3, 'fail'],
  ['v=spf1 ip4:185.138.182.128/25 -all', sendsay, 'not-covered', 0, 'fail'],
  ['v=spf1 redirect=own.test', sendsay, 'not-covered', 1, 'softfail'],
  ['v=spf1', sendsay, 'not-covered', 0, 'neutral'],
  ['v=spf1 ip4:192.0.2.128/25 -all', two, 'not-covered', 0, 'fail'],

  ['v=spf1 +all', sendsay, 'covered', 0, 'pass'],
  ['v=spf1 include:own.test all', sendsay, 'covered', 1, 'pass'],
  ['v=spf1 include:open.test -all', sendsay, 'covered', 1, 'pass'],

  ['v=spf1 include:macro.test -all', sendsay, 'unknown', 2, 'fail'],
  ['v=spf1 include:%{d}.test -all', sendsay, 'unknown', 1, 'permerror'],
  ['v=spf1 a:relay.test -all', sendsay, 'unknown', 1, 'fail'],

  // Whatever else stands there: receivers reject the whole record.
  ['v=spf1 ipv4:192.0.2.1 include:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 include:spf.sendsay.ru ipv4:192.0.2.1 -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 inclde:spf.sendsay.ru ~all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 192.0.2.1 include:spf.sendsay.ru ~all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 include:spf.sendsay.ru ~al', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 ip4:192.0.2.256 include:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 ip4:192.0.2 include:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 ip4:192.0.2.0/33 include:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 ip4:192.0.2.0/ include:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 ip6:192.0.2.1 include:spf.sendsay.ru -all', sendsay, 'broken', 0, '(pass)'],
  ['v=spf1 ip4:2001:db8::1 include:spf.sendsay.ru -all', sendsay, 'broken', 0, '(pass)'],
  ['v=spf1 ip6:2001:db8::/129 include:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 ip4: include:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 include: include:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 include:spf.sendsay.ru ip4:nonsense -all', sendsay, 'broken', 0, '(pass)'],
  ['v=spf1 include:spf.sendsay.ru -all:', sendsay, 'broken', 0, '(pass)'],
  ['v=spf1 include:spf.sendsay.ru, -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 include:spf.sendsay.ru~all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 include:own.testinclude:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 ip4:192.0.2.1include:spf.sendsay.ru -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 include:spf.sendsay.ru; -all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 redirect=group.test redirect=own.test', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 redirect= include:spf.sendsay.ru', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 include:spf.sendsay.ru –all', sendsay, 'broken', 0, 'permerror'],
  ['v=spf1 include:spf.sendsay.ru v=spf1 -all', sendsay, 'covered', 1, 'pass'],
  ['v=spf1 include:nowhere.test include:spf.sendsay.ru -all', sendsay, 'broken', 1, 'permerror'],
  ['v=spf1 include:spf.sendsay.ru include:nowhere.test -all', sendsay, 'covered', 1, 'pass'],
  ['v=spf1 include:wrong.test include:spf.sendsay.ru -all', sendsay, 'broken', 1, 'permerror'],
  ['v=spf1 include:two.test include:spf.sendsay.ru -all', sendsay, 'several', 1, 'permerror'],
  ['v=spf1 redirect=nowhere.test', sendsay, 'broken', 1, 'permerror'],
  ['v=spf1 include:loop.test -all', sendsay, 'too-many-lookups', 11, 'permerror'],
  ['v=spf1 redirect=loop2.test', sendsay, 'too-many-lookups', 11, 'permerror'],
  [`v=spf1 ${'mx '.repeat(10)}include:spf.sendsay.ru -all`, sendsay, 'too-many-lookups', 11, 'permerror'],
  // RFC 7208 §4.6.4: the third look-up that finds nothing.
  ['v=spf1 a:gone1.test mx:gone2.test include:spf.sendsay.ru -all', sendsay, 'covered', 3, 'pass'],
  [
    'v=spf1 a:gone1.test/24 mx:gone2.test exists:gone3.test include:spf.sendsay.ru -all',
    sendsay,
    'too-many-void',
    3,
    'permerror',
  ],
  [
    'v=spf1 include:gone.group.test ?a:gone3.test include:spf.sendsay.ru -all',
    sendsay,
    'too-many-void',
    4,
    'permerror',
  ],
  ['v=spf1 include:spf.sendsay.ru a:gone1.test a:gone2.test a:gone3.test -all', sendsay, 'covered', 1, 'pass'],
  ['v=spf1 include:down.test include:spf.sendsay.ru -all', sendsay, 'no-answer', 1, '(pass)'],

  // No SPF record at all.
  ['v=spf10 include:spf.sendsay.ru', sendsay, 'none', 0, 'none'],
  ['v=spf1include:spf.sendsay.ru ~all', sendsay, 'none', 0, 'none'],
  ['v=spf1; include:spf.sendsay.ru ~all', sendsay, 'none', 0, 'none'],
  [' v=spf1 include:spf.sendsay.ru ~all', sendsay, 'none', 0, '(pass)'],
  ['v=spf1\tinclude:spf.sendsay.ru ~all', sendsay, 'none', 0, '(permerror)'],
  ['"v=spf1 include:spf.sendsay.ru ~all"', sendsay, 'none', 0, 'none'],
  ['google-site-verification=x', sendsay, 'none', 0, 'none'],
];

/**
 * Where mailauth is more lenient than RFC 7208, so that a receiver that is not would reject what it passes: it does not look at terms behind
 * the one that matches (§4.6: the syntax of all is checked first), takes an address of the other family (§5.6), trims the
 * record (§4.5: the version comes first, then a space), and goes on where a name server failed (§5.2: temperror).
 */
const lenient = rows.filter(([, , , , mailauth]) => mailauth.startsWith('('));

describe('a record', () => {
  test.each(rows)('%s, for %j: %s', async (record, wanted, kind, lookups) => {
    const result = await evaluateSpf('example.com', wanted, {
      texts: async (name) => {
        if (name === 'down.test') return { kind: 'failed', why: 'fails', whose: 'of-the-zone' };
        const texts = name === 'example.com' ? [record] : zone[name.toLowerCase().replace(/\.$/, '')];
        return texts ? { kind: 'found', texts } : { kind: 'none' };
      },
      isVoid: async (name) => name.startsWith('gone'),
    });
    expect([result.answer.kind, result.lookups]).toEqual([kind, lookups]);
  });

  test.each(rows)('%s, for %j: %s, by mailauth too', async (record, { networks }, _kind, _lookups, mailauth) => {
    const ip = (networks[0] ?? '').replace(/\/.*/, '').replace(/\.0$/, '.1').replace(/::$/, '::1');
    const texts = { ...zone, 'example.com': [record] };
    expect(await spfByMailauth(ip, texts, 'down.test')).toBe(mailauth.replace(/[()]/g, ''));
  });

  test('differs from mailauth in few places', () => {
    expect(lenient.length).toBeLessThan(10);
  });
});
