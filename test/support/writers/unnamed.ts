import type { Session, Writer } from './session.js';
import { bracketed, date, firstWord, libcName, plainDate, protocol } from './text.js';

/**
 * Servers that no grammar is for: what is told of their lines is told by the layout alone, and must be the client's address or nothing. Several
 * print all that is behind EHLO.
 */
type Line = (session: Session, said: string, name: string | undefined) => string;

function writer(name: string, source: string, line: Line, says: 'all' | 'a word' = 'all'): Writer {
  return {
    name,
    version: '2026-11',
    source,
    shows: 'address',
    confirmsNames: false,
    isUnknown: true,
    write: (session) => {
      const said = says === 'all' ? session.ehlo.trim() : firstWord(session.ehlo);
      if (said === undefined || said === '' || /[\r\n\0]/.test(said)) return undefined;
      return line(session, said, libcName(session.reverseName));
    },
  };
}

const postal: Line = ({ address, by, at }, said, name) =>
  `from ${said} (${name ?? address} [${address}]) by ${by.name} with SMTP; ${date(at)}`;

const archiveopteryx: Line = ({ address, by, at }, said) =>
  `from ${address} (HELO ${said}) by ${by.name} with ESMTP; ${date(at)}`;

const gomaild: Line = ({ address, port, by, at, forwardPath }, said, name) =>
  `from ${name ?? address} (EHLO ${said}) (${address}:${port}) by ${by.name} using gomaild for <${forwardPath}>; ${date(at)}`;

const smtpSink: Line = ({ address, by, id, at }, said) =>
  `from ${said} (${bracketed(address)})\n\tby ${by.name} (smtp-sink) with ESMTP id ${id};\n\t${date(at)}`;

const inbucket: Line = ({ address, by, at, forwardPath }, said) =>
  `from ${said} (${bracketed(address)}) by ${by.name}\r\n  for <${forwardPath}>; ${date(at)}`;

const gromox: Line = ({ address, by, at }, said) =>
  `from ${said} (helo ${said})(${said}@${address})\r\n\tby ${by.name} with SMTP; ${date(at)}`;

const spamTrap: Line = ({ address, by, at, forwardPath, reversePath }, said, name) =>
  `from ${name ?? 'unknown'} (HELO ${said}) (${bracketed(address)})\n          (envelope-sender <${reversePath}>)\n` +
  `          by ${by.name} (mta-spam) with SMTP\n          for <${forwardPath}>; ${plainDate(at)} -0000`;

const masqmail: Line = ({ address, by, id, at, ident, forwardPath }, _said, name) =>
  `from ${name ?? address} (ident=${ident ?? 'unknown'}) by ${by.name} with ESMTP (masqmail 0.2.30) id ${id} for ${forwardPath}; ${date(at)}`;

/** Not seen so far, as the next three: the client's word where others print the peer, or the peer where they print that word. */
const ehloAndIdent: Line = ({ by, id, at, ident }, said) =>
  `from ${said} (ident=${ident ?? 'unknown'}) by ${by.name} with ESMTP id ${id}; ${date(at)}`;

const peerFirst: Line = (session, said) =>
  `from ${session.address} (${said}) by ${session.by.name} with ${protocol(session)} id ${session.id}; ${date(session.at)}`;

const literalFirst: Line = (session, said) =>
  `from ${bracketed(session.address)} (${said})\n\tby ${session.by.name} (server 1.0) with ${protocol(session)}; ${date(session.at)}`;

const peerFirstAndTls: Line = ({ address, by, at }, said) =>
  `from ${address} (${said})\n\tby ${by.name} with ESMTPS (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256); ${date(at)}`;

/** With as much of the layout of qmail, Openwave, PowerMTA and MailMarshal as can be without their names. */
const peerFirstLike =
  (before: string, after: (session: Session) => string): Line =>
  (session, said) =>
    `from ${session.address} (${before}${said}) by ${session.by.name}${after(session)}`;

const phpMailer: Line = ({ address, by, at }, _said, name) =>
  `from ${name ?? 'phpmailer'} (${bracketed(address)}) \n\tby ${by.name} with HTTP (phpmailer);\n\t${date(at)}`;

const goGuerrilla: Line = ({ address, by, id, at }, said) =>
  `from ${said} (${said}  [${address}])\r\n\tby ${by.name} with SMTP id ${id}@${by.name};\r\n\t${date(at)}`;

const rustServer: Line = ({ address, port, by, at, forwardPath }, said) =>
  `from ${said} (${address}:${port})\r\n\tby ${by.name} with ESMTP\r\n\tfor <${forwardPath}>; ${date(at)}`;

const bracketsAlone: Line = (session, said) =>
  `from ${said} [${session.address}]\r\n        by ${session.by.name} with ${protocol(session)} id ${session.id};\r\n        ${date(session.at)}`;

export const unnamedWriters: readonly Writer[] = [
  writer('Postal', 'lib/postal/received_header.rb', postal),
  writer('Archiveopteryx', 'server/smtp.cpp', archiveopteryx),
  writer('gomaild', 'its SMTP message handler', gomaild),
  writer('smtp-sink', 'smtpstone/smtp-sink.c of Postfix', smtpSink),
  writer('Inbucket', 'its SMTP handler', inbucket),
  writer('Gromox', 'its SMTP queue', gromox),
  writer('a spam trap', 'a Python server', spamTrap),
  { ...writer('masqmail', 'accept.c', masqmail), shows: 'nothing' },
  { ...writer('one that shows EHLO and ident', 'invented', ehloAndIdent), shows: 'nothing' },
  writer('one that shows the peer first', 'invented', peerFirst),
  writer('one that shows the peer as a literal first', 'invented', literalFirst),
  writer('one that shows the peer first, and TLS', 'invented', peerFirstAndTls),
  writer(
    'one like qmail that shows the peer first',
    'invented',
    peerFirstLike('', ({ at }) => ` with SMTP; ${plainDate(at)} -0000`),
  ),
  writer(
    'one like Openwave that shows the peer first',
    'invented',
    peerFirstLike('', ({ at, id }) => ` (8.5.133) id ${id}; ${date(at)}`),
  ),
  writer(
    'one like PowerMTA that shows the peer first',
    'invented',
    peerFirstLike('', ({ at, reversePath }) => ` id h8k2j3h4k5l6; ${date(at)} (envelope-from <${reversePath}>)`),
  ),
  writer(
    'one like MailMarshal that shows the peer first',
    'invented',
    peerFirstLike('Not Verified', ({ at }) => ` (using TLS: TLSv1.2, AES256-SHA)\r\n\tid <B5f50361f0000>; ${date(at)}`),
  ),
  writer('phpMailer', 'class.phpmailer.php', phpMailer),
  writer('Guerrilla', 'goguerrilla.go', goGuerrilla),
  writer('a server in Rust', 'format_received_header', rustServer, 'a word'),
  writer('a filter in C++', 'mod_sieve', bracketsAlone),
];
