import { end, type Grammar } from './grammar.js';

const headers = 'raw public headers, 2026-11';
/** No day of the week, zone -0000. A message that begins with a blank goes on with the line. */
const date = `<;><label=(?=\\d{1,2} [a-z]{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4})><date>{ (envelope-from <path>)}`;
const labelled = '(<label=(?:HELO|EHLO)> <ehlo:helo>)';
/** tcpserver gives a PTR record as it is, and received.c replaces what is unsafe. */
const name = '<name=[\\w.@%+/=:?[\\]-]+>';
const address = '{<ident>@}{[<address>]|<address>}!';

/** The name comes from tcpserver or its like, the client's word has a label; what an ident server said is before `@`. */
export const qmail: readonly Grammar[] = [
  {
    writer: 'qmail',
    marks: ['SMTP', 'QMQP'],
    lines: [
      `from ${name} ${labelled} (${address}) by <host> with <with>{ (<cipher> encrypted)}${date}`,
      `from ${name} ${labelled} (${address}) by <host> with {(<cipher> encrypted)|<cipher> encrypted}! <with>${date}`,
    ],
    source: 'received.c of netqmail 1.06: what is not a letter, a digit or one of a few signs becomes `?`',
  },
  {
    writer: 'qmail',
    marks: ['SMTP', 'QMQP'],
    byLayout: true,
    lines: [`from ${name} (${address}) by <host> with {(<cipher> encrypted) }<with>{ (<cipher> encrypted)}${date}`],
    source: 'the same: a client that calls itself by the name that was looked up',
  },
  {
    writer: 'qmail',
    marks: ['invoked', 'simscan', 'uid', 'EGP'],
    note: [
      `({qmail|qmail+freegate|indimail-mta|wp-smtpd{ <word>}}!{ <number>}{ messnum <number>} invoked <words>{[<word>]})<;><date>`,
      `(EGP: <word>)<;><date>`,
      `(nullmailer pid <number> invoked by uid <number>)<;><date>`,
      `by simscan <words>${end}`,
    ],
    local: [
      `{from <ehlo:user> }by <host> by uid <number> with <words>{ (<scan>)}*${end}`,
      `from <bare> by <host> ({envelope-from <path>, }uid <number>) with <words>{ (<scan>)}*${end}`,
    ],
    source: 'qmail-queue.c, qmail-scanner-queue.pl 2.11, simscan.c 1.4: notes of what runs on the host itself',
  },
  {
    writer: 'qmail-ldap',
    marks: ['qmail-ldap', 'WP-SMTPD'],
    lines: [
      `from <name>{ ${labelled}} (${address}) (envelope-sender <path>) by <host> (<software=qmail-ldap[^()]*|WP-SMTPD>) with {<cipher> encrypted }<with>{ <tls>}{ for <for>}<;><date>`,
    ],
    source: 'raw public headers, 2026-11: qmail-ldap, and the servers of wp.pl and o2.pl',
  },
  {
    writer: 'qpsmtpd',
    marks: ['qpsmtpd'],
    lines: [
      `from {<user>@[<bare>]|<name>}! ${labelled} (${address}) by <host> (<software=qpsmtpd[^()]*>) with {(<cipher> encrypted) }<with>${end}`,
    ],
    source: 'lib/Qpsmtpd/SMTP.pm of qpsmtpd 0.96',
  },
  {
    writer: 'yahoo',
    marks: ['EHLO'],
    lines: [`from <address> (EHLO <ehlo:helo>) by <host=10\\.[\\d.]+>{;} with <with=SMTPS?>{ <tls>}${end}`],
    source: headers,
  },
  {
    writer: 'yahoo',
    marks: ['yahoo', 'aol.com'],
    lines: [
      `from <address> (EHLO{ <ehlo:helo>}{ }) (<address>) by <host=[\\w.-]+\\.yahoo\\.com> with <with>{ <tls>}${end}`,
      `from 127.0.0.1 (EHLO{ <ehlo:helo>}{ }) (<address>) by <host=[\\w.-]+\\.yahoo\\.com> with <with>{ <tls>}${end}`,
      `from <address> by <host=[\\w.-]+\\.(?:yahoo|aol)\\.com> pod-id <word> with <with>${end}`,
      `from [<address>] by <host=[\\w.-]+\\.yahoo\\.com> {with <with=NNFMP>|via <via=HTTP>}!${end}`,
    ],
    source: headers,
  },
  {
    writer: 'ironport',
    marks: ['HELO'],
    lines: [`from <name> (HELO <ehlo:helo>) ([<address>]) by <host> with <with=E?SMTP[\\w/.-]*>${end}`],
    source: headers,
  },
  {
    writer: 'zimbra',
    marks: ['LMTP'],
    lines: [`from <name> (LHLO <ehlo:helo>) (<address>) by <host> with <with=LMTP>${end}`],
    source: headers,
  },
];
