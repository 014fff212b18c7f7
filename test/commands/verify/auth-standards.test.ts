import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { directly, sealed, signed, signingKey } from '../../support/authentication/signed.js';
import { type DnsServer, startDns } from '../../support/dns-server.js';
import { inProcess } from '../../support/in-process.js';
import { emptyFolder } from '../../support/program.js';

const relay = '185.138.182.12';
const rsa = signingKey('rsa');
const zone: Readonly<Record<string, readonly string[]>> = {
  'lane._domainkey.shop.example': [rsa.record],
  'lane._domainkey.list.example': [rsa.record],
  // RFC 6376, appendix C.
  'brisbane._domainkey.example.com': [
    'v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB',
  ],
};
const trace = `Return-Path: <bounce@shop.example>\r\nReceived: from gato12.sndsy.ru (gato12.sndsy.ru [${relay}])\r\n\tby mx.example.net (Postfix) with ESMTPS id 4XYZ\r\n\tfor <qa@example.net>; Sat, 28 Nov 2026 10:00:00 +0000 (UTC)\r\n`;

let cwd: string;
let dns: DnsServer;
beforeAll(async () => {
  cwd = await emptyFolder();
  dns = await startDns(zone);
});
afterAll(() => dns.close());

/** What `verify --auth` says of the message below the trace of its delivery, and what mailauth says of it. */
async function both(message: string) {
  const whole = trace + message;
  await writeFile(path.join(cwd, 'm.eml'), whole, 'latin1');
  const flags = ['--receiver', 'mx.example.net', '--auth', '--resolver', dns.place];
  const { stdout } = await inProcess(['verify', 'm.eml', '--json', ...flags], { cwd });
  const { dkim, arc } = JSON.parse(stdout).results[0].authentication;
  const options = { ip: relay, helo: 'gato12.sndsy.ru', sender: 'bounce@shop.example', minBitLength: 1024 };
  const theirs = await directly(Buffer.from(whole, 'latin1'), options, zone);
  return {
    dkim: dkim.map(({ result }: { result: string }) => result),
    arc: arc.result,
    theirs: {
      dkim: theirs.dkim.results.flatMap(({ signingDomain, status }) => (signingDomain ? [status.result] : [])),
      arc: theirs.arc.status.result,
    },
  };
}

describe('RFC 6376, appendix A.2', () => {
  const changes: readonly [string, (text: string) => string, string][] = [
    ['as it is printed', (text) => text, 'pass'],
    ['with another body', (text) => text.replace('hungry', 'angry'), 'neutral'],
    ['with another subject', (text) => text.replace('dinner', 'lunch'), 'fail'],
    // Simple canonicalization of the header changes nothing (§3.4.1), of the body only empty lines at the end (§3.4.3).
    ['with a blank less in a field', (text) => text.replace('com  [', 'com ['), 'fail'],
    ['with empty lines at the end', (text) => `${text}\r\n\r\n`, 'pass'],
    ['with LF', (text) => text.replaceAll('\r\n', '\n'), 'pass'],
  ];
  test.each(changes)('%s', async (_name, change, result) => {
    const text = (await readFile('test/fixtures/authentication/rfc6376.eml', 'latin1')).replaceAll('\n', '\r\n');
    const { dkim, theirs } = await both(change(text));
    expect(dkim).toEqual([result]);
    expect(theirs.dkim).toEqual([result]);
  });
});

describe('ARC (RFC 8617)', () => {
  const letter =
    'From: Shop <news@shop.example>\r\nTo: qa@example.net\r\nSubject: Hello\r\nDate: Sat, 28 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@shop.example>\r\n\r\nthe body\r\n';
  const author = { signingDomain: 'shop.example', selector: 'lane', privateKey: rsa.privateKey };
  const list = { ...author, signingDomain: 'list.example' };
  const chain = async (length: number, last: 'none' | 'pass' | 'fail' = 'pass'): Promise<string> => {
    let text = await signed(letter, author);
    for (let i = 1; i <= length; i++) text = await sealed(text, list, i === 1 ? 'none' : i === length ? last : 'pass');
    return text;
  };
  /** A field of the chain, with the lines that continue it. */
  const field = (name: string, instance: number): RegExp =>
    new RegExp(`^${name}: (?=(?:.|\\r\\n[ \\t])*?\\bi=${instance};)(?:.|\\r\\n[ \\t])*\\r\\n`, 'm');

  // §4.2.1 at most fifty, §5.2 how a chain is validated.
  const rows: readonly [string, () => Promise<string>, string][] = [
    ['no chain', () => chain(0), 'none'],
    ['one set', () => chain(1), 'pass'],
    ['three sets', () => chain(3), 'pass'],
    ['the last set says that the chain is broken', () => chain(2, 'fail'), 'fail'],
    ['the second set says that there is none below', () => chain(2, 'none'), 'fail'],
    ['another body', async () => (await chain(2)).replace('the body', 'a body'), 'fail'],
    ['another subject', async () => (await chain(2)).replace('Subject: Hello', 'Subject: Other'), 'fail'],
    [
      'other results in the first set',
      async () =>
        (await chain(2)).replace(field('ARC-Authentication-Results', 1), (one) => one.replace('pass', 'fail')),
      'fail',
    ],
    ['the first seal is gone', async () => (await chain(2)).replace(field('ARC-Seal', 1), ''), 'fail'],
    [
      'the first signature is gone',
      async () => (await chain(2)).replace(field('ARC-Message-Signature', 1), ''),
      'fail',
    ],
    [
      'the first set is gone',
      async () =>
        ['ARC-Seal', 'ARC-Message-Signature', 'ARC-Authentication-Results'].reduce(
          (text, name) => text.replace(field(name, 1), ''),
          await chain(2),
        ),
      'fail',
    ],
    ['a seal twice', async () => (await chain(1)).replace(field('ARC-Seal', 1), '$&$&'), 'fail'],
    [
      'a seal by a domain without a key',
      async () => sealed(await chain(0), { ...list, signingDomain: 'nobody.example' }),
      'fail',
    ],
    ['fifty-one sets', () => chain(51), 'fail'],
  ];
  test.each(rows)('%s', async (_name, make, result) => {
    const { arc, theirs } = await both(await make());
    expect([arc, theirs.arc]).toEqual([result, result]);
  });
});
