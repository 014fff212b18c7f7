import { type ClientName, clients } from './network.js';
import type { Receiver } from './receiver.js';

/**
 * What one message proves. `confirmed`: it came from the relay, and the lines show it. `by-checked-name`: only a name that
 * the server has checked shows it. `not-confirmed`: the server names another client beyond doubt. `never`: it did not come
 * from the relay; whether a reader can tell or finds the line unreadable is up to him.
 */
export type Truth = 'confirmed' | 'by-checked-name' | 'not-confirmed' | 'never';

export interface Delivery {
  readonly name: string;
  readonly client: ClientName;
  readonly truth: Truth;
  readonly ehlo: string;
  readonly helo?: true;
  /** The paths as said after MAIL FROM: and RCPT TO:. */
  readonly from: string;
  readonly to: string;
  readonly ident?: string;
  readonly tls?: true;
  /** A certificate of the client's own, with this subject. */
  readonly certificate?: string;
  /** What the client writes above the message: header lines, or the trace of a true message of the same server. */
  readonly above?: string | 'replay';
}

type Case = Omit<Delivery, 'from' | 'to'> & Partial<Pick<Delivery, 'from' | 'to'>>;

const relayName = 'gato12.sndsy.ru';
const relayAddress = '185.138.182.12';
/** As the relay itself writes what it got from the platform. */
const submitted = `Received: from platform.shop.example (platform.shop.example [192.0.2.80])\r\n\tby ${relayName} (Postfix) with ESMTPSA id 4XyZ12;\r\n\tSat, 28 Nov 2026 09:00:00 +0000\r\n`;
const forged = `Received: from ${relayName} (${relayName} [${relayAddress}])\r\n\tby mx.corp.example (Postfix) with ESMTPS id 4Xq1kZ0abc\r\n\tfor <qa@corp.example>; Sat, 28 Nov 2026 09:00:00 +0000\r\n`;

const truths: readonly Case[] = [
  { name: 'the relay', client: 'relay', truth: 'confirmed', ehlo: relayName, above: submitted },
  { name: 'the relay with TLS', client: 'relay', truth: 'confirmed', ehlo: relayName, tls: true, above: submitted },
  { name: 'the relay, EHLO as another', client: 'relay', truth: 'confirmed', ehlo: 'mta.shop.example' },
  { name: 'the relay, HELO', client: 'relay', truth: 'confirmed', ehlo: relayName, helo: true },
  { name: 'the relay, empty reverse path', client: 'relay', truth: 'confirmed', ehlo: relayName, from: '<>' },
  {
    name: 'the relay, a VERP path',
    client: 'relay',
    truth: 'confirmed',
    ehlo: relayName,
    from: '<b-12.34=qa#1=corp.example@shop.example>',
  },
  { name: 'the relay without a reverse name', client: 'relay-no-ptr', truth: 'confirmed', ehlo: 'gato77.sndsy.ru' },
  {
    name: 'the relay without a reverse name, with TLS',
    client: 'relay-no-ptr',
    truth: 'confirmed',
    ehlo: 'gato77.sndsy.ru',
    tls: true,
  },
  {
    name: 'the relay whose reverse name does not lead back',
    client: 'relay-ptr-astray',
    truth: 'confirmed',
    ehlo: 'gato78.sndsy.ru',
  },
  { name: 'the relay over IPv6', client: 'relay-ipv6', truth: 'by-checked-name', ehlo: relayName },
  {
    name: 'the relay over IPv6, EHLO as another',
    client: 'relay-ipv6',
    truth: 'by-checked-name',
    ehlo: 'mta.shop.example',
    tls: true,
  },
];

