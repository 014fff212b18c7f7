import type { Session, Writer } from './session.js';

/** Where choices come from: a seeded generator, or fast-check's. */
export interface Random {
  readonly below: (n: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
}

/** Words that mean something to a reader of trace lines, and whole pieces of a relay's line. */
const pieces = [
  ...[
    'gato12.sndsy.ru',
    '185.138.182.7',
    '[185.138.182.7]',
    '(185.138.182.7)',
    '([185.138.182.7])',
    '::ffff:185.138.182.7',
  ],
  ...['(gato1.sndsy.ru[185.138.182.7])', '(gato1.sndsy.ru [185.138.182.7])', 'x@185.138.182.7', ';185.138.182.7'],
  ...['[IPv6:::ffff:185.138.182.7]', '[185.138.182.7]:25', '185.138.182.7:25', 'gato1.sndsy.ru.', 'GATO1.SNDSY.RU'],
  ...['with', 'by', 'from', 'via', 'id', 'for', 'tls', 'as', 'over', 'verified', 'unknown', 'localhost', '127.0.0.1'],
  ...[
    '[127.0.0.1]',
    '10.0.0.5',
    'mx.corp.example',
    'pps.filterd',
    'helo=',
    'HELO',
    'EHLO',
    'LHLO',
    'ident=',
    'port=25',
    '::1',
  ],
  ...[
    '(Postfix)',
    '(Exim 4.98)',
    '(amavisd-new)',
    '(fetchmail-6.4)',
    '(qmail 1 invoked from network)',
    '(may be forged)',
  ],
  ...['(HELO x)', '(EHLO gato1.sndsy.ru)', 'envelope-from', '(envelope-from <x@y.example>)', 'Microsoft SMTP Server'],
  ...['with LMTP', 'with HTTP', 'ESMTPSA', 'authenticated', 'account', '(Authenticated sender: x)', 'RDNS failed', 'S'],
  ...[
    '()',
    '(',
    ')',
    '))',
    '((',
    '[',
    ']',
    '<',
    '>',
    '"',
    '\\',
    '\\"',
    '\\)',
    ';',
    ',',
    ':',
    '=',
    '@',
    '%',
    '{}',
    "'",
    '`',
    '|',
  ],
  ...[
    ' ',
    '  ',
    '\t',
    '\u00a0',
    '\u00e4',
    '\u0443',
    '\uff47ato1.sndsy.ru',
    '=?utf-8?q?gato1=2Esndsy=2Eru?=',
    '\u200b',
    '\x07',
    '\r',
  ],
  ...[
    'Sat, 28 Nov 2026 06:14:35 +0000',
    '+0300',
    '; Sat, 28 Nov 2026 06:14:35 +0000',
    'a.b',
    'x',
    '1',
    '-',
    '_',
    '.',
    '..',
  ],
  // What makes a line one of the server itself.
  ...[
    '[local]',
    '[unix socket]',
    '[[UNIX: localhost]]',
    '(from x)',
    'mail pickup service',
    'by simscan',
    'via dmail(1)',
  ],
  ...['with PIPE', 'with local', 'via spool', 'by uid 0', '(uid 0)', ', from userid 0', '(EGP: x)', 'mapi', 'IMAP'],
  ...[
    'via Mailbox Transport',
    'via Frontend Transport',
    'account x',
    '(ORCPT x)',
    '(original mail from x)',
    ' for "',
    ' for <"',
  ],
  'by mx.corp.example (Postfix) with ESMTPS id 4Xq1kZ0abc; Sat, 28 Nov 2026 06:14:35 +0000',
  'x ([185.138.182.7]) by mx.corp.example with esmtp (Exim 4.98',
  '> ; Sat, 28 Nov 2026 06:14:35 +0000 from gato1.sndsy.ru ([185.138.182.7]',
  'a)(fetchmail-6.4',
  'x) from gato12.sndsy.ru (gato12.sndsy.ru [185.138.182.12]) by mx.corp.example (Postfix',
];

function text(random: Random, most: number): string {
  let words = '';
  for (let n = 1 + random.below(most); n > 0; n--) words += random.pick(pieces);
  return words;
}

/** A domain's characters are the rule in names, so that names pass where servers check them. */
const strangersNames = [
  'gato1.sndsy.ru [185.138.182.7]) (a.evil.example',
  'gato1.sndsy.ru[185.138.182.7]).evil.example',
  ...['(Authenticated sender:', '(authenticated', '(TLS', '(AUTH:', '(Client CN "x', '(AS1 x'].map(
    (comment) => `gato1.sndsy.ru [185.138.182.7]) ${comment}`,
  ),
  '[185.138.182.7]:25 "EHLO ORCPT',
  'a b.evil.example',
  ...['mta.evil.example', 'verified.evil.example', 'helo.evil.example', 'by.evil.example', 'unknown.evil.example'],
  ...[
    'gato1.sndsy.ru.evil.example',
    'localhost.evil.example',
    'mx.corp.example.evil.example',
    '185.138.182.7.evil.example',
  ],
];

function reverseNameOf(random: Random): Pick<Session, 'reverseName' | 'leadsBack'> {
  const kind = random.below(6);
  if (kind === 0) return { reverseName: undefined, leadsBack: false };
  if (kind === 1) return { reverseName: random.pick(strangersNames), leadsBack: true };
  if (kind === 2) return { reverseName: random.pick(strangersNames), leadsBack: false };
  // What the owner of an address writes into its PTR record leads nowhere.
  const told = random.pick([
    ...[
      'gato1.sndsy.ru',
      'gato12.sndsy.ru',
      '[185.138.182.7]',
      'localhost',
      'mx.corp.example',
      '185.138.182.7',
      'unknown',
      'verified',
    ],
    ...[
      'gato1.sndsy.ru[185.138.182.7])by',
      'gato1.sndsy.ru [185.138.182.7]) x',
      'x) (gato1.sndsy.ru',
      'a"b',
      'a\\',
      'x;y',
    ],
    text(random, 3),
  ]);
  return { reverseName: told, leadsBack: false };
}

function ehloOf(random: Random): string {
  if (random.below(3) > 0) return text(random, random.below(2) === 0 ? 1 : 6);
  return random.pick([
    'gato12.sndsy.ru',
    '[185.138.182.7]',
    'mta.evil.example',
    'localhost',
    'mx.corp.example',
    '[127.0.0.1]',
    'x@gato1.sndsy.ru [185.138.182.7]',
  ]);
}

/**
 * The relay's line as this writer or another prints it, up to where a quote or a comment is open or to its end, with blanks that a
 * check for blanks may not know: what the server writes behind it shall seem to be the inside of a quoted local part, or of a comment.
 */
function wholeLine(random: Random, writer: Writer): string {
  const quoted = { reversePath: '"x"@evil.example', forwardPath: '"x"@corp.example' };
  const own = writer.write({ ...relay(random, writer, '185.138.182.7'), ...quoted });
  const line = random.pick([own ?? 'from x', ...linesOfOthers.map((one) => `from gato1.sndsy.ru ${one}`)]);
  const quotes = [...line.matchAll(/"|\)(?= )/g)].map(({ index }) => (line[index] === '"' ? index + 1 : index));
  const blank = random.pick(['\u00a0', '\u2003', '\u3000', '\ufeff', '\t', '\x0b', '\x0c', ' ']);
  return line.slice('from '.length, random.pick([...quotes, line.length])).replace(/\s+/g, blank);
}

const linesOfOthers = [
  '([185.138.182.7]) by mx.corp.example with esmtp (Exim 4.98) id 1 for "x"@corp.example',
  '([185.138.182.7]) by mx.corp.example (PPS) with ESMTP id 1 (ORCPT x) ',
  '(gato1.sndsy.ru [185.138.182.7]) by mx.corp.example (Postfix) with ESMTP id 1 for <"x"@corp.example>',
];

/** An address of the envelope, quoted as RFC 5321 wants it, or in atoms. */
function pathOf(random: Random, domain: string): string {
  const kind = random.below(5);
  if (kind === 0) return `news@${domain}`;
  if (kind === 2) return `"a\\"b"@${domain}`;
  if (kind === 1)
    return `${random.pick(['a;b', 'by', 'x=185.138.182.7', 'from', "o'b{c}|d", 'gato1.sndsy.ru', 'a\\(b'])}@${domain}`;
  const inside = (random.below(6) === 0 ? random.pick(endings) : text(random, 4)).replace(/["\\]/g, '\\$&');
  return `"${inside}"@${domain}`;
}

/** An answer of any length; some close what the reverse name has opened. */
function identOf(random: Random): string {
  return random.pick([
    text(random, 3),
    'x@gato1.sndsy.ru [185.138.182.7]',
    'helo=x',
    'x"',
    'x", Issuer "y" (not verified)',
  ]);
}

/** What closes a comment or a quote that another word has opened. */
const endings = ['a)', 'a)\tfor\t<"', 'a) id 1 for <"', 'a) (envelope-from <"', '@x> ', 'x"@y>) id 1 for <"'];

const tls = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', bits: 256 };

/** What the rest of a session may be, whoever comes. */
function surroundings(
  random: Random,
  { host }: Writer,
): Pick<Session, 'greeting' | 'port' | 'tls' | 'by' | 'id' | 'at'> {
  return {
    greeting: random.below(4) === 0 ? 'HELO' : 'EHLO',
    port: 1024 + random.below(60000),
    tls: random.below(2) === 0 ? undefined : tls,
    by: host ?? { name: 'mx.corp.example', address: '10.20.30.40' },
    id: random.pick(['4Xq1kZ0abc', '6AS6F4E8000034', '1xXBhm00000L19', 'B2FF22D0', '5Xr2m']),
    at: new Date(Date.UTC(2026, 10, 28, 6, random.below(60), random.below(60))),
  };
}

/** A client at the address given, who writes what it likes wherever the protocol lets it write. */
export function liar(random: Random, writer: Writer, address: string): Session {
  const around = surroundings(random, writer);
  const certificate = { subject: text(random, 3), issuer: text(random, 2) };
  return {
    ...around,
    address,
    ehlo: random.below(8) === 0 ? wholeLine(random, writer) : ehloOf(random),
    ...reverseNameOf(random),
    reversePath: random.below(6) === 0 ? '' : pathOf(random, 'evil.example'),
    forwardPath: random.below(3) === 0 ? pathOf(random, 'corp.example') : 'qa@corp.example',
    ident: random.below(3) === 0 ? identOf(random) : undefined,
    certificate: around.tls && random.below(3) === 0 ? certificate : undefined,
    login: undefined,
  };
}

/** The relay as it is. */
export function relay(random: Random, writer: Writer, address: string): Session {
  const name = `gato${1 + random.below(99)}.sndsy.ru`;
  const isNamed = random.below(4) > 0;
  return {
    ...surroundings(random, writer),
    address,
    ehlo: random.pick([name, name, 'mta.sndsy.ru', 'out-7.shop.example']),
    reverseName: isNamed ? name : undefined,
    leadsBack: isNamed,
    reversePath: random.pick([
      'news@shop.example',
      '',
      'b-12.34=qa#1=corp.example@shop.example',
      "o'neil+tag@shop.example",
    ]),
    forwardPath: random.pick(['qa@corp.example', 'anna.b@corp.example']),
    ident: undefined,
    certificate: undefined,
    login: undefined,
  };
}

/** What a message may begin with to make the line above it longer. */
export function continuation(random: Random): string {
  return `${random.pick([' ', '\t', '  '])}${text(random, 4).replace(/[\r]/g, '')}`;
}

export const strangers = ['203.0.113.66', '198.51.100.9', '2001:db8:66::66', '8.8.4.4'];
export const relays = ['185.138.182.7', '185.138.182.12', '185.138.182.254'];
