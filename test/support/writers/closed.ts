import { isIPv6 } from 'node:net';
import { readPath } from './paths.js';
import type { Session, Writer } from './session.js';
import { bracketed, date, firstWord, hasControl, libcName, longIPv6, plainDate, strictProtocol } from './text.js';

/** What these let pass of an EHLO word is not known, so any word without blanks is taken. */
type Line = (session: Session, ehlo: string, name: string | undefined) => string;

interface Settings {
  readonly confirmsNames?: true;
  /** A port behind an IPv6 address was never seen. */
  readonly knowsIPv4Only?: true;
  readonly host?: { readonly name: string; readonly address: string };
}

function writer(name: string, version: string, line: Line, settings: Settings = {}): Writer {
  return {
    name,
    version,
    source: 'observed',
    shows: 'address',
    confirmsNames: settings.confirmsNames ?? false,
    ...(settings.host && { host: settings.host }),
    write: (session) => {
      if (settings.knowsIPv4Only && isIPv6(session.address)) return undefined;
      const ehlo = firstWord(session.ehlo);
      const paths = [session.reversePath, session.forwardPath];
      if (ehlo === undefined || paths.some((path) => !readPath(path) || hasControl(path))) return undefined;
      return line(session, ehlo, libcName(session.reverseName));
    },
  };
}

/** `verified`: the EHLO name leads to the address. */
const communiGate: Line = (session, ehlo) => {
  const { address, by, id, at, login, forwardPath } = session;
  const isVerified = session.leadsBack && ehlo.toLowerCase() === session.reverseName?.toLowerCase();
  const account = login === undefined ? '' : `account ${login} `;
  const from = isVerified ? `${ehlo} ([${address}] verified)` : `[${address}] (${account}HELO ${ehlo})`;
  return (
    `from ${from}\n  by ${by.name} (CommuniGate Pro SMTP 7.1.1)\n  with ${strictProtocol(session)} id ${id.length}7603920 ` +
    `for ${forwardPath}; ${date(at)}`
  );
};

const momentum: Line = ({ address, port, by, id, at, tls, certificate, reversePath }, ehlo) => {
  const subject = certificate ? `\n\tsubject="${certificate.subject}"` : '';
  const secured = tls ? `\n\t(cipher=${tls.cipher}${subject}) ` : '';
  return (
    `from [${address}] ([${address}:${port}] helo=${ehlo})\n\tby ${by.name} (envelope-from <${reversePath}>)\n` +
    `\t(ecelerity 4.2.38.62370 r(:)) with ESMTP${tls ? 'S' : ''}${secured}\n\tid ${id}-02642-86637DD5; ${date(at)}`
  );
};

const oldMomentum: Line = ({ address, port, by, id, at, forwardPath }, ehlo) =>
  `from ([${address}:${port}] helo=${ehlo}) by ${by.name} (ecelerity 2.1.1.3 r(11743)) with ESMTP id ${id}-4DCB6054 ` +
  `for <${forwardPath}>; ${date(at)}`;

const quickNEasy: Line = ({ address, by, at }, ehlo) =>
  `from ${ehlo} ([${address}]) by ${by.name} with Quick 'n Easy Mail Server SMTP (3.3.2.0);\n\t${date(at, 'GMT')}`;

const xwall: Line = ({ address, by, at }, ehlo) =>
  `from ${ehlo} ([${address}])\n\tby ${by.name}\n\twith XWall v3.50 ;\n\t${date(at)}`;

const powerMta: Line = ({ address, by, id, at, forwardPath, reversePath }, ehlo) =>
  `from ${ehlo} (${address}) by ${by.name} (PowerMTA(TM) v5.0r2) id h${id} for <${forwardPath}>; ${date(at)} ` +
  `(envelope-from <${reversePath}>)`;

const kerio: Line = (session, ehlo) =>
  `from ${ehlo} ([${session.address}])\n${session.login === undefined ? '' : `\t(authenticated user ${session.login})\n`}` +
  `\tby ${session.by.name} (Kerio Connect 10.0.6 patch 1) with ${strictProtocol(session)};\n\t${date(session.at)}`;

/** AsyncOS: the name that was looked up, and the EHLO word where it differs. */
const ironPort: Line = ({ address, by, at, tls }, ehlo, name) => {
  const helo = name?.toLowerCase() === ehlo.toLowerCase() ? '' : ` (HELO ${ehlo})`;
  return (
    `from ${name ?? 'unknown'}${helo} ([${address}])\n  by ${by.name} with ESMTP${tls ? `/TLS/${tls.cipher}` : ''}; ` +
    `${plainDate(at)} +0000`
  );
};

const halon: Line = (session, ehlo, name) =>
  `from ${ehlo} (${name ?? 'unknown'} ${bracketed(session.address)})\n\tby ${session.by.name} (Halon) with ` +
  `${strictProtocol(session)}\n\tid ${session.id}-770d-11ec-a115-11989b9578b4;\n\t${date(session.at)}`;

