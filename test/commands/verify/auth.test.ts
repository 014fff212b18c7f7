import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Direct, directly, sealed, signed, signingKey } from '../../support/authentication/signed.js';
import { type DnsServer, startDns } from '../../support/dns-server.js';
import { inProcess } from '../../support/in-process.js';
import { akrelay, emptyFolder } from '../../support/program.js';
import { program } from '../../support/program-under-test.js';

const relay = '185.138.182.12';
const rsa = signingKey('rsa');
const other = signingKey('rsa');
const ed25519 = signingKey('ed25519');

const zone: Readonly<Record<string, readonly string[]>> = {
  'shop.example': ['v=spf1 include:spf.shop.example -all'],
  'spf.shop.example': [`v=spf1 ip4:${relay} -all`],
  'closed.example': ['v=spf1 -all'],
  '_dmarc.shop.example': ['v=DMARC1; p=reject'],
  '_dmarc.closed.example': ['v=DMARC1; p=quarantine'],
  'shop1.7._domainkey.shop.example': [rsa.record],
  'ed._domainkey.shop.example': [ed25519.record],
  'rsa._domainkey.closed.example': [rsa.record],
  'wrong._domainkey.shop.example': [other.record],
  // RFC 8463, appendix A.2.
  'brisbane._domainkey.football.example.com': ['v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='],
  'test._domainkey.football.example.com': [
    'v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB',
  ],
};

const received = (name = 'gato12.sndsy.ru', address = relay): string =>
  `Received: from ${name} (${name} [${address}])\r\n\tby mx.example.net (Postfix) with ESMTPS id 4XYZ\r\n\tfor <qa@example.net>; Sat, 28 Nov 2026 10:00:00 +0000 (UTC)\r\n`;
const trace = (reversePath: string, more = ''): string => `Return-Path: <${reversePath}>\r\n${more}${received()}`;
const letter = (domain: string, body: string): string =>
  `From: Shop <news@${domain}>\r\nTo: qa@example.net\r\nSubject: Hello  \r\nDate: Sat, 28 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@${domain}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n${body}\r\n`;

let cwd: string;
let dns: DnsServer;
beforeAll(async () => {
  cwd = await emptyFolder();
  dns = await startDns(zone);
});
afterAll(() => dns.close());

const flags = (): string[] => ['--receiver', 'mx.example.net', '--auth', '--resolver', dns.place];

// biome-ignore lint/suspicious/noExplicitAny: JSON of the program
async function authOf(message: string, ...more: string[]): Promise<any> {
  await writeFile(path.join(cwd, 'm.eml'), message, 'latin1');
  const { stdout } = await inProcess(['verify', 'm.eml', '--json', ...flags(), ...more], { cwd });
  return JSON.parse(stdout).results[0];
}

const signers = [
  { signingDomain: 'shop.example', selector: 'shop1.7', privateKey: rsa.privateKey },
  { signingDomain: 'shop.example', selector: 'ed', privateKey: ed25519.privateKey },
  { signingDomain: 'closed.example', selector: 'rsa', privateKey: rsa.privateKey },
  { signingDomain: 'shop.example', selector: 'wrong', privateKey: rsa.privateKey },
  { signingDomain: 'shop.example', selector: 'nowhere', privateKey: rsa.privateKey },
] as const;

