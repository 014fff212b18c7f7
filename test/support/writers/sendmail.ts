import { isIPv6 } from 'node:net';
import type { Session, Writer } from './session.js';
import { date, hasControl, hostName, longIPv6, strictProtocol } from './text.js';

/** srvrsmtp.c: an argument with other characters is dropped, and the name that was looked up stands in its place. */
function ehloOf(session: Session): string | undefined {
  const [word = ''] = session.ehlo.trim().split(/[\s]+/);
  if (word === '') return undefined;
  return /^[a-z0-9_.:[\]-]+$/i.test(word) ? word : peerName(session);
}

function peerLiteral(address: string): string {
  return isIPv6(address) ? `[IPv6:${longIPv6(address)}]` : `[${address}]`;
}

function peerName({ reverseName, address }: Session): string {
  return hostName(reverseName) ?? peerLiteral(address);
}

/** daemon.c, getauthinfo: `$_`. */
function authInfo(session: Session, asksIdent: boolean): string {
  const name = hostName(session.reverseName);
  const user = asksIdent ? session.ident?.replace(/[^a-z0-9_.-]/gi, '') : undefined;
  const seen = name === undefined ? peerLiteral(session.address) : `${name} ${peerLiteral(session.address)}`;
  const at = user === undefined || user === '' ? '' : `${user}@`;
  return `${at}${seen}${name !== undefined && !session.leadsBack ? ' (may be forged)' : ''}`;
}

/** cf/m4/proto.m4, confRECEIVED_HEADER. */
export function sendmailLine(session: Session, mark: string, asksIdent: boolean): string | undefined {
  const { by, id, at, tls, certificate, forwardPath } = session;
  const ehlo = ehloOf(session);
  if (ehlo === undefined || hasControl(forwardPath)) return undefined;
  const verify = certificate ? 'FAIL' : 'NO';
  const secured = tls ? `\n\t(version=${tls.version} cipher=${tls.cipher} bits=${tls.bits} verify=${verify})` : '';
  const user = session.login === undefined ? '' : '\n\t(authenticated bits=0)';
  return (
    `from ${ehlo} (${authInfo(session, asksIdent)})${user}\n\tby ${by.name} (${mark}) with ${strictProtocol(session)}` +
    ` id ${id}${secured}\n\tfor <${forwardPath}>; ${date(at, 'GMT')}`
  );
}

const base = {
  source: 'cf/m4/proto.m4, confRECEIVED_HEADER; sendmail/daemon.c, getauthinfo',
  shows: 'address',
  confirmsNames: true,
} as const;

export const sendmailWriters: readonly Writer[] = [
  {
    ...base,
    name: 'sendmail',
    version: '8.17.1',
    write: (session) => sendmailLine(session, '8.17.1/8.17.1', false),
  },
  {
    ...base,
    name: 'sendmail of Debian, asks ident',
    version: '8.17.1.9-2+deb12u2',
    write: (session) => sendmailLine(session, '8.17.1.9/8.17.1.9/Debian-2+deb12u2', true),
  },
];
