/** What a client can put into its EHLO argument, its reverse name, its login or an address. */
const words = [
  ...'()[]"\\;,<>=@:{}%\t\t\t\0\r\v',
  ...['()', '[]', '))', '((', 'x', '1;', '\u00a0', '%1', ':25', '::1', 'IPv6:', '=x', 'user@', 'a.b'],
  ...['by', 'from', 'with', 'via', 'id', 'for', 'tls', 'envelope-from', 'helo=', 'HELO', 'EHLO', 'LHLO', 'port=25'],
  ...['gato001.sndsy.ru', '185.138.182.7', '[185.138.182.7]', '(185.138.182.7)', '([185.138.182.7])'],
  ...['(gato001.sndsy.ru[185.138.182.7])', '(gato001.sndsy.ru\t[185.138.182.7])', '::ffff:185.138.182.7'],
  ...['"port\t25"@', '127.0.0.1', '[127.0.0.1]', '(localhost\t[127.0.0.1])', 'localhost', '10.0.0.5', 'mx.example.net'],
  ...['by\tmx.example.net', '(Postfix)', '(Exim\t4.98)', '(amavisd-new)', 'with\tLMTP', 'LMTP', 'local', 'unknown'],
  ...[
    'verified',
    '(may\tbe\tforged)',
    '(EHLO\tx)',
    '(qmail\t1\tinvoked\tfrom\tnetwork)',
    'fetchmail',
    'ident=',
    'account',
  ],
  ...['Sat,\t21\tNov\t2026\t13:04:05\t+0300', '+0300\t('],
];

const date = 'Sat, 21 Nov 2026 13:04:05 +0300';
const by = 'by mx.example.net';

/** What qmail makes of an ident answer (issafe in received.c). */
const safe = (h) => h.replace(/[^\w.@%+/=:-]/g, '?');

/** A line of each writer, with the client's own words in every place where that writer prints them. The client is 203.0.113.9. */
const lines = [
  (h, p) =>
    `from ${h} (${p} [203.0.113.9])\r\n\t${by} (Haraka/3.0.5) with ESMTPS id 5F.1\r\n\tenvelope-from <a@b.example>;\r\n\t${date}`,
  (h) =>
    `from ${h} ([203.0.113.9])\r\n\t${by} (Haraka/3.0.5) with ESMTP id 5F.1\r\n\tenvelope-from <${h}@b.example>;\r\n\t${date}`,
  (h) => `from ${h} (unknown [203.0.113.9])\r\n\t${by} (Postfix) with ESMTP id 4f\r\n\tfor <anna@example.net>; ${date}`,
  (h) =>
    `from x (unknown [203.0.113.9])\r\n\t(Authenticated sender: ${h})\r\n\t${by} (Postfix) with ESMTPA id 4f; ${date}`,
  (h) => `from x (unknown [203.0.113.9])\r\n\t${by} (Postfix) with ESMTP id 4f\r\n\tfor <${h}@example.net>; ${date}`,
  (h) =>
    `from x (unknown [203.0.113.9]) (using TLSv1.3 with cipher X (256/256 bits))\r\n\t(Client CN "${h}", Issuer "y" (not verified))\r\n\t${by} (Postfix) with ESMTPS id 4f; ${date}`,
  (h) =>
    `from [203.0.113.9] (helo=${h})\r\n\t${by} with esmtp (Exim 4.98)\r\n\tid 1v\r\n\tfor anna@example.net; ${date}`,
  (h) =>
    `from c.example ([203.0.113.9] helo=${h})\r\n\t${by} with esmtp (Exim 4.98)\r\n\t(envelope-from <${h}@b.example>)\r\n\tid 1v; ${date}`,
  (h, p) => `from ${p} (HELO ${h}) (203.0.113.9)\r\n  ${by} with SMTP; 21 Nov 2026 10:04:05 -0000`,
  (h) => `from ${h} (203.0.113.9) ${by} (192.0.2.30)\r\n with Microsoft SMTP Server id 15.1.2507.44; ${date}`,
  (h) => `from 203.0.113.9 (EHLO ${h})\r\n ${by} with SMTPs; ${date}`,
  (h, p) => `from ${h} (${p} [203.0.113.9] (may be forged))\r\n\t${by} (8.17.1/8.17.1) with ESMTP id 5A; ${date}`,
  (h, p) => `from ${h} (${p}. [203.0.113.9])\r\n        ${by} with ESMTPS id a1\r\n        for <a@b.example>; ${date}`,
  (h) => `from ${h} ([203.0.113.9]) ${by} with ESMTP id 9; ${date}`,
  (h) => `from [203.0.113.9] (HELO ${h}) ${by} (CommuniGate Pro SMTP 6.3.39) with ESMTP id 9; ${date}`,
  (h, p) =>
    `from ${h} (${p} [203.0.113.9])\n\t${by} (OpenSMTPD) with ESMTP id 3f\n\tfor <anna@example.net>;\n\t${date}`,
  (h, p) => `from ${p} ([203.0.113.9]:4711 "EHLO\r\n\t${h}" rhost-flags-OK-OK-OK-OK) ${by} with ESMTP id S1; ${date}`,
  (h) => `from [203.0.113.9] (HELO ${h}) ${by} with ESMTP id 9; ${date}`,
  (h) => `from 203.0.113.9 (EHLO ${h})\r\n ${by} (Cyrus) with LMTPA; ${date}`,
  (h) => `from c.example (HELO x) (${safe(h)}@203.0.113.9)\r\n  ${by} with SMTP; 21 Nov 2026 10:04:05 -0000`,
  (h) => `from ${h} ([203.0.113.9] [203.0.113.9])\r\n          ${by} with ESMTP\r\n          id <2026@x>; ${date}`,
  (h, p) =>
    `from ${h} ("port 40112"@${p} [203.0.113.9])\r\n ${by} (Sun Internet Mail Server sims.4.0)\r\n with ESMTP id <0G@x>; ${date}`,
];

const forged = `from gato007.sndsy.ru (gato007.sndsy.ru [185.138.182.7])\r\n\t${by} (Postfix) with ESMTPS id 4f; ${date}`;

/** A message whose newest line is true and names 203.0.113.9, with a forged line of the relay below it. */
export function attack(random) {
  const claim = claimOf(random);
  const reverseName = random.below(2) === 0 ? 'c.example' : claimOf(random);
  const line = random.pick(lines)(claim, reverseName);
  return Buffer.from(`Received: ${line}\r\nReceived: ${forged}\r\nFrom: a@b.example\r\n\r\nx`, 'latin1');
}

function claimOf(random) {
  let claim = '';
  for (let n = 1 + random.below(9); n > 0; n--) claim += random.pick(words);
  return claim;
}