test('200 signed messages: the same as mailauth used directly', async () => {
  await mkdir(path.join(cwd, 'many'));
  const expected: Direct[] = [];
  for (let i = 0; i < 200; i++) {
    const domain = i % 3 === 0 ? 'closed.example' : 'shop.example';
    const body = `line ${i}\r\n${' '.repeat(i % 4)}trailing \t\r\n${'\r\n'.repeat(i % 3)}\u00cf\u00f0`;
    const canonicalization = ['relaxed/relaxed', 'simple/simple', 'relaxed/simple', 'simple/relaxed'][i % 4] ?? '';
    const chosen = [signers[i % 5], ...(i % 7 === 0 ? [signers[(i + 1) % 5]] : [])].flatMap((one) =>
      one ? [{ ...one, canonicalization }] : [],
    );
    let text = await signed(letter(domain, body), ...chosen);
    if (i % 11 === 0) text = text.replace('trailing', 'changed');
    if (i % 13 === 0) text = text.replace('Subject: Hello', 'Subject: Other');
    if (i % 10 === 0) text = await sealed(text, signers[0]);
    if (i % 20 === 0) text = text.replace(`line ${i}`, 'line x');
    const whole = trace(`bounce@${domain}`) + text;
    await writeFile(path.join(cwd, 'many', `${String(i).padStart(3, '0')}.eml`), whole, 'latin1');
    expected.push(
      await directly(
        Buffer.from(whole, 'latin1'),
        { ip: relay, helo: 'gato12.sndsy.ru', sender: `bounce@${domain}`, minBitLength: 1024 },
        zone,
      ),
    );
  }
  const { stdout } = await inProcess(['verify', 'many', '--format', 'ndjson', ...flags()], { cwd });
  const found = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).authentication);
  const ours = found.map(({ spf, dkim, dmarc, arc }) => [
    spf.result,
    dkim.map((one: { selector: string; result: string }) => `${one.selector} ${one.result}`),
    dmarc.result,
    arc.result,
  ]);
  const theirs = expected.map(({ spf, dkim, dmarc, arc }) => [
    spf.status.result,
    dkim.results.flatMap(({ selector, status }) => (selector === undefined ? [] : [`${selector} ${status.result}`])),
    dmarc === false ? 'none' : dmarc.status.result,
    arc.status.result,
  ]);
  expect(ours).toEqual(theirs);
  // The rows are not all alike.
  for (const index of [0, 2, 3] as const) expect(new Set(ours.map((row) => row[index])).size).toBeGreaterThan(1);
  expect(new Set(ours.flatMap(([, dkim]) => dkim)).size).toBeGreaterThan(6);
});

test('the signatures of RFC 8463, appendix A.3, hold; a changed body breaks both', async () => {
  const text = await readFile('test/fixtures/authentication/rfc8463.eml', 'latin1');
  const results = async (message: string): Promise<string[]> =>
    (await authOf(message)).authentication.dkim.map(
      ({ algorithm, result }: { algorithm: string; result: string }) => `${algorithm} ${result}`,
    );
  const crlf = text.replaceAll('\n', '\r\n');
  expect(await results(trace('joe@football.example.com') + crlf)).toEqual(['ed25519-sha256 pass', 'rsa-sha256 pass']);
  expect(await results(trace('joe@football.example.com') + crlf.replace('hungry', 'angry'))).toEqual([
    'ed25519-sha256 neutral',
    'rsa-sha256 neutral',
  ]);
  // LF, as files of a Maildir have it.
  expect(await results((trace('joe@football.example.com') + crlf).replaceAll('\r\n', '\n'))).toEqual([
    'ed25519-sha256 pass',
    'rsa-sha256 pass',
  ]);
});

