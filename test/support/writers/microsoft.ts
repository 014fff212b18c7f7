import type { Session, Writer } from './session.js';
import { date, firstWord, foldedWords, hasControl, protocol, strictProtocol } from './text.js';

/**
 * Exchange folds at blanks, near column 78. Its address stands without brackets and no name is looked up; what it lets
 * pass of an EHLO word is not known, so any word is taken.
 */
function exchangeLine(session: Session, version: string, end: string): string | undefined {
  const { address, by, at, tls } = session;
  const ehlo = firstWord(session.ehlo);
  if (ehlo === undefined) return undefined;
  const secured = tls ? ` (version=${tls.version.replace('v', '').replace('.', '_')}, cipher=${tls.cipher})` : '';
  const line =
    `from ${ehlo} (${address}) by ${by.name} (${by.address}) with Microsoft SMTP Server${secured} id ${version}${end}; ` +
    date(at);
  return foldedWords('Received: ', '\r\n ', line.split(' '));
}

/** The SMTP service of IIS and of Exchange 2000 and 2003. */
function smtpsvcLine(session: Session, hint: string): string | undefined {
  const ehlo = firstWord(session.ehlo);
  return ehlo === undefined
    ? undefined
    : `from ${ehlo} ([${session.address}]${hint}) by ${session.by.name} with Microsoft SMTPSVC(8.5.9600.16384);\r\n` +
        `\t ${date(session.at)}`;
}

/** Exchange 5.5, Internet Mail Service: the address stands in the place of the name too. */
function internetMailServiceLine(session: Session): string | undefined {
  const ehlo = firstWord(session.ehlo);
  const { address, by, id, at } = session;
  return ehlo === undefined
    ? undefined
    : `from ${ehlo} (${address} [${address}]) by ${by.name} with SMTP (Microsoft Exchange Internet Mail Service Version 5.5.2653.13)\n` +
        `\tid ${id.toUpperCase()}; ${date(at)}`;
}

/** HCL, IBM and Lotus Domino: never a name of its own. */
function dominoLine(session: Session, product: string): string | undefined {
  const { address, by, id, at } = session;
  const ehlo = firstWord(session.ehlo);
  const margin = '\n          ';
  return ehlo === undefined
    ? undefined
    : `from ${ehlo} ([${address}])${margin}by ${by.name} (${product})${margin}with ESMTP id 2026112806143510-${id} ;` +
        `${margin}${date(at)} `;
}

/** MDaemon: the EHLO word, then the address; older ones without parentheses and with their own address. */
function mdaemonLine(session: Session): string | undefined {
  const { address, by, id, at, forwardPath } = session;
  const ehlo = firstWord(session.ehlo);
  return ehlo === undefined || hasControl(forwardPath)
    ? undefined
    : `from ${ehlo} ([${address}]) by ${by.name} (${by.address}) (MDaemon PRO v26.0.2b) \n\twith ` +
        `${strictProtocol(session)} id md5${id}.msg for <${forwardPath}>; ${date(at)}`;
}

/** Utilities.cpp, GenerateReceivedHeader: the PTR record as it is, `Unknown` where there is none. */
function hMailServerLine(session: Session): string | undefined {
  const { address, by, at, tls, reverseName } = session;
  const ehlo = firstWord(session.ehlo);
  const secured = tls ? `\r\n\t(version=${tls.version} cipher=${tls.cipher} bits=${tls.bits})` : '';
  return ehlo === undefined
    ? undefined
    : `from ${ehlo} (${reverseName === undefined || hasControl(reverseName) ? 'Unknown' : reverseName} [${address}])\r\n` +
        `\tby ${by.name} with ${protocol({ ...session, greeting: 'EHLO' })}${secured}\r\n\t; ${date(at)}`;
}

const base = { source: 'observed', shows: 'address', confirmsNames: false } as const;
const onlineHost = { name: 'AM4PEPF00027A6C.mail.protection.outlook.com', address: '10.167.16.90' };

export const microsoftWriters: readonly Writer[] = [
  {
    ...base,
    name: 'Exchange Online, border',
    version: '15.20',
    host: onlineHost,
    write: (session) => exchangeLine(session, '15.20.9345.5', ' via Frontend Transport'),
  },
  {
    ...base,
    name: 'Exchange Server, front end',
    version: '15.2',
    write: (session) => exchangeLine(session, '15.2.1748.37', ' via Frontend Transport'),
  },
  {
    ...base,
    name: 'Exchange Server, no front end',
    version: '15.1, Edge',
    write: (session) => exchangeLine(session, '15.1.2507.44', ''),
  },
  {
    ...base,
    name: 'Exchange Server 2010',
    version: '14.3',
    write: (session) => exchangeLine({ ...session, tls: undefined }, '14.3.498.0', ''),
  },
  { ...base, name: 'Microsoft SMTPSVC', version: '8.5', write: (session) => smtpsvcLine(session, '') },
  {
    ...base,
    name: 'Microsoft SMTPSVC, looks up',
    version: '8.5',
    write: (session) => smtpsvcLine(session, ' RDNS failed'),
  },
  { ...base, name: 'Exchange 5.5', version: '5.5.2653.13', write: internetMailServiceLine },
  { ...base, name: 'Domino', version: '14.0', write: (session) => dominoLine(session, 'HCL Domino Release 14.0FP4') },
  {
    ...base,
    name: 'Lotus Domino',
    version: '8.5',
    write: (session) => dominoLine(session, 'Lotus Domino Release 8.5.3FP6'),
  },
  { ...base, name: 'MDaemon', version: '26', write: mdaemonLine },
  {
    ...base,
    name: 'hMailServer',
    version: '5.7',
    source: 'source/Server/SMTP/SMTPMessageHeaderCreator.cpp, GenerateReceivedHeader_ (commit 0c2aa7f)',
    write: hMailServerLine,
  },
];
