import { readPath } from './paths.js';
import type { Session, Writer } from './session.js';
import {
  bracketed,
  date,
  firstWord,
  hasControl,
  isDomainOrLiteral,
  libcName,
  longIPv6,
  mapped,
  neuter,
  protocol,
  strictProtocol,
} from './text.js';

/** usr.sbin/smtpd/smtp_session.c, smtp_message_begin. */
function openSmtpdLine(session: Session): string | undefined {
  const { address, by, id, at, tls, forwardPath } = session;
  const recipient = readPath(forwardPath);
  if (!isDomainOrLiteral(session.ehlo) || !recipient || /[^a-z0-9.@_+=-]/i.test(forwardPath)) return undefined;
  const name = libcName(session.reverseName) ?? '<unknown>';
  const secured = tls ? ` (${tls.version}:${tls.cipher}:${tls.bits}:NO)` : '';
  return (
    `from ${session.ehlo} (${name} ${bracketed(address)})\n\tby ${by.name} (OpenSMTPD) with ${protocol(session)}` +
    ` id ${id}${secured}\n\tfor <${forwardPath}>;\n\t${date(at, '+0000 (UTC)')}`
  );
}

/**
 * courier/module.esmtp/courieresmtpd.c, and submit.C: the name is checked both ways, and then written whatever it holds,
 * an end of line too, with which the field ends; blanks within the EHLO argument become lines.
 */
function courierLine(session: Session, asksIdent: boolean): string | undefined {
  const { address, by, id, at, tls, login, ident, reverseName } = session;
  const ehlo = session.ehlo.trim().replace(/\s+/g, '_');
  if (ehlo === '' || hasControl(`${ehlo}${ident ?? ''}`)) return undefined;
  const name = session.leadsBack && reverseName !== undefined ? `${reverseName} ` : '';
  const user = login === undefined ? '' : `\n  (AUTH: CRAM-MD5 ${login}, )`;
  const asked = asksIdent && ident !== undefined ? `\n  (IDENT: ${ident.trim()})` : '';
  const secured = tls ? `\n  (TLS: ${tls.version.replace('v', '')},${tls.bits}bits,${tls.cipher})` : '';
  const line =
    `from ${ehlo} (${name}${bracketed(mapped(address))})${user}${asked}${secured}\n  by ${by.name} with ${protocol(session)}\n` +
    `  id ${id}; ${date(at)}`;
  return line.split(/\n(?![ \t])/)[0];
}

/** smtpserver/smtpdata.c: the EHLO argument stands as a quoted string, folded before it. */
function zmailerLine(session: Session): string | undefined {
  const { address, port, by, id, at, forwardPath, leadsBack } = session;
  const ehlo = session.ehlo.trim();
  if (ehlo === '' || hasControl(ehlo) || !readPath(forwardPath)) return undefined;
  const name = libcName(session.reverseName);
  const flags = name === undefined ? 'FAIL-??-OK-OK' : leadsBack ? 'OK-OK-OK-OK' : 'OK-FAIL-OK-FAIL';
  return (
    `from ${name ?? bracketed(address)} (${bracketed(address)}:${port} "EHLO\n\t${ehlo.replace(/["\\]/g, '\\$&')}" ` +
    `rhost-flags-${flags}) by ${by.name}\n\twith ESMTP id S${id} (ORCPT <rfc822;${forwardPath}>);\n\t${date(at)}`
  );
}

/** ReceivedDataLineFilter.java: the name first, which Java gives only where it leads back; nothing is said of TLS. */
function jamesLine(session: Session): string | undefined {
  const { address, by, id, at, forwardPath } = session;
  const ehlo = firstWord(session.ehlo);
  if (ehlo === undefined || !readPath(forwardPath)) return undefined;
  const name = (session.leadsBack ? libcName(session.reverseName) : undefined) ?? longIPv6(address);
  const seen = bracketed(longIPv6(address));
  const margin = '\n          ';
  return (
    `from ${name} (${session.greeting} ${ehlo}) (${seen})${margin}by ${by.name} (JAMES SMTP Server ) with ` +
    `${strictProtocol({ ...session, tls: undefined })} ID ${id}${margin}for <${forwardPath}>;${margin}${date(at, '+0000 (UTC)')}`
  );
}

