import { isIPv6 } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalAddress } from '../../src/trace/address/address.js';
import { parseHostPattern } from '../../src/trace/address/host-pattern.js';
import { lookalikesOf } from '../../src/trace/address/lookalike.js';
import { isLoopback, isPrivate, networkContains, parseNetwork } from '../../src/trace/address/network.js';
import { networkAround } from '../../src/trace/address/network-around.js';
import { parseReceiver } from '../../src/trace/path/trusted-receivers.js';

describe('addresses', () => {
  test.each([
    ['185.138.182.7', '185.138.182.7'],
    ['0.0.0.0', '0.0.0.0'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['::', '::'],
    ['::1', '::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:185.138.182.7', '185.138.182.7'],
    ['::FFFF:b98a:b607', '185.138.182.7'],
    ['64:ff9b::185.138.182.7', '64:ff9b::b98a:b607'],
    ['1::ffff:1.2.3.4', '1::ffff:102:304'],
    ['::fffe:1.2.3.4', '::fffe:102:304'],
    ['255.249.199.100', '255.249.199.100'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is %s', (text, canonical) => expect(canonicalAddress(text)).toBe(canonical));

  test.each([
    '185.138.182.256',
    '185.138.1820.5',
    '185.138.182.005',
    '1185.138.182.5',
    '185.138.182',
    '185.138.182.7.',
    '.185.138.182.7',
    '185..182.7',
    '3112875525',
    '0xb9.138.182.7',
    '185.138.182.5.evil.example',
    ' 185.138.182.7',
    '185.138.182.7\0',
    '\uff1185.138.182.7',
    '+1.2.3.4',
    '1.2.3.4/32',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '12345::',
    ':::',
    '1.2.3.4::',
    '::1.2.3',
    '::01.2.3.4',
    '185.138.182.7%1',
    '1:2:3:4:5:6:7:8::',
    '1:2:3:4:5:6:7:8::g',
    '1::2::',
    '%eth0',
    '1.2.3.x',
    '1:2:3:4:5:6:7:1.2.3.4',
    'xx::ffff:1.2.3.4',
    '1.2.3.4.5',
    '260.1.1.1',
    '',
  ])('%j is none', (text) => expect(canonicalAddress(text)).toBeUndefined());

  test('what has a colon is an address where Node takes it for one', () => {
    const pieces = fc.constantFrom('0', '1', 'aF', 'ffff', '12345', 'g', ':', ':', '::', '1.2.3.4', '1.2.3');
    const texts = fc.array(pieces, { maxLength: 17 }).map((parts) => `${parts.join('')}:1`);
    fc.assert(
      fc.property(fc.oneof(texts, fc.ipV6()), (text) => {
        expect(canonicalAddress(text) !== undefined).toBe(isIPv6(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('canonical text reads as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const canonical = canonicalAddress(text);
        expect(canonical).toBeDefined();
        expect(canonicalAddress(canonical ?? '')).toBe(canonical);
      }),
    );
  });
});

describe('networks', () => {
  test.each([
    ['185.138.182.0/24', '185.138.182.255', true],
    ['185.138.182.0/24', '185.138.183.5', false],
    ['185.138.182.0/23', '185.138.183.5', true],
    ['185.138.182.7', '185.138.182.7', true],
    ['185.138.182.7', '185.138.182.8', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['185.138.182.0/24', '::ffff:185.138.182.9', true],
    ['::ffff:185.138.182.0/120', '185.138.182.9', true],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['185.138.182.0/24', '185.138.182.005', false],
    ['0.0.0.0/0', 'mx.example.net', false],
    ['2001:db8::/32', '2001:db9::1', false],
    ['10.0.0.0/8', '10.255.0.1', true],
  ])('%s holds %s: %s', (cidr, address, holds) => {
    const network = parseNetwork(cidr);
    expect(network && networkContains(network, address)).toBe(holds);
  });

  test.each([
    '185.138.182.0/33',
    '185.138.182.7/24',
    '185.138.182.0/',
    '185.138.182.0/-1',
    '::ffff:0.0.0.0/90',
    '185.138.182.0/024',
    'a/8',
    '::/129',
    '1.2.3.0/24/24',
    'fe80::%1/10',
    '',
  ])('%j is none', (cidr) => expect(parseNetwork(cidr)).toBeUndefined());

  test.each([
    ['64:ff9b::10.1.2.3', true],
    ['64:ff9b::8.8.8.8', false],
    ['64:ff9b:1::10.1.2.3', false],
    ['64:ff9c::10.1.2.3', false],
    ['65:ff9b::10.1.2.3', false],
    ['0.0.0.0', true],
    ['0.0.0.1', false],
    ['::1', true],
    ['::2', false],
    ['mx.example.net', false],
    ['', false],
  ])('%s is private: %s', (address, isInside) => expect(isPrivate(address)).toBe(isInside));

  test.each([
    ['10.0.0.1/24', '10.0.0.0/24'],
    ['10.0.255.1/23', '10.0.254.0/23'],
    ['2001:db8::1/64', '2001:db8::/64'],
    ['10.0.0.1/0', '0.0.0.0/0'],
    ['10.0.0.0/24', undefined],
    ['10.0.0.1/32', undefined],
    ['10.0.0.1/33', undefined],
    ['10.0.0.1/x24', undefined],
    ['10.0.0.1/24x', undefined],
    ['10.0.0.1/0024', undefined],
    ['10.0.0.1/', undefined],
    ['10.0.0.1', undefined],
    ['mx/24', undefined],
    ['', undefined],
  ])('%s was meant as %s', (cidr, meant) => expect(networkAround(cidr)).toBe(meant));

  test('loopback and private', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1'].map(isLoopback)).toEqual([true, true, true]);
    expect(
      ['10.1.2.3', '172.31.0.1', '192.168.1.1', '100.64.0.1', '169.254.1.1', 'fd00::1', 'fe80::1'].every(isPrivate),
    ).toBe(true);
    expect(['172.32.0.1', '185.138.182.7', '2a02:6b8::1', '11.0.0.1'].some(isPrivate)).toBe(false);
  });
});

describe('host patterns', () => {
  const gato = parseHostPattern('gato#.sndsy.ru');
  test.each(['gato1.sndsy.ru', 'gato001.sndsy.ru', 'GATO12345.SNDSY.RU', 'gato7.sndsy.ru.'])(
    'the relay is %s',
    (name) => expect(gato?.matches(name)).toBe(true),
  );

  test.each([
    'gato.sndsy.ru',
    'gato123456.sndsy.ru',
    'gato1.sndsy.ru..',
    '.gato1.sndsy.ru',
    'gato1.sndsy.ru.evil.example',
    'notsndsy.ru',
    'gato1.notsndsy.ru',
    'xgato1.sndsy.ru',
    'gato1-sndsy.ru',
    'gato1xsndsy.ru',
    'gato1.sndsy.ru.com',
    'gato1.sndsy.ruu',
    'gato1.fsndsy.ru',
    'gato1.bsndsy.ru',
    'gitlab.sndsy.ru',
    'gato1.sndsy.ru\n',
    'gato1.sndsy.ru\0',
    'gato1.sndsy.ru ',
    'gato\u0661.sndsy.ru',
    'gato\uff11.sndsy.ru',
    '\uff47ato1.sndsy.ru',
    'gato1.snds\u0443.ru',
    'gato1.sndsy\u3002ru',
    'gato1.sndsy.ru\u00ad',
    'gato\u200b1.sndsy.ru',
    'gato1.xn--snds-y6d.ru',
    '=?utf-8?q?gato1=2Esndsy=2Eru?=',
    '',
  ])('the relay is not %j', (name) => expect(gato?.matches(name)).toBe(false));

  test('the Kelvin sign is no k', () => {
    expect(parseHostPattern('k.example')?.matches('\u212a.example')).toBe(false);
    expect(parseHostPattern('K.example')?.matches('k.EXAMPLE')).toBe(true);
  });

  test.each([
    ['*.example.net', 'mx.example.net', true],
    ['*.example.net', 'a.b.example.net', true],
    ['*.example.net', 'example.net', false],
    ['*.example.net', 'notexample.net', false],
    ['mx', 'mx', true],
    ['#.example.net', '7.example.net', true],
    ['mx.example.net', '.', false],
    [`${'a.'.repeat(126)}a`, `${'a.'.repeat(126)}a`, true],
  ])('%s fits %s: %s', (pattern, name, fits) => expect(parseHostPattern(pattern)?.matches(name)).toBe(fits));

  test.each([
    '*',
    '*.ru',
    '*.',
    `${'a.'.repeat(126)}aa`,
    'gato*.sndsy.ru',
    'a.*.b',
    '',
    '.',
    'a b',
    'a..b',
    'mx\u0443.ru',
    'a/b',
    '(a+)+.b',
  ])('%j is none', (pattern) => expect(parseHostPattern(pattern)).toBeUndefined());

  test.each([
    ['gato1.sndsy.ru.evil.example', true],
    ['evil-sndsy.ru.example', true],
    ['mx.sndsi.ru', true],
    ['mx.sndsyy.ru', true],
    ['mx.sndy.ru', true],
    ['mx.asndsy.rus', true],
    ['sndsyru', true],
    ['sndsyxx', false],
    ['mx.sndsiy.rus', false],
    ['mx.ydsns.ru', false],
    ['sndsi.ru.example.net', false],
    ['=?utf-8?q?gato1=2Esndsy=2Eru?=', true],
    ['=?utf-8?q?gato1=2esndsy=2eru?=', true],
    ['gato1=2Esndsy=2Eru', false],
    ['gato1.snds\u0443.ru', true],
    ['gato1.snd\u0443\u0443.ru', false],
    ['gato1.sndsy\u3002ru', true],
    ['\uff47ato1.sn\u200bdsy.ru', true],
    ['\uff33\uff2e\uff24\uff33\uff39.RU', true],
    ['gato1.xn--snds-y6d.ru', true],
    ['gato1.xn--sndsy-y6d.example', true],
    ['gato1.xn--s-y6d.ru', false],
    ['gato1.axn--snds-y6d.ru', false],
    ['gato1.xn--snds-y6d-.ru', false],
    ['gato1.xn--mail-y6d.ru', false],
    ['gato1.xn--snds-.ru', false],
    ['mail.example.com', false],
    ['', false],
  ])('%j is like the relay: %s', (name, isLike) => {
    expect(lookalikesOf(['mx.other.example', 'gato#.sndsy.ru'])(name)).toBe(isLike);
    expect(lookalikesOf(['*.sndsy.ru'])(name)).toBe(isLike);
  });

  test.each([
    ['a.b', 'xa.b', false],
    ['a.bc', 'xa.bc', true],
    ['MX.SNDSY.RU', 'sndsy.ru.example', true],
  ])('of %s: %j: %s', (pattern, name, isLike) => expect(lookalikesOf([pattern])(name)).toBe(isLike));

  test('a receiver is a pattern, an address or a network', () => {
    expect(parseReceiver('mx#.example.net')).toEqual({ kind: 'name', by: 'mx#.example.net' });
    expect(parseReceiver('10.0.0.5')).toEqual({ kind: 'network', cidr: '10.0.0.5' });
    expect(parseReceiver('10.0.0.0/8')).toEqual({ kind: 'network', cidr: '10.0.0.0/8' });
    expect(parseReceiver('10.0.0.300')).toEqual({ kind: 'name', by: '10.0.0.300' });
    expect(parseReceiver('*')).toBeUndefined();
  });
});
