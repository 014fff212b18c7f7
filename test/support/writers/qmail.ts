import type { Session, Writer } from './session.js';
import { date, hasControl, libcName, netDnsName, neuter, plainDate, protocol } from './text.js';

/** received.c, issafe. notqmail lets brackets pass, for IPv6. */
const unsafe = /[^a-z0-9.@%+/=:-]/gi;
const unsafeButBrackets = /[^a-z0-9.@%+/=:[\]-]/gi;

interface Settings {
  readonly unsafe: RegExp;
  /** What stands behind `with`. */
  readonly with: (session: Session) => string;
}

/** received.c, received(): the name comes from tcpserver, which prints any character and checks it only in its paranoid mode. */
function qmailLine(session: Session, settings: Settings): string | undefined {
  const { address, ident, by, at } = session;
  const ehlo = session.ehlo.trim();
  if (hasControl(ehlo)) return undefined;
  const safe = (text: string): string => neuter(text, settings.unsafe);
  const name = session.reverseName ?? 'unknown';
  const helo = ehlo.toLowerCase() === name.toLowerCase() ? '' : ` (HELO ${safe(ehlo)})`;
  const user = ident === undefined ? '' : `${safe(ident)}@`;
  return (
    `from ${safe(name)}${helo} (${user}${safe(address)})\n  by ${by.name} with ${settings.with(session)}; ` +
    `${plainDate(at)} -0000`
  );
}

/** received.c of qmail-ldap, received(). */
function qmailLdapLine(session: Session): string | undefined {
  const { address, by, at, reversePath, forwardPath } = session;
  if (hasControl(session.ehlo)) return undefined;
  const safe = (text: string): string => neuter(text, unsafe);
  const name = libcName(session.reverseName) ?? 'unknown';
  const margin = '\n          ';
  return (
    `from ${safe(name)} (HELO ${safe(session.ehlo.trim())}) ([${address}])${margin}(envelope-sender <${safe(reversePath)}>)` +
    `${margin}by ${by.name} (qmail-ldap-1.03) with SMTP${margin}for <${safe(forwardPath)}>; ${plainDate(at)} -0000`
  );
}

/** lib/Qpsmtpd/SMTP.pm, received_line: `remote_info` is the ident answer or the name, and `remote_host` where there is none. */
function qpsmtpdLine(session: Session): string | undefined {
  const { address, by, at, tls } = session;
  const [ehlo = ''] = session.ehlo.trim().split(/ +/);
  if (ehlo === '' || hasControl(ehlo.replaceAll('\t', ''))) return undefined;
  const name = netDnsName(session.reverseName) ?? 'Unknown';
  const secured = tls ? `(${tls.cipher} encrypted) ` : '';
  return (
    `from ${name} (HELO ${ehlo}) (${address})\n by ${by.name} (qpsmtpd/0.94) with ${secured}${protocol(session)}; ` +
    date(at)
  );
}

const base = { shows: 'address', confirmsNames: false, letsMessageContinue: true } as const;

export const qmailWriters: readonly Writer[] = [
  {
    ...base,
    name: 'qmail',
    version: '1.03, netqmail 1.06',
    source: 'received.c, received',
    write: (session) => qmailLine(session, { unsafe, with: () => 'SMTP' }),
  },
  {
    ...base,
    name: 'notqmail with TLS',
    version: '1.09',
    source: 'received.c, received; qmail-smtpd.c, the TLS patch',
    write: (session) =>
      qmailLine(session, {
        unsafe: unsafeButBrackets,
        with: ({ tls, login }) =>
          tls ? `(${tls.cipher} encrypted${login === undefined ? '' : ', authenticated'}) ESMTP` : 'ESMTP',
      }),
  },
  {
    ...base,
    name: 'qmail-ldap',
    version: '20060201',
    source: 'received.c, received',
    write: qmailLdapLine,
  },
  {
    name: 'qpsmtpd',
    version: '0.94',
    source: 'lib/Qpsmtpd/SMTP.pm, received_line',
    shows: 'address',
    confirmsNames: false,
    write: qpsmtpdLine,
  },
];