const lies: readonly Case[] = [
  { name: 'a stranger', client: 'stranger', truth: 'not-confirmed', ehlo: 'mta.evil.example' },
  { name: 'EHLO the relay', client: 'stranger', truth: 'not-confirmed', ehlo: relayName },
  { name: 'EHLO the relay, with TLS', client: 'stranger', truth: 'not-confirmed', ehlo: relayName, tls: true },
  { name: 'EHLO the relay, no reverse name', client: 'stranger-no-ptr', truth: 'not-confirmed', ehlo: relayName },
  { name: 'EHLO the address', client: 'stranger', truth: 'not-confirmed', ehlo: `[${relayAddress}]` },
  {
    name: 'HELO the address',
    client: 'stranger-no-ptr',
    truth: 'not-confirmed',
    ehlo: `[${relayAddress}]`,
    helo: true,
  },
  { name: 'a forged line', client: 'stranger', truth: 'not-confirmed', ehlo: 'mta.evil.example', above: forged },
  {
    name: 'EHLO the relay and a forged line',
    client: 'stranger',
    truth: 'not-confirmed',
    ehlo: relayName,
    above: forged,
  },
  {
    name: 'the trace of a true message',
    client: 'stranger',
    truth: 'not-confirmed',
    ehlo: 'mta.evil.example',
    above: 'replay',
  },
  {
    name: 'the trace of a true message, EHLO our server',
    client: 'stranger',
    truth: 'never',
    ehlo: 'mx.corp.example',
    above: 'replay',
  },
  {
    name: 'the trace of a true message, EHLO localhost',
    client: 'stranger',
    truth: 'never',
    ehlo: 'localhost',
    above: 'replay',
  },
  {
    name: 'the trace of a true message, EHLO [127.0.0.1]',
    client: 'stranger',
    truth: 'never',
    ehlo: '[127.0.0.1]',
    above: 'replay',
  },
  { name: 'reverse name astray', client: 'stranger-liar-ptr', truth: 'never', ehlo: relayName },
  {
    name: 'reverse name astray, with TLS',
    client: 'stranger-liar-ptr',
    truth: 'never',
    ehlo: 'mta.evil.example',
    tls: true,
  },
  { name: 'reverse name "verified…"', client: 'stranger-verified-ptr', truth: 'never', ehlo: relayName },
  { name: 'reverse name an address', client: 'stranger-address-ptr', truth: 'never', ehlo: relayName },
  { name: 'reverse name with brackets', client: 'stranger-bracket-ptr', truth: 'never', ehlo: relayName },
  { name: 'reverse name with blanks', client: 'stranger-blank-ptr', truth: 'never', ehlo: relayName },
  { name: 'reverse name with blanks that leads back', client: 'stranger-odd-zone', truth: 'never', ehlo: relayName },
  { name: 'IPv6, EHLO the relay', client: 'stranger-ipv6', truth: 'not-confirmed', ehlo: relayName },
  {
    name: 'IPv6, EHLO the mapped address',
    client: 'stranger-ipv6',
    truth: 'not-confirmed',
    ehlo: `[IPv6:::ffff:${relayAddress}]`,
  },
  {
    name: 'IPv6, reverse name astray',
    client: 'stranger-ipv6-liar-ptr',
    truth: 'never',
    ehlo: relayName,
    above: forged,
  },
];

/** EHLO words beyond the grammar of RFC 5321 §4.1.2: many a server takes them. */
const oddWords: readonly string[] = [
  `x@${relayAddress}`,
  `;${relayAddress}`,
  `${relayName};`,
  relayAddress,
  'verified',
  'unknown',
  'by',
  `helo=${relayName}`,
  `ident=${relayAddress}`,
  `"${relayName}"`,
  `<${relayName}>`,
  `(${relayName})`,
  `[${relayAddress}`,
  `[IPv6:::ffff:${relayAddress}]`,
  `[${relayAddress}](${relayName})`,
  `${relayName}([${relayAddress}])by`,
  `${relayName}[${relayAddress}]`,
  `x)(${relayName}[${relayAddress}])`,
  `x)(HELO=${relayName})`,
  `${relayName}\\`,
  `${relayName}(${relayName}[${relayAddress}])by:mx.corp.example`,
  `${relayName} (${relayName} [${relayAddress}])`,
  `${relayName} (${relayName} [${relayAddress}]) by mx.corp.example (Postfix) with ESMTPS id 4Xq1; Sat, 28 Nov 2026 09:00:00 +0000`,
  `${relayName} [${relayAddress}]) (x`,
  `x ([${relayAddress}]) by mx.corp.example with esmtp (Exim 4.98`,
  `${relayName}\t([${relayAddress}])`,
  `g\xe4to.${relayName}`,
  `${'x'.repeat(200)}.${relayName}`,
  `=?utf-8?q?${relayName}?=`,
  "x'y`z|w&v!u%t$s#r*q^p~o{n}m",
];

/** Local parts of the reverse path and of the forward path, where a quoted string may hold anything (RFC 5321 §4.1.2). */
const oddLocalParts: readonly string[] = [
  '"a)(fetchmail-6.4"',
  '"x (Exim 4.98"',
  '"x) (Exim 4.98)"',
  '"a b"',
  '"a\\"b"',
  '"a\\\\b"',
  '"a\\)b"',
  '"a;b"',
  `"x) from ${relayName} (${relayName} [${relayAddress}]) by mx.corp.example (Postfix"`,
  `"> ; Sat, 28 Nov 2026 09:00:00 +0000 from ${relayName} ([${relayAddress}]"`,
  'a(b)c',
  'a)b',
  'a;b',
  'a\\b',
  `x@[${relayAddress}]`,
];