const sunMessaging: Line = (session, ehlo, name) =>
  `from ${ehlo} (${name === undefined ? '' : `${name} `}[${session.address}])\n by ${session.by.name} (Sun Java(tm) System ` +
  `Messaging Server 7.3-11.01 64bit (built Sep  1 2009))\n with ${strictProtocol(session)} ` +
  `id <0TPX${session.id}@${session.by.name}> for ${session.forwardPath}; ${date(session.at)}`;

const interMail: Line = ({ address, by, id, at }, ehlo) =>
  `from ${ehlo} ([${address}] [${address}])\n          by ${by.name} with ESMTP\n` +
  `          id <20261128061435.${id}.${by.name}@${ehlo}>;\n          ${date(at)}`;

const mailChannels: Line = ({ address, by, at, tls }, ehlo, name) =>
  `from ${ehlo} (${name ?? '[UNAVAILABLE].'} [${address}])\n\t${tls ? `(using ${tls.version} with cipher ${tls.cipher})\n\t` : ''}` +
  `by ${by.name} (trex/7.1.3);\n\t${date(at)}`;

const interScan: Line = ({ address, by, at }, ehlo) =>
  `from ${ehlo} (${address}) by ${by.name} with InterScan Messaging Security Suite; ${date(at)}`;

const argoSoft: Line = ({ address, by, at }) =>
  `from [${address}] by ${by.name}\n\t(ArGoSoft Mail Server Pro for WinNT/2000/XP, Version 1.8 (1.8.9.4)); ${date(at)}`;

const iMail: Line = ({ address, by, id, at }, ehlo) =>
  `from ${ehlo} [${address}] by ${by.name} with ESMTP\n  (SMTPD-12.4.2) id A${id}; ${date(at)}`;

const barracuda: Line = ({ address, by, id, at, tls, forwardPath }, ehlo, name) =>
  `from ${ehlo} (${name ?? 'unknown'} [${address}]) by ${by.name} with ESMTP id ${id}` +
  `${tls ? ` (version=${tls.version} cipher=${tls.cipher} bits=${tls.bits} verify=NO)` : ''} for <${forwardPath}>; ${date(at)}`;

const mimecast: Line = ({ address, by, id, at, tls }, ehlo, name) =>
  `from ${ehlo} (${name ?? 'unknown'} [${address}]) by\r\n ${by.name} with ESMTP${tls ? ` with STARTTLS (version=${tls.version},\r\n cipher=${tls.cipher})` : ''}` +
  ` id uk-mta-12-${id}-1; ${date(at)}`;

const messageLabs: Line = ({ address, port, by, id, at }, ehlo) =>
  `from [UNAVAILABLE] ([${address}:${port}] helo=${ehlo})\n\tby ${by.name} id ${id}-01234-5A7B9C01; ${date(at)}`;

const mailMarshal: Line = ({ address, by, at, tls }, ehlo) =>
  `from ${ehlo} (Not Verified[${address}]) by ${by.name} ${tls ? `(using TLS: ${tls.version}, ${tls.cipher})` : 'with Trustwave SEG (v8,2,6,11305)'}` +
  `\r\n\tid <B66666bfb0000>; ${date(at)}`;

const assp: Line = ({ address, by, at }, ehlo) =>
  `from ${ehlo} ([${address}] helo=${ehlo})\n\tby ${by.name} with SMTP (2.6.5); ${date(at)}`;

const bizSmtp: Line = ({ address, by, id, at }, ehlo) =>
  `from ${ehlo} ([${address}])\n\tby ${by.name} with bizsmtp\n\tid ${id}; ${date(at)}`;

const ibm: Line = ({ address, by, id, at, forwardPath, reversePath }, ehlo, name) =>
  `from ${ehlo} (${name ?? 'unknown'} [${address}])\n\tby ${by.name} (8.14.9/8.14.9/NCO v10.0) with ESMTP ID ${id}\n` +
  `\tfor <${forwardPath}> from <${reversePath}>; ${date(at)}`;

const exim3: Line = ({ address, by, id, at, ident, forwardPath }, ehlo, name) =>
  `from ${name ?? bracketed(address)} (${name === undefined ? `helo=${ehlo}` : `[${address}] helo=${ehlo}`}` +
  `${ident === undefined ? '' : ` ident=${ident.replaceAll(/[()\s]/g, '?')}`})\n\tby ${by.name} with esmtp (Exim 3.36 #1 (Debian))\n\tid ${id}\n` +
  `\tfor <${forwardPath}>; ${date(at)}`;

const scalix: Line = ({ address, by, at }, ehlo, name) =>
  `from ${ehlo} (${name ?? address} [${longIPv6(address)}])\n by ${by.name} (Scalix SMTP Relay 11.4.6)\n via ESMTP; ${date(at)}`;

const axigen: Line = ({ address, by, id, at, tls, login }, ehlo) =>
  `from ${ehlo} (${address}) by ${by.name} (Axigen)\r\n with ${tls ? `(${tls.cipher} encrypted) ` : ''}ESMTP${tls ? 'S' : ''}${login === undefined ? '' : 'A'} ` +
  `id ${id}; ${date(at)}`;