describe('what is said of a message', () => {
  test('in words', async () => {
    const text = trace('bounce@shop.example') + (await signed(letter('shop.example', 'x'), signers[0]));
    await writeFile(path.join(cwd, 'w.eml'), text);
    const { stdout, exit } = await inProcess(['verify', 'w.eml', ...flags()], { cwd });
    expect(exit).toBe(0);
    expect(
      stdout.slice(stdout.indexOf('authentication')),
    ).toBe(`authentication (recomputed; it does not decide the verdict)
  SPF   pass      ${relay} for shop.example; domain of bounce@shop.example
  designates ${relay} as permitted sender
  DKIM  pass      shop.example, selector shop1.7, a selector in the form that
  Sendsay documents
  DMARC pass      shop.example, policy reject
  ARC   none
`);
  });

  test('without a boundary SPF is not asked, and the verdict stays', async () => {
    const { verdict, authentication } = await authOf(letter('shop.example', 'x'));
    expect([verdict, authentication.spf, authentication.address]).toEqual([
      'unknown',
      { result: 'none', domain: null, reason: expect.stringContaining('shows the client') },
      null,
    ]);
  });

  test('a bypass whose authentication holds is a bypass', async () => {
    const { verdict, authentication } = await authOf(
      received('mail.shop.example', '203.0.113.9') + (await signed(letter('shop.example', 'x'), signers[0])),
    );
    expect([verdict, authentication.dkim[0].result, authentication.dmarc.result]).toEqual([
      'not-confirmed',
      'pass',
      'pass',
    ]);
  });

  test('a signature over a part of the body prints nothing of its own', async () => {
    const part = { ...signers[0], maxBodyLength: 4 };
    const text = (await signed(letter('shop.example', 'all of it'), part)).replace(/l=\d+/, 'l=4000');
    await writeFile(path.join(cwd, 'l.eml'), trace('a@shop.example') + text);
    const { stdout } = await akrelay(['verify', 'l.eml', '--json', ...flags()], { cwd });
    expect(JSON.parse(stdout).results[0].authentication.dkim).toHaveLength(1);
  });

  test('a message that is longer than what is read of it', async () => {
    const long = `${trace('bounce@shop.example')}${letter('shop.example', 'x'.repeat(1_200_000).replace(/.{70}/g, '$&\r\n'))}`;
    const { authentication } = await authOf(
      `From a Sat Nov 28 10:00:00 2026\n${long}\nFrom b Sat Nov 28 10:00:00 2026\n${long}\n`,
    );
    expect(authentication.findings.map(({ id }: { id: string }) => id)).toEqual(['authentication-cut']);
  });

  test.each<[string, string]>([
    ['of more lines than real mail', `X-Long: a\r\n${' b\r\n'.repeat(5_000)}`],
    ['of more signatures', 'DKIM-Signature \f: v=1; d=shop.example\r\n'.repeat(11)],
    [
      'of many fields and a signature over many',
      `DKIM-Signature: h=${'f:'.repeat(40_000)}\r\n${'f:\r\n'.repeat(2_000)}`,
    ],
  ])('a header %s, which takes long to verify: only SPF is computed', async (_, fields) => {
    const text = await signed(letter('shop.example', 'x'), signers[0]);
    const { authentication } = await authOf(trace('bounce@shop.example') + fields + text);
    expect(authentication).toMatchObject({ spf: { result: 'pass' }, dkim: [], dmarc: { result: 'none' } });
    expect(authentication.findings.map(({ id }: { id: string }) => id)).toEqual(['authentication-over-limit']);
  });

  test('a long body under four signatures, each over another part of it', async () => {
    const part = (length: number) => `DKIM-Signature: v=1; d=shop.example; l=${length}\r\n`;
    const text = letter('shop.example', 'x\r\n'.repeat(130_000));
    const { authentication } = await authOf(trace('bounce@shop.example') + [1, 2, 3, 4].map(part).join('') + text);
    expect(authentication.findings.map(({ id }: { id: string }) => id)).toEqual(['authentication-over-limit']);
  });

  test('a message of an mbox, with LF', async () => {
    const text = (trace('bounce@shop.example') + (await signed(letter('shop.example', 'x'), signers[0]))).replaceAll(
      '\r\n',
      '\n',
    );
    const { authentication } = await authOf(
      `From a Sat Nov 28 10:00:00 2026\n${text}\nFrom b Sat Nov 28 10:00:00 2026\n${text}\n`,
    );
    expect(authentication.dkim[0].result).toBe('pass');
  });
});

