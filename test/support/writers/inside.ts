import { quotedPath, readPath } from './paths.js';
import { postfixLine } from './postfix.js';
import type { Session, Writer } from './session.js';
import { date, plainDate, spacedDate } from './text.js';

/**
 * What servers write above the line of the border: scanners, mailboxes, programs that fetch. The session is that of the
 * border; the words of its client that such a line repeats are the same as there.
 */
function inside(name: string, source: string, write: (session: Session) => string | undefined): Writer {
  return { name, version: 'see source', source, shows: 'nothing', confirmsNames: false, write };
}

const fromItself = (session: Session): Session => ({
  ...session,
  greeting: 'EHLO',
  ehlo: 'localhost',
  address: '127.0.0.1',
  reverseName: 'localhost',
  leadsBack: true,
  tls: undefined,
  certificate: undefined,
  login: undefined,
});

/** As a server hands a path on: quoted anew. */
function handedOn(path: string): string {
  const at = path.lastIndexOf('@');
  return quotedPath(readPath(path) ?? { local: path.slice(0, at), domain: path.slice(at + 1) });
}

export const dovecot = inside(
  'Dovecot LMTP',
  '2.4.1, src/lib-smtp/smtp-server-transaction.c, smtp_server_transaction_write_trace_record',
  ({ by, id, at, reversePath, forwardPath }) =>
    `from ${by.name}\r\n\tby ${by.name} with LMTP\r\n\tid ${id}\r\n\t(envelope-from <${handedOn(reversePath)}>)\r\n` +
    `\tfor <${handedOn(forwardPath)}>; ${date(at)}`,
);

export const oldDovecot = inside(
  'Dovecot LMTP until 2.2',
  '2.2, src/lmtp/commands.c',
  ({ by, id, at, forwardPath }) =>
    `from ${by.name} ([127.0.0.1])\r\n\tby ${by.name} (Dovecot) with LMTP id ${id}\r\n\tfor <${handedOn(forwardPath)}>; ${date(at)}`,
);

export const cyrus = inside(
  'Cyrus LMTP',
  '3.6.1, imap/lmtpengine.c, savemsg',
  ({ by, at }) =>
    `from ${by.name} ([unix socket])\r\n\t by ${by.name} (Cyrus 3.6.1-Debian-3.6.1-4+deb12u5) with LMTPA;\r\n\t ${date(at)}`,
);

export const amavis = inside(
  'amavis',
  '2.13, Amavis::In::SMTP; public headers',
  ({ by, id, at, forwardPath, ...session }) => {
    const ehlo = postfixLine({ ...session, by, id, at, forwardPath })?.split(' ')[1];
    return (
      ehlo &&
      `from ${ehlo} ([${session.address}])\r\n\tby localhost (${by.name} [127.0.0.1]) (amavisd-new, port 10024)\r\n` +
        `\twith ESMTP id ${id} for <${handedOn(forwardPath)}>;\r\n\t${date(at)}`
    );
  },
);

export const blindAmavis = inside(
  'amavis without XFORWARD',
  '2.13, Amavis::In::SMTP',
  ({ by, id, at, forwardPath }) =>
    `from ${by.name} ([127.0.0.1])\r\n by localhost (${by.name} [127.0.0.1]) (amavis, port 10024) with ESMTP\r\n` +
    ` id ${id} for <${handedOn(forwardPath)}>; ${spacedDate(at, '+0000 (UTC)')}`,
);

export const reinjection = inside('Postfix, from a scanner', '3.7.11, src/smtpd/smtpd.c', (session) =>
  postfixLine(fromItself(session)),
);

export const zimbra = inside(
  'Zimbra LMTP',
  'public headers',
  ({ by, at }) => `from ${by.name} (LHLO ${by.name}) (${by.address}) by\r\n ${by.name} with LMTP; ${date(at)}`,
);

export const ppsFilter = inside(
  'Proofpoint filter',
  'public headers',
  ({ by, id, at }) =>
    `from pps.filterd (m0123456.ppops.net [127.0.0.1])\r\n\tby ${by.name} (8.18.1.11/8.18.1.11) with ESMTP id ${id};\r\n` +
    `\t${date(at, 'GMT')}`,
);

export const mailboxTransport = inside(
  'Exchange, Mailbox Transport',
  'public headers',
  ({ by, at }) =>
    `from ${by.name} (${by.address}) by ${by.name} (${by.address})\r\n with Microsoft SMTP Server (version=TLS1_2,\r\n` +
    ` cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256) id 15.1.2507.35 via Mailbox\r\n Transport; ${date(at)}`,
);

export const exchangeHub = inside(
  'Exchange, hub',
  'public headers',
  ({ by, at }) =>
    `from ${by.name} (${by.address}) by ${by.name} (${by.address})\r\n with Microsoft SMTP Server (version=TLS1_2,\r\n` +
    ` cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256) id 15.1.2507.35; ${date(at)}`,
);

export const exchangeOnlineStore = inside(
  'Exchange Online, store',
  'public headers',
  ({ at }) =>
    'from AM0PR04MB1234.eurprd04.prod.outlook.com (2603:10a6:208:12::34) by\r\n DB9PR04MB5678.eurprd04.prod.outlook.com with ' +
    `HTTPS; ${date(at)}`,
);