/** citserver/modules/smtp/serv_smtp.c. */
function citadelLine(session: Session): string | undefined {
  const { address, by, at } = session;
  const ehlo = firstWord(session.ehlo);
  const name = libcName(session.reverseName) ?? address;
  return ehlo === undefined ? undefined : `from ${ehlo} (${name} [${address}])\n\tby ${by.name};\n\t${date(at)}`;
}

/** SMTPSvr.cpp, SMTPAddReceived: for and from of the envelope as in the commands. */
function xmailLine(session: Session): string | undefined {
  const { address, port, by, id, at, forwardPath, reversePath } = session;
  const ehlo = firstWord(session.ehlo);
  if (ehlo === undefined || !readPath(forwardPath) || !readPath(reversePath)) return undefined;
  return (
    `from ${ehlo} ([${address}]:${port})\n\tby ${by.name} with [XMail 1.27 ESMTP Server]\n\tid <S${id}> for <${forwardPath}>` +
    ` from <${reversePath}>;\n\t${date(at)}`
  );
}

/** smap.c of the TIS firewall toolkit. */
function smapLine(session: Session): string | undefined {
  const { address, by, id, at } = session;
  const ehlo = firstWord(session.ehlo);
  const name = libcName(session.reverseName) ?? 'unknown';
  return ehlo === undefined
    ? undefined
    : `from ${name}(${address}, HELO ${neuter(ehlo, /[()]/g)}) by ${by.name} via smap (V2.1)\n\tid xma${id}; ${date(at)}`;
}

/** receive.c of simta: the keywords are in capitals. */
function simtaLine(session: Session): string | undefined {
  const { address, by, id, at } = session;
  const ehlo = firstWord(session.ehlo);
  const name = libcName(session.reverseName) ?? 'Unknown';
  return ehlo === undefined
    ? undefined
    : `FROM ${ehlo} (${name} [${address}])\n\tBY ${by.name} ID ${id} ; \n\t${date(at)}`;
}

const base = { shows: 'address', confirmsNames: false } as const;

export const unixWriters: readonly Writer[] = [
  {
    ...base,
    name: 'OpenSMTPD',
    version: '6.8.0p2',
    source: 'usr.sbin/smtpd/smtp_session.c, smtp_message_begin',
    letsMessageContinue: true,
    write: openSmtpdLine,
  },
  {
    ...base,
    name: 'Courier',
    version: '1.0.16',
    source: 'courier/module.esmtp/courieresmtpd.c; courier/submit.C',
    confirmsNames: true,
    letsMessageContinue: true,
    write: (session) => courierLine(session, false),
  },
  {
    ...base,
    name: 'Courier that asks ident',
    version: '1.0.16',
    source: 'courier/module.esmtp/courieresmtpd.c; courier/submit.C',
    confirmsNames: true,
    letsMessageContinue: true,
    write: (session) => courierLine(session, true),
  },
  {
    ...base,
    name: 'ZMailer',
    version: '2.99',
    source: 'smtpserver/smtpdata.c; public headers of vger.kernel.org',
    write: zmailerLine,
  },
  {
    ...base,
    name: 'Apache James',
    version: '3.7',
    source: 'protocols/smtp/…/ReceivedDataLineFilter.java (commit 01411c5)',
    write: jamesLine,
  },
  { ...base, name: 'Citadel', version: '9', source: 'citadel/modules/smtp/serv_smtp.c, smtp_data', write: citadelLine },
  { ...base, name: 'XMail', version: '1.27', source: 'SMTPSvr.cpp', write: xmailLine },
  { ...base, name: 'smap', version: 'V2.1', source: 'public headers', write: smapLine },
  { ...base, name: 'simta', version: '1.0', source: 'receive.c, f_data', write: simtaLine },
];
