import { readPath } from './paths.js';
import type { Session, Writer } from './session.js';
import { date, hasControl, libcName } from './text.js';

type Version = '4.98' | '4.96' | '4.92' | 'hidden' | 'unnamed';

interface Settings {
  readonly version: Version;
  /** helo_accept_junk_hosts: any text is taken. */
  readonly takesJunk?: true;
  /** rfc1413_hosts. */
  readonly asksIdent?: true;
  /** host_lookup is empty. */
  readonly looksUpNothing?: true;
  /** log_selector = +incoming_port. */
  readonly showsPort?: true;
}

/** smtp_in.c, check_helo: letters, digits, dot, hyphen, or an address literal. */
function isTaken(ehlo: string): boolean {
  return (
    /^[a-z0-9.-]+$/i.test(ehlo) || /^\[(?:IPv[46]:)?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)\]$/i.test(ehlo)
  );
}

/** host.c, host_build_sender_fullhost. */
function rcvhost(session: Session, settings: Settings): string {
  const { address, port, ehlo, leadsBack, reverseName } = session;
  // helo_lookup_domains: who calls itself by our name is looked up in any case.
  const looksUp = !settings.looksUpNothing || ehlo.toLowerCase() === session.by.name;
  const name = leadsBack && looksUp ? libcName(reverseName) : undefined;
  const where = `[${address}]`;
  const ident = settings.asksIdent ? session.ident : undefined;
  const isOwnLiteral = ehlo.replace(/^\[(?:IPv[46]:)?|\]$/gi, '') === address && ehlo.startsWith('[');
  const isShown = !isOwnLiteral && ehlo.toLowerCase() !== name?.toLowerCase();
  if (name === undefined) {
    const facts = [
      ...(settings.showsPort ? [`port=${port}`] : []),
      ...(isShown ? [`helo=${ehlo}`] : []),
      ...(ident === undefined ? [] : [`ident=${ident}`]),
    ];
    return facts.length === 0 ? where : `${where} (${facts.join(' ')})`;
  }
  const seen = settings.showsPort ? `${where}:${port}` : where;
  if (isShown && ident !== undefined) return `${name}\n\t(${seen} helo=${ehlo} ident=${ident})`;
  return `${name} (${seen}${isShown ? ` helo=${ehlo}` : ''}${ident === undefined ? '' : ` ident=${ident}`})`;
}

/** globals.c, received_header_text. */
export function eximLine(session: Session, settings: Settings): string | undefined {
  const { by, id, at, tls, reversePath, forwardPath } = session;
  const ehlo = session.ehlo.trim();
  if (ehlo === '' || hasControl(ehlo.replace(/\t/g, '')) || !(settings.takesJunk || isTaken(ehlo))) return undefined;
  if (!readPath(reversePath) || !readPath(forwardPath) || hasControl(reversePath + forwardPath)) return undefined;
  if (session.ident !== undefined && hasControl(session.ident)) return undefined;
  const words = session.greeting === 'EHLO' ? 'esmtp' : 'smtp';
  const spoken = `${words}${tls ? 's' : ''}${session.login === undefined ? '' : 'a'}`;
  const mark = { hidden: '(Exim)\n\t', unnamed: '' }[settings.version as string] ?? `(Exim ${settings.version})\n\t`;
  const modern = tls ? ` (${tls.version.replace('v', '')}) tls ${tls.cipher}\n\t` : '';
  const secured = {
    '4.98': modern,
    '4.96': modern,
    '4.92': tls ? `(${tls.version}:${tls.cipher}:${tls.bits})\n\t` : '',
    hidden: '',
    unnamed: '',
  }[settings.version];
  const envelope = reversePath === '' ? '' : `(envelope-from <${reversePath}>)\n\t`;
  return (
    `from ${rcvhost({ ...session, ehlo }, settings)}\n\tby ${by.name} with ${spoken} ${secured}${mark}` +
    `${envelope}id ${id}\n\tfor ${forwardPath};\n\t${date(at)}`
  );
}

function eximWriter(name: string, settings: Settings): Writer {
  return {
    name,
    version:
      { hidden: '4.96, exim_version hidden', unnamed: '4.96, received_header_text changed' }[
        settings.version as string
      ] ?? settings.version,
    source: 'src/globals.c, received_header_text; src/host.c, host_build_sender_fullhost',
    shows: 'address',
    confirmsNames: true,
    write: (session) => eximLine(session, settings),
  };
}

export const eximWriters: readonly Writer[] = [
  eximWriter('Exim', { version: '4.98' }),
  eximWriter('Exim, ports shown', { version: '4.92', showsPort: true }),
  eximWriter('Exim that takes any EHLO word and asks ident', { version: '4.98', takesJunk: true, asksIdent: true }),
  eximWriter('Exim that hides its version', { version: 'hidden', takesJunk: true, looksUpNothing: true }),
  eximWriter('Exim that does not say its name', { version: 'unnamed', takesJunk: true, asksIdent: true }),
];
