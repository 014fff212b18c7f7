import { quotedPath, readPath } from './paths.js';
import type { Session, Writer } from './session.js';
import {
  date,
  firstWord,
  foldedWords,
  hasControl,
  hickoryName,
  isDomainOrLiteral,
  libcName,
  literal,
  protocol,
  strictProtocol,
} from './text.js';

/** smtpserver/server.go and message/headerwriter.go: words are put together and folded where a line would pass 78 characters. */
function moxLine(session: Session): string | undefined {
  const { address, by, id, at, tls, forwardPath } = session;
  const recipient = readPath(forwardPath);
  if (!isDomainOrLiteral(session.ehlo) || !recipient || hasControl(forwardPath)) return undefined;
  const ehlo = session.ehlo.startsWith('[') ? session.ehlo : session.ehlo.toLowerCase();
  const name = libcName(session.reverseName);
  const seen = name === undefined || name === ehlo ? '' : `${name} `;
  const secured = tls ? [`(${tls.version.replace('v', '')}`, `${tls.cipher})`] : [];
  return foldedWords('Received:', '\r\n\t', [
    'from',
    `${ehlo} (${seen}${literal(address)})`,
    'by',
    `${by.name} (${literal(by.address)})`,
    ...['via', 'tcp', 'with', strictProtocol(session), 'id', id, ...secured],
    ...['for', `<${quotedPath(recipient)}>;`, date(at)],
  ]);
}

/** internal/target/received.go, GenerateReceived. */
function maddyLine(session: Session): string | undefined {
  const { address, by, id, at, reversePath } = session;
  const ehlo = firstWord(session.ehlo);
  if (ehlo === undefined || !readPath(reversePath)) return undefined;
  const name = libcName(session.reverseName);
  const clean = reversePath.replace(/[\r\n]/g, '');
  const envelope = clean === '' ? '' : ` (envelope-sender <${clean}>)`;
  return (
    `from ${ehlo} (${name === undefined ? '' : `${name}. `}[${address}]) by ${by.name}${envelope}` +
    ` with ${protocol(session)} id ${id}; ${date(at)}`
  );
}

/** internal/smtpsrv/conn.go, addReceivedHeader: the address first, the EHLO word in the comment, the path as Go quotes text. */
function chasquidLine(session: Session): string | undefined {
  const { address, by, at, tls, login, reversePath } = session;
  const [ehlo = ''] = session.ehlo.trim().split(/\s+/);
  const sender = readPath(reversePath);
  if (ehlo === '' || hasControl(ehlo) || !sender || hasControl(reversePath)) return undefined;
  const from = login === undefined ? `from ${literal(address)} (${ehlo})` : `from ${ehlo}`;
  const secured = tls ? `\n\ttls ${tls.cipher}` : '';
  const how = tls ? tls.version.replace('v', '-') : 'plain text!';
  const path = sender.domain === undefined ? '<>' : `${sender.local}@${sender.domain}`;
  return (
    `${from}\n\tby ${by.name} (chasquid) with ${strictProtocol(session)}${secured}\n` +
    `\t(over SMTP, ${how}, envelope from ${JSON.stringify(path)})\n\t; ${date(at)}`
  );
}

/** internal/smtpd/smtpd.go, makeHeaders: all that stood behind EHLO, blanks and tabs too. */
function mailpitLine(session: Session): string | undefined {
  const { address, by, at, forwardPath } = session;
  const ehlo = session.ehlo.trim();
  const recipient = readPath(forwardPath);
  if (ehlo === '' || /[\r\n]/.test(ehlo) || !recipient || forwardPath.includes(' ')) return undefined;
  const name = libcName(session.reverseName) ?? 'unknown';
  return (
    `from ${ehlo} (${name} [${address}])\r\n        by ${by.name} (Mailpit) with SMTP\r\n` +
    `        for <${quotedPath(recipient)}>; ${date(at, '+0300 (MSK)').replace(', 0', ', ')}`
  );
}

interface StalwartSettings {
  readonly place?: string;
  readonly trailingDot?: true;
}

/** crates/smtp/src/inbound/data.rs, write_received. */
function stalwartLine(session: Session, { place, trailingDot }: StalwartSettings): string | undefined {
  const { address, by, id, at, tls } = session;
  if (!isDomainOrLiteral(session.ehlo)) return undefined;
  const name = hickoryName(session.reverseName);
  const seen = name === undefined ? 'unknown' : `${name}${trailingDot ? '.' : ''}`;
  const where = place === undefined ? '' : ` (${place})`;
  const secured = tls ? `(using ${tls.version} with cipher TLS13_AES_256_GCM_SHA384)\r\n\t` : '';
  const how = protocol({ ...session, greeting: 'EHLO' });
  return (
    `from ${session.ehlo} (${seen} [${address}]${where})\r\n\t${secured}by ${by.name} (Stalwart SMTP) with ${how}` +
    ` id ${id};\r\n\t${date(at)}`
  );
}

const base = { shows: 'address', confirmsNames: false } as const;
const stalwartSource = 'crates/smtp/src/inbound/data.rs, write_received';

export const goAndRustWriters: readonly Writer[] = [
  { ...base, name: 'mox', version: '0.0.15', source: 'smtpserver/server.go, recvHdrFor', write: moxLine },
  { ...base, name: 'maddy', version: '0.8', source: 'internal/target/received.go', write: maddyLine },
  { ...base, name: 'chasquid', version: '1.15', source: 'internal/smtpsrv/conn.go', write: chasquidLine },
  {
    ...base,
    name: 'Mailpit',
    version: '1.27',
    source: 'internal/smtpd/smtpd.go, makeHeaders (commit 00d52d5)',
    write: mailpitLine,
  },
  {
    ...base,
    name: 'Stalwart',
    version: '0.11',
    source: stalwartSource,
    write: (session) => stalwartLine(session, { trailingDot: true }),
  },
  {
    ...base,
    name: 'Stalwart with places',
    version: '0.14',
    source: stalwartSource,
    write: (session) => stalwartLine(session, { place: 'AS12389 JSC Rostelecom (Moscow), RU' }),
  },
];
