import { quotedPath, readPath } from './paths.js';
import type { Session, Writer } from './session.js';
import { hasControl, hostName, literal, neuter, spacedDate, strictProtocol } from './text.js';

/** smtpd.c, NEUTER_CHARACTERS; what is not printable was replaced before. A word behind another is joined by a blank. */
function ehloOf(ehlo: string, { keepsBlanks }: Settings): string {
  const words = neuter(ehlo.trim().replace(/[\s]+/g, ' '), /[\x00-\x1f\x7f<>()\\";@]/g);
  return keepsBlanks ? words : neuter(words, / /g);
}

/** smtpd.c, comment_sanitize: only printable ASCII, no backslash, parentheses balanced. */
function sanitized(comment: string): string {
  let depth = 0;
  let told = '';
  for (const byte of Buffer.from(comment)) {
    const c = String.fromCharCode(byte);
    if (byte < 32 || byte > 126 || c === '\\' || (c === ')' && depth === 0)) told += '?';
    else {
      if (c === '(') depth += 1;
      if (c === ')') depth -= 1;
      told += c;
    }
  }
  return told + ')'.repeat(depth);
}

function tlsComments({ tls, certificate }: Session): string {
  if (!tls) return '';
  const signature = certificate ? '\n\t client-signature ECDSA (prime256v1) client-digest SHA256' : '';
  const client = certificate
    ? `(Client CN "${sanitized(certificate.subject)}", Issuer "${sanitized(certificate.issuer)}" (not verified))`
    : '(Client did not present a certificate)';
  return (
    `\t(using ${tls.version} with cipher ${tls.cipher} (${tls.bits}/${tls.bits} bits)\n` +
    `\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256${signature})\n\t${client}\n`
  );
}

interface Settings {
  readonly mailName?: string;
  readonly showsTls?: true;
  readonly showsLogin?: true;
  /** FreeBSD's port is built with RECEIVED_ENVELOPE_FROM. */
  readonly showsReversePath?: true;
  /** Several recipients: none is named. */
  readonly hidesRecipient?: true;
  /** Until 2004 the words of the EHLO argument stood apart. */
  readonly keepsBlanks?: true;
  readonly zone?: string;
}

export function postfixLine(session: Session, settings: Settings = {}): string | undefined {
  const { by, address, id, at, login, leadsBack } = session;
  const recipient = readPath(session.forwardPath);
  const sender = settings.showsReversePath ? readPath(session.reversePath) : { local: '', domain: undefined };
  if (!recipient || !sender || hasControl(session.reversePath + session.forwardPath)) return undefined;
  const name = (leadsBack ? hostName(session.reverseName) : undefined) ?? 'unknown';
  const ehlo = ehloOf(session.ehlo, settings);
  const tls = settings.showsTls ? tlsComments(session) : '';
  const user = settings.showsLogin && login !== undefined ? `\t(Authenticated sender: ${sanitized(login)})\n` : '';
  const writer = `\tby ${by.name} (${settings.mailName ?? 'Postfix'}) with ${strictProtocol(session)} id ${id}`;
  const when = spacedDate(at, settings.zone ?? '+0000 (UTC)');
  const end = settings.hidesRecipient ? `;\n\t${when}` : `\n\tfor <${quotedPath(recipient)}>; ${when}`;
  const reversePath = settings.showsReversePath ? `\n\t(envelope-from ${quotedPath(sender)})` : '';
  return `from ${ehlo === '' ? name : ehlo} (${name} ${literal(address)})\n${tls}${user}${writer}${end}${reversePath}`;
}

const base = {
  version: '3.7.11',
  source: 'src/smtpd/smtpd.c, common_pre_message_handling',
  shows: 'address',
  confirmsNames: true,
} as const;

export const postfixWriters: readonly Writer[] = [
  { ...base, name: 'Postfix', write: (session) => postfixLine(session) },
  {
    ...base,
    name: 'Postfix, TLS and logins shown',
    write: (session) => postfixLine(session, { showsTls: true, showsLogin: true }),
  },
  {
    ...base,
    name: 'Postfix of FreeBSD, envelope shown',
    write: (session) => postfixLine(session, { showsReversePath: true, hidesRecipient: true, zone: '+0300 (MSK)' }),
  },
  {
    ...base,
    name: 'Postfix under another mail_name',
    write: (session) => postfixLine(session, { mailName: 'Corp Mail Gateway 7', showsTls: true }),
  },
  {
    ...base,
    name: 'Postfix of 2004',
    version: '2.1, from public headers',
    write: (session) => postfixLine(session, { keepsBlanks: true }),
  },
];
