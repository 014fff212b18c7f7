import { borderWriter, borderWriters } from './border.js';
import * as inner from './inside.js';
import type { Session, Writer } from './session.js';

/** How a message came in: the line of the border, and what the servers behind it wrote above it, newest first. */
export interface Route {
  readonly name: string;
  readonly above: readonly Writer[];
  readonly border: Writer;
}

function behind(border: string, ...above: readonly Writer[]): Route {
  return { name: `${above.map(({ name }) => name).join(' > ')} > ${border}`, above, border: borderWriter(border) };
}

export const routes: readonly Route[] = [
  ...borderWriters.map((border) => ({ name: border.name, above: [], border })),
  behind('Postfix', inner.dovecot),
  behind('Postfix', inner.oldDovecot),
  behind('Postfix', inner.cyrus),
  behind('Postfix', inner.reinjection, inner.amavis),
  behind('Postfix', inner.reinjection, inner.blindAmavis),
  behind('Postfix', inner.dovecot, inner.reinjection, inner.amavis),
  behind('Postfix', inner.zimbra, inner.reinjection, inner.blindAmavis),
  behind('Postfix', inner.postfixAlias),
  behind('Postfix', inner.postfixPickup),
  behind('Postfix, TLS and logins shown', inner.dovecot),
  behind('Exim', inner.spamScanned),
  behind('Exim that takes any EHLO word and asks ident', inner.dovecot),
  behind('Exim that hides its version', inner.spamScanned),
  behind('sendmail', inner.cyrus),
  behind('Proofpoint', inner.ppsFilter),
  behind('Exchange Server, front end', inner.mailboxTransport, inner.exchangeHub),
  behind('Exchange Online, border', inner.exchangeOnlineStore, inner.exchangeOnlineInner),
  behind('Gmail', inner.gmailInner),
  behind('Yandex', inner.yandexInner),
  behind('iCloud', inner.icloudInner),
  behind('Gmail', inner.fetchmail),
  behind('Postfix', inner.fetchmail),
  behind('Exim', inner.getmail),
  behind('Postfix', inner.getmailOverImap),
  behind('qmail', inner.qmailNote, inner.qmailNote),
  behind('qmail', inner.qmailNote, inner.qmailScanner),
  behind('qmail', inner.qmailNote, inner.simscan),
  behind('CommuniGate Pro', inner.communiGatePipe),
];

/** The fields, newest first; undefined where the border refuses such a client. */
export function linesOf({ above, border }: Route, session: Session): readonly string[] | undefined {
  const lines = [...above, border].map(({ write }) => write(session));
  return lines.every((line) => line !== undefined) ? (lines as readonly string[]) : undefined;
}
