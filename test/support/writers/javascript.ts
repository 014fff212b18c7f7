import { quotedPath, readPath } from './paths.js';
import type { Session, Writer } from './session.js';
import { caresName, date, firstWord, hasControl, protocol } from './text.js';

/** connection.js, received_line: the word is written as it came. */
function harakaLine(session: Session): string | undefined {
  const { address, by, id, at, tls, login, reversePath } = session;
  const ehlo = firstWord(session.ehlo);
  const sender = readPath(reversePath);
  if (ehlo === undefined || !sender || hasControl(reversePath)) return undefined;
  const name = caresName(session.reverseName);
  const info = name === undefined ? `[${address}]` : `${name} [${address}]`;
  const secured = tls ? `\r\n\ttls ${tls.cipher}` : '';
  const user = login === undefined ? '' : ' (authenticated bits=0)';
  return (
    `from ${ehlo} (${info})\r\n\tby ${by.name} (Haraka/3.3.4) with ${protocol(session)} id ${id}.1\r\n` +
    `\tenvelope-from <${reversePath}>${secured}${user};\r\n\t${date(at)}`
  );
}

/** lib/sending-zone.js, generateReceivedHeader: the address comes first, the reverse name behind it. */
function zoneMtaLine(session: Session): string | undefined {
  const { address, by, id, at, tls, login, forwardPath } = session;
  const ehlo = firstWord(session.ehlo);
  const recipient = readPath(forwardPath);
  if (ehlo === undefined || !recipient || hasControl(forwardPath)) return undefined;
  const name = caresName(session.reverseName);
  const origin = name === undefined ? `[${address}]` : `([${address}] ${name})`;
  const fold = name === undefined ? '' : '\r\n';
  const user = login === undefined ? (fold === '' ? '\r\n' : '') : ` (Authenticated sender: ${login})\r\n`;
  const secured = tls ? `\r\n (version=${tls.version} cipher=${tls.cipher})` : '';
  return (
    `from ${ehlo} ${origin}${fold}${user} by ${by.name} (ZoneMTA) with ${protocol(session)} id ${id}.001\r\n` +
    ` for <${quotedPath(recipient)}>${secured};\r\n ${date(at)}`
  );
}

const base = { shows: 'address', confirmsNames: false } as const;

export const javascriptWriters: readonly Writer[] = [
  {
    ...base,
    name: 'Haraka',
    version: '3.3.4',
    source: 'connection.js, received_line',
    letsMessageContinue: true,
    write: harakaLine,
  },
  {
    ...base,
    name: 'ZoneMTA',
    version: '3.8',
    source: 'lib/sending-zone.js, generateReceivedHeader',
    write: zoneMtaLine,
  },
];