export const exchangeOnlineInner = inside(
  'Exchange Online, inner',
  'public headers',
  ({ at }) =>
    'from AM4PEPF00027A6C.eurprd04.prod.outlook.com\r\n (2603:10a6:208:3e::12) by AM0PR04MB1234.outlook.office365.com\r\n' +
    ' (2603:10a6:208:12::34) with Microsoft SMTP Server (version=TLS1_3,\r\n cipher=TLS_AES_256_GCM_SHA384) id 15.20.9345.5 via ' +
    `Frontend\r\n Transport; ${date(at)}`,
);

export const gmailInner = inside(
  'Gmail, inner',
  'public headers',
  ({ id, at }) =>
    `by 2002:a05:6402:1111:b0:5cf:1234:5678 with SMTP id ${id}csp1234567edb;\r\n        ${date(at, '-0800 (PST)')}`,
);

export const yandexInner = inside(
  'Yandex, store',
  'public headers',
  ({ by, id, at }) =>
    `from ${by.name} (${by.name} [IPv6:2a02:6b8:c0c:a:0:640:1:0])\r\n\tby postback12.mail.yandex.net (Yandex) with ESMTPS id ${id}` +
    `;\r\n\t${date(at, '+0300')}`,
);

export const icloudInner = inside(
  'iCloud, mail gateway',
  'public headers',
  ({ by, id, at }) =>
    `from ${by.name} by p00-mailgateway-smtp-1234 (mailgateway 2541B8) with SMTP id ${id}; ${date(at)}`,
);

export const fetchmail = inside(
  'fetchmail',
  '6.4.37, transact.c',
  ({ by, at }) =>
    `from ${by.name} [${by.address}]\r\n\tby laptop.home.example with IMAP (fetchmail-6.4.37)\r\n\tfor <anna@localhost> ` +
    `(single-drop); ${date(at, '+0300 (MSK)')}`,
);

export const getmailOverImap = inside(
  'getmail over IMAP',
  '6.18, getmailcore/message.py',
  ({ by, at }) =>
    `from ${by.name} (${by.address}:143) by laptop.home.example\r\n  with IMAP4 getmail6 msgid:1795851815/2; ${plainDate(at)} -0000`,
);

export const getmail = inside(
  'getmail',
  '6.18, getmailcore/message.py',
  ({ by, at }) => `from ${by.name} by laptop.home.example with POP3; ${date(at)}`,
);

export const qmailNote = inside(
  'qmail, process note',
  '1.03, qmail-queue.c',
  ({ at }) => `(qmail 4711 invoked from network); ${plainDate(at)} -0000`,
);

export const qmailScanner = inside(
  'qmail-scanner',
  '2.11, qmail-scanner-queue.pl',
  ({ address, by, reversePath, at }) =>
    `from ${address} by ${by.name} (envelope-from <${reversePath}>, uid 508) with qmail-scanner-2.11 \r\n` +
    ` (clamdscan: 0.103. spamassassin: 3.4.  \r\n Clear:RC:0(${address}):SA:0(0.0/5.0):. \r\n Processed in 1.2 secs); ` +
    `${plainDate(at)} -0000`,
);

export const simscan = inside(
  'simscan',
  '1.4.0, simscan.c',
  ({ at }) =>
    `by simscan 1.4.0 ppid: 4711, pid: 4712, t: 0.1234s\r\n         scanners: attach: 1.4.0 clamav: 0.103\r\n ; ` +
    `${plainDate(at)} -0000`,
);

export const spamScanned = inside(
  'Exim, from SpamAssassin',
  '4.96, a pipe transport',
  ({ by, id, at, reversePath, forwardPath }) =>
    `from Debian-exim by ${by.name} with spam-scanned (Exim 4.96)\n\t${reversePath === '' ? '' : `(envelope-from <${reversePath}>)\n\t`}` +
    `id ${id}\n\tfor ${forwardPath};\n\t${date(at)}`,
);

export const communiGatePipe = inside(
  'CommuniGate, PIPE',
  'public headers',
  ({ by, at }) => `by ${by.name} (CommuniGate Pro PIPE 7.1.1)\r\n  with PIPE id 63920083; ${date(at)}`,
);

export const postfixAlias = inside(
  'Postfix, an alias',
  '3.7.11, src/local/forward.c',
  ({ by, id, at }) => `by ${by.name} (Postfix)\r\n\tid ${id}; ${spacedDate(at, '+0000 (UTC)')}`,
);

export const postfixPickup = inside(
  'Postfix, from a program',
  '3.7.11, src/pickup/pickup.c',
  ({ by, id, at }) => `by ${by.name} (Postfix, from userid 65534)\r\n\tid ${id}; ${spacedDate(at, '+0000 (UTC)')}`,
);

export const insideWriters: readonly Writer[] = [
  ...[dovecot, oldDovecot, cyrus, amavis, blindAmavis, reinjection, zimbra, ppsFilter, mailboxTransport, exchangeHub],
  ...[
    exchangeOnlineStore,
    exchangeOnlineInner,
    gmailInner,
    yandexInner,
    icloudInner,
    fetchmail,
    getmail,
    qmailNote,
    getmailOverImap,
  ],
  ...[qmailScanner, simscan, spamScanned, communiGatePipe, postfixAlias, postfixPickup],
];