describe('what servers of ours state', () => {
  const own = (text: string): string => trace('bounce@shop.example', text);
  const below = (text: string): string =>
    `${trace('bounce@shop.example')}${text}Received: from a (a [10.0.0.1]) by gato12.sndsy.ru (Postfix) with ESMTP id 1; Sat, 28 Nov 2026 09:00:00 +0000\r\n`;
  const stated =
    'Authentication-Results: mx.example.net (x; y);\r\n\tspf=fail (sender "is; bad") smtp.mailfrom=a@shop.example;\r\n\tdkim=pass header.d=shop.example\r\n';

  test.each<[string, string, readonly string[]]>([
    ['above the boundary, of a server of ours', own(stated), ['mx.example.net above-boundary spf=fail dkim=pass']],
    [
      'of its domain',
      own(stated.replace('mx.example.net', 'example.net')),
      ['example.net above-boundary spf=fail dkim=pass'],
    ],
    ['of another', own(stated.replace('mx.example.net', 'mx.example.org')), []],
    ['of a part of its name', own(stated.replace('mx.example.net', 'ample.net')), []],
    ['between its line and the next', below(stated), ['mx.example.net below-own-line spf=fail dkim=pass']],
    ['below the next line', `${below('')}${stated}`, []],
    ['without an id', own('Authentication-Results: spf=pass; dkim=pass\r\n'), []],
    [
      'Received-SPF',
      own('Received-SPF: pass (mx.example.net: ok) client-ip=203.0.113.9; receiver=mx.example.net;\r\n'),
      ['mx.example.net above-boundary spf=pass'],
    ],
    ['Received-SPF of another', own('Received-SPF: pass receiver=mx.example.org; client-ip=203.0.113.9\r\n'), []],
    ['no Received-SPF', own('Received-SPF: \r\n'), []],
  ])('%s', async (_name, header, is) => {
    const { authentication } = await authOf(header + letter('shop.example', 'x'));
    const shown = authentication.stated.map(
      ({ by, place, results }: { by: string; place: string; results: { method: string; result: string }[] }) =>
        [by, place, ...results.map(({ method, result }) => `${method}=${result}`)].join(' '),
    );
    expect(shown).toEqual(is);
  });

  test('a client other than that of the handover, and another result, are findings', async () => {
    const header = own(`Received-SPF: fail client-ip=203.0.113.9; receiver=mx.example.net\r\n`);
    const { authentication, verdict } = await authOf(header + letter('shop.example', 'x'));
    expect([verdict, authentication.findings.map(({ id }: { id: string }) => id)]).toEqual([
      'confirmed',
      ['authentication-client-differs', 'authentication-result-differs'],
    ]);
  });

  test('Microsoft’s, which bear no name', async () => {
    const header = `Received: from MW2NAM12FT050.eop-nam12.prod.protection.outlook.com (2603:10b6:303:8f::13) by MW4PR03CA0221.outlook.office365.com (2603:10b6:303:b9::16) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.5123.12 via Frontend Transport; Sat, 28 Nov 2026 10:00:02 +0000\r\nAuthentication-Results: spf=pass (sender IP is 203.0.113.9) smtp.mailfrom=shop.example; dkim=none (message not signed) header.d=none;dmarc=pass action=none header.from=shop.example;compauth=pass reason=100\r\nReceived-SPF: Pass (protection.outlook.com: domain of shop.example designates 203.0.113.9 as permitted sender) receiver=protection.outlook.com; client-ip=203.0.113.9; helo=gato12.sndsy.ru; pr=C\r\nReceived: from gato12.sndsy.ru (${relay}) by MW2NAM12FT050.mail.protection.outlook.com (10.13.181.13) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.5123.12 via Frontend Transport; Sat, 28 Nov 2026 10:00:00 +0000\r\nX-Forefront-Antispam-Report: CIP:203.0.113.9;CTRY:RU;LANG:en;SCL:1\r\n`;
    await writeFile(path.join(cwd, 'ms.eml'), header + letter('shop.example', 'x'));
    const { stdout } = await inProcess(['verify', 'ms.eml', '--json', '--auth', '--resolver', dns.place], { cwd });
    const [{ trust, authentication }] = JSON.parse(stdout).results;
    expect(trust).toEqual({ kind: 'profile', profile: 'outlook' });
    expect(
      authentication.stated.map(({ field, clientIp }: { field: string; clientIp: string }) => `${field} ${clientIp}`),
    ).toEqual([
      'Authentication-Results 203.0.113.9',
      'Received-SPF 203.0.113.9',
      'X-Forefront-Antispam-Report 203.0.113.9',
    ]);
    expect(authentication.findings[0].id).toBe('authentication-client-differs');
  });
});