const identWords: readonly string[] = [
  relayName,
  `root@${relayAddress}`,
  `[${relayAddress}]`,
  `x) (${relayName} [${relayAddress}]`,
  `x helo=[${relayAddress}]`,
  `x\\y"z;w`,
];

const subjects: readonly string[] = [
  relayName,
  `${relayName} [${relayAddress}]`,
  `x\\" (verified OK)) (${relayName} [${relayAddress}]`,
  'x) (verified OK',
];

/** What stands where the header begins: a server that does not look may take it for a piece of its own line. */
const beginnings: Readonly<Record<string, string>> = {
  'a continuation of the line above': ` (${relayName} [${relayAddress}]) by mx.corp.example (Postfix) with ESMTPS id 4Xq1; Sat, 28 Nov 2026 09:00:00 +0000\r\n`,
  'a continuation that is a comment': `\t(${relayName} [${relayAddress}])\r\n`,
  'a continuation that is a whole line': `\tfrom ${relayName} (${relayName} [${relayAddress}]) by mx.corp.example (Postfix) with ESMTPS id 4Xq1; Sat, 28 Nov 2026 09:00:00 +0000\r\n`,
  'a continuation of blanks, then a forged line': ` \r\n${forged}`,
  'an empty line, then a forged line': `\r\n${forged}`,
  'a mbox line, then a forged line': `From news@shop.example Sat Nov 28 09:00:00 2026\r\n${forged}`,
  'a quoted mbox line, then a forged line': `>From news@shop.example Sat Nov 28 09:00:00 2026\r\n${forged}`,
  'a line that is no header field, then a forged line': `no header field\r\n${forged}`,
  'a forged line with a blank before the colon': forged.replace('Received:', 'Received :'),
  'a forged line without CR': forged.replaceAll('\r\n', '\n'),
  'a forged line after a bare CR': `X-A: b\r${forged}`,
  'forged lines of other fields': `Return-Path: <news@shop.example>\r\nDelivered-To: qa@corp.example\r\nX-Received: from ${relayName} ([${relayAddress}]) by mx.corp.example; Sat, 28 Nov 2026 09:00:00 +0000\r\nReceived-SPF: pass (mx.corp.example: domain of shop.example designates ${relayAddress} as permitted sender) client-ip=${relayAddress};\r\nAuthentication-Results: mx.corp.example; spf=pass smtp.client-ip=${relayAddress}; iprev=pass policy.iprev=${relayAddress} (${relayName})\r\nX-Originating-IP: [${relayAddress}]\r\n`,
};

const attacker = { client: 'stranger', ehlo: 'mta.evil.example', truth: 'never' } as const;

const known: readonly Case[] = [
  ...truths,
  ...lies,
  ...oddWords.flatMap((ehlo): Case[] => [
    { ...attacker, name: `EHLO ${show(ehlo)}`, ehlo },
    { ...attacker, name: `EHLO ${show(ehlo)}, no reverse name`, client: 'stranger-no-ptr', ehlo },
  ]),
  { ...attacker, name: `HELO ${oddWords[21]}`, ehlo: oddWords[21] ?? '', helo: true },
  ...oddLocalParts.flatMap((local): Case[] => [
    { ...attacker, name: `reverse path <${local}@evil.example>`, from: `<${local}@evil.example>`, above: forged },
    {
      ...attacker,
      name: `reverse path <${local}@evil.example>, no reverse name`,
      client: 'stranger-no-ptr',
      ehlo: relayName,
      from: `<${local}@evil.example>`,
      above: forged,
    },
    { ...attacker, name: `forward path <${local}@corp.example>`, to: `<${local}@corp.example>`, above: forged },
  ]),
  ...identWords.map((ident): Case => ({ ...attacker, name: `ident ${ident}`, ident })),
  ...subjects.map(
    (certificate): Case => ({ ...attacker, name: `certificate of ${certificate}`, tls: true, certificate }),
  ),
  ...Object.entries(beginnings).map(([name, above]): Case => ({ ...attacker, name, above })),
];

const deliveries: readonly Delivery[] = known.map((one) => ({
  from: '<news@shop.example>',
  to: '<qa@corp.example>',
  ...one,
}));

/** Those that this receiver can be handed. */
export function deliveriesFor({ abilities }: Receiver): readonly Delivery[] {
  return deliveries.filter(
    ({ client, tls, certificate, ident }) =>
      (abilities.includes('ipv6') || !clients[client].address.includes(':')) &&
      (abilities.includes('tls') || !tls) &&
      (abilities.includes('client-certificate') || certificate === undefined) &&
      (abilities.includes('ident') || ident === undefined),
  );
}

function show(word: string): string {
  return JSON.stringify(word.length > 90 ? `${word.slice(0, 90)}…` : word).slice(1, -1);
}