const mailEnable: Line = ({ address, by, at, tls, login }, ehlo) =>
  `from ${ehlo} ([${address}]) by ${by.name} with MailEnable ESMTP${tls ? 'S' : ''}${login === undefined ? '' : 'A'}` +
  `${tls ? ` (version=${tls.version} cipher=${tls.cipher})` : ''}; ${date(at)}`;

const kumoMta: Line = (session, ehlo) =>
  `from ${ehlo} (${session.address})\r\n  by ${session.by.name} (KumoMTA ${session.by.address}) \r\n  with ${strictProtocol(session)}` +
  `${session.tls ? ` (TLSv1_3:TLS13_AES_256_GCM_SHA384) ` : ''} id ${session.id} for <${session.forwardPath}>;\r\n  ${date(session.at)}`;

const mercury: Line = ({ address, by, id, at }, ehlo) =>
  `from ${ehlo} (${address}) by ${by.name} (Mercury/32 v4.62) with ESMTP ID MG${id};\n   ${plainDate(at)} -0700`;

const rzMta: Line = ({ address, by, id, at, tls, certificate, forwardPath }, ehlo) => {
  const client = certificate
    ? `(Client CN "${certificate.subject}",\n\tIssuer "${certificate.issuer}" (not verified))`
    : '(Client did not present a certificate)';
  const secured = tls ? `\n\t(using ${tls.version} with cipher ${tls.cipher} (${tls.bits} bits))\n\t${client}` : '';
  return (
    `from ${ehlo} ([${address}])\n    by ${by.name} (RZmta 51.2.11 OK)\n    with ESMTP${tls ? 'S' : ''} id ${id}${secured}\n` +
    `    for <${forwardPath}>;\n    ${date(at, '+0200 (CEST)')}`
  );
};

/** Its host is the provider's, and nothing of the client's is in the line. */
const symantecCloud: Line = ({ address, by, id, at, tls }) =>
  `from [${address}] (using ${tls?.version ?? 'TLSv1.2'} with cipher ${tls?.cipher ?? 'ECDHE-RSA-AES256-GCM-SHA384'} (256 bits))\n` +
  `\tby ${by.name} id 1A/DE-11811-${id}; ${date(at)}`;

/** Smail 3.1 prints the peer behind itself. */
const smail: Line = ({ address, by, id, at }, ehlo) =>
  `by ${by.name} (/\\==/\\ Smail3.1.28.1)\n\t  from ${ehlo.replaceAll(/[()[\]<>;"]/g, '?')} (${address}) with smtp\n\t  id <m0${id}@${by.name}>; ${date(at)}`;

export const closedWriters: readonly Writer[] = [
  writer('CommuniGate Pro', '7.1.1', communiGate, { confirmsNames: true }),
  writer('Momentum', 'ecelerity 4.2', momentum, { knowsIPv4Only: true }),
  writer('Momentum until 2010', 'ecelerity 2.1', oldMomentum, { knowsIPv4Only: true }),
  writer('PowerMTA', '5.0', powerMta),
  writer('Kerio Connect', '10', kerio),
  writer('IronPort', 'AsyncOS 14', ironPort),
  writer('Halon', '5', halon),
  writer('Sun Messaging Server', '7.3', sunMessaging),
  writer('InterMail', '8', interMail),
  writer('MailChannels', 'trex 7.1', mailChannels, { host: { name: '100.107.107.29', address: '100.107.107.29' } }),
  writer('InterScan', '9', interScan),
  writer('ArGoSoft', '1.8', argoSoft),
  writer('IMail', '12.4', iMail),
  writer('Barracuda', '8', barracuda),
  writer('Mimecast', 'since 2020', mimecast),
  writer('MessageLabs', 'since 2012', messageLabs, { knowsIPv4Only: true }),
  writer('MailMarshal', 'Trustwave SEG 8.2', mailMarshal),
  writer('KumoMTA', '2026', kumoMta),
  writer('Mercury/32', '4.62', mercury),
  writer('RZmta', '51', rzMta),
  writer('ASSP', '2.6.5', assp),
  writer('bizsmtp', 'since 2015', bizSmtp),
  writer('IBM', '8.14.9/NCO v10.0', ibm),
  writer('Exim 3', '3.36', exim3),
  writer('Scalix', '11.4', scalix),
  writer("Quick 'n Easy Mail Server", '3.3', quickNEasy),
  writer('XWall', '3.50', xwall),
  writer('Axigen', 'since 2013', axigen),
  writer('MailEnable', 'since 2007', mailEnable),
  writer('Symantec Email Security.cloud', 'since 2019', symantecCloud, {
    host: { name: 'server-3.bemta.az-b.eu-central-1.aws.symcld.net', address: '10.20.30.40' },
  }),
  writer('Smail', '3.1', smail, { knowsIPv4Only: true }),
];