describe('--dns-cache', () => {
  test('repeats the answers without a name server', async () => {
    const text = trace('bounce@shop.example') + (await signed(letter('shop.example', 'x'), signers[0]));
    const online = await authOf(text, '--dns-cache', 'answers.json');
    const asked = dns.asked.length;
    await writeFile(path.join(cwd, 'again.eml'), text);
    const words = [
      'verify',
      'again.eml',
      '--json',
      '--receiver',
      'mx.example.net',
      '--auth',
      '--dns-cache',
      'answers.json',
      '--resolver',
      'none',
    ];
    const { stdout } = await inProcess(words, { cwd });
    expect(JSON.parse(stdout).results[0].authentication).toEqual(online.authentication);
    expect(dns.asked.length).toBe(asked);
    const { schema, answers } = JSON.parse(await readFile(path.join(cwd, 'answers.json'), 'utf8'));
    expect([schema, answers['TXT _dmarc.shop.example']]).toEqual([
      'akrelay/dns-answers@1',
      { records: [['v=DMARC1; p=reject']] },
    ]);
  });

  test('of several that write to it at once loses no answer', async () => {
    const domains = ['shop.example', 'one.example', 'two.example', 'three.example', 'four.example'];
    const verified = domains.map(async (domain) => {
      await writeFile(path.join(cwd, domain), trace(`bounce@${domain}`) + letter(domain, 'x'));
      const words = `verify ${domain} --receiver mx.example.net --auth --dns-cache shared.json --resolver ${dns.place}`;
      return (await inProcess(words.split(' '), { cwd })).stderr;
    });
    expect(await Promise.all(verified)).toEqual(domains.map(() => ''));
    const { answers } = JSON.parse(await readFile(path.join(cwd, 'shared.json'), 'utf8'));
    expect(domains.filter((domain) => answers[`TXT ${domain}`] === undefined)).toEqual([]);
  });

  test.each(['{}', 'no JSON', '{"schema":"akrelay/dns-answers@1","answers":{"TXT a":{"records":[1]}}}'])(
    '%s is none',
    async (content) => {
      await writeFile(path.join(cwd, 'bad.json'), content);
      await writeFile(path.join(cwd, 'x.eml'), letter('shop.example', 'x'));
      const { exit, stderr } = await inProcess(
        ['verify', 'x.eml', '--auth', '--dns-cache', 'bad.json', '--resolver', 'none'],
        { cwd },
      );
      expect([exit, stderr]).toEqual([65, expect.stringContaining('no recorded DNS answers')]);
      expect(await readFile(path.join(cwd, 'bad.json'), 'utf8')).toBe(content);
    },
  );

  test.each([
    ['--resolver', '127.0.0.1'],
    ['--dns-cache', 'x.json'],
  ])('%s without --auth is refused', async (flag, word) => {
    expect((await inProcess(['verify', 'x.eml', flag, word], { cwd })).exit).toBe(64);
  });
});

// The single file takes no hook.
const withHook = program.kind === 'single-file' ? test.skip : test;

withHook('no socket is opened without --auth', async () => {
  const hook =
    "for (const [m, f] of [['net','connect'],['dgram','createSocket'],['dns','lookup']]) { const o = require(m); const was = o[f]; o[f] = (...a) => { require('fs').appendFileSync('sockets', m + '\\n'); return was(...a); }; }";
  await writeFile(path.join(cwd, 'hook.cjs'), hook);
  await writeFile(path.join(cwd, 'n.eml'), trace('a@shop.example') + letter('shop.example', 'x'));
  const env = { NODE_OPTIONS: `--require ${path.join(cwd, 'hook.cjs')}` };
  const opened = async (words: readonly string[]): Promise<string> => {
    await writeFile(path.join(cwd, 'sockets'), '');
    await akrelay(['verify', 'n.eml', '--receiver', 'mx.example.net', ...words], { cwd, env });
    return readFile(path.join(cwd, 'sockets'), 'utf8');
  };
  expect(await opened([])).toBe('');
  expect(await opened(['--auth', '--resolver', dns.place])).toContain('dgram');
});
