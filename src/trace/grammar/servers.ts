import { end, type Grammar, peer, rest, unlabelledPeer } from './grammar.js';

const headers = 'raw public headers, 2026-11';

/** Writers that print `from EHLO (NAME [ADDRESS]) by HOST (SOFTWARE)`, and what else each of them writes. */
export const servers: readonly Grammar[] = [
  {
    writer: 'postfix',
    marks: ['Postfix', 'Proxmox'],
    names: 'checked',
    lines: [
      `from <ehlo:neutered> (${peer}){ <tls>}{ <certificate>}{ (Authenticated sender: <user=[^()]+>)}{ (authenticated<words>)} by <host> (<software=(?:Postfix|Proxmox)[^()]*>){ with <with>}{ id <id>}{ for <for>{, <path>}*}${end}`,
      `by <host> (<software=Postfix[^()]*>) with <with>{ <tls>}{ id <id>}{ for <for>}${end}`,
    ],
    local: [`by <host> (<software=Postfix(?:/[^(),]*)?>){ id <id>}{ for <for>}${end}`],
    program: [`by <host> (<software=Postfix[^()]*, from userid \\d+>){ id <id>}{ for <for>}${end}`],
    source:
      'smtpd.c and pickup.c of Postfix 3.7: parentheses, quotes and blanks of the EHLO word become `?`, a name that does not lead back becomes `unknown`',
  },
  {
    writer: 'sendmail',
    marks: ['(8.'],
    names: 'checked',
    lines: [
      `from <ehlo> (<_>{<ident>@}{<name>{ }}[<address>]{ (<mark=may be forged>)}){ <login>} by <host> (<software=8\\.(?:9|1\\d)\\.\\d[\\w.+-]*\\/8\\.[\\w.+\\/-]+>) with <with>{ <tls>}{ id <id>}{ <tls>}{ for <for>}${end}`,
    ],
    source: 'daemon.c of sendmail 8.17, getauthinfo: the mark stands where the name does not lead back',
  },
  {
    writer: 'sendmail',
    marks: ['(8.', '/8.', 'sendmail', 'SMI-', '(5.', '.SGI.'],
    byLayout: true,
    lines: [
      `from <ehlo> (<_>{<ident>@}{<name>{ }}[<address>{:<port>}]{:<port>}{ (<mark=may be forged>)}){ <login>} by <host> (<software=${sendmail()}>){ with <with>}{ <tls>}{ id <id>}{ <tls>}{ for <for>{, <path>}*}{ from <path>}{ <tls>}${end}`,
      `(from {<word> }[<address>]) by <host> (<software=${sendmail()}>)${rest}`,
      `from <ehlo:word>{ (<word>)} by <host>{ via <via>} (<software=${sendmail()}>){ for <for>}${rest}`,
      // Set up to hide its client.
      `by <host> (<software=${sendmail()}>) with <with>{ <tls>}{ id <id>}{ <tls>}{ for <for>}${end}`,
    ],
    local: [`from {<ehlo> }(<_>{<ident>@}localhost [[UNIX: localhost]]) by <host> (<software=${sendmail()}>)${rest}`],
    program: [
      `(from <user>) by <host> (<software=${sendmail()}>)${rest}`,
      `by <host> (<software=${sendmail()}>){ id <id>}{ for <for>}${end}`,
    ],
    source: 'cf/cf and srvrsmtp.c of sendmail 8.17; of former versions what they check was not looked up',
  },
  {
    writer: 'proofpoint',
    marks: ['(PPS)'],
    lines: [
      `from <ehlo> (<_>{<name>{ }}[<address>{:<port>}]{ (<mark=may be forged>)}) by <host> (<software=PPS>)${rest}`,
    ],
    source: headers,
  },
  {
    writer: 'haraka',
    marks: ['Haraka'],
    names: 'unchecked',
    lines: [
      `from <ehlo> (${peer}) by <host> (<software=Haraka[^()]*>) with <with> id <id> envelope-from <path>{ <tls>}{ <login>}{ tls <cipher>}${end}`,
    ],
    source: 'connection.js of Haraka 3: the EHLO word stands as it came, the name is the PTR',
  },
  {
    writer: 'opensmtpd',
    marks: ['OpenSMTPD'],
    names: 'unchecked',
    lines: [
      `from <ehlo> (${peer}){<;>} by <host> (<software=OpenSMTPD>) with <with> id <id>{ <tls>}{ auth=<login=yes>}{ user=<user>}{ for <for>}${end}`,
    ],
    program: [`from <ehlo> ({<word> }[local]) by <host> (<software=OpenSMTPD>)${rest}`],
    source: 'smtp_session.c of OpenSMTPD 7: the name is the PTR, `<unknown>` without one',
  },
  {
    writer: 'gmail',
    marks: ['google'],
    lines: [
      `from <ehlo> (${peer}) by <host=(?:mx\\.google|smtp\\.gmail|[\\w-]+\\.google)\\.com>{ with <with>}{ id <id>}{ for <for>}{ <tls>}{ (Google Transport Security)}${end}`,
      `from <ehlo> named <word> by <host=gmailapi\\.google\\.com> with <with>${end}`,
    ],
    source: headers,
  },
  {
    writer: 'gmail',
    marks: ['2002:'],
    local: [`by <host=2002:a[\\da-f:]+>{ with <with>}{ id <id>}${end}`],
    source: headers,
  },
  {
    writer: 'yandex',
    marks: ['yandex'],
    names: 'checked',
    lines: [
      `from <ehlo> (${peer}) by <host=[\\w.-]+\\.yandex\\.(?:net|ru)> (<software>)${rest}{ <tls>}{ <certificate>}`,
      `by <host=[\\w.-]+\\.yandex\\.(?:net|ru)>{ (<software>)}${rest}`,
    ],
    source: headers,
  },
  {
    writer: 'stalwart',
    marks: ['Stalwart'],
    lines: [
      `from <ehlo> (<_>{<name>{ }|<anon>{ }}[<address>]{ <asn>}){ <tls>} by <host> (<software=Stalwart[^()]*>)${rest}`,
    ],
    source: 'crates/smtp of Stalwart 0.10: the name is the PTR with its dot',
  },
  {
    writer: 'mox',
    marks: ['tcp'],
    lines: [
      `from <ehlo> (${peer}) by <host> ([<own>]) via <via=tcp> with <with>{ (requiretls)} id <id>{ <tls>}{ for <for>}${end}`,
    ],
    source: 'smtpserver/server.go of mox 0.0.14',
  },
  {
    writer: 'maddy',
    marks: ['envelope-sender'],
    names: 'unchecked',
    lines: [`from <ehlo> (${peer}) by <host> (envelope-sender <path>) with <with> id <id>${end}`],
    source: 'internal/target/received.go of maddy 0.7',
  },
  {
    writer: 'zone-mta',
    marks: ['ZoneMTA'],
    names: 'unchecked',
    lines: [
      `from <ehlo> ([<address>]{ <name>}){ (Authenticated sender: <user>)} by <host> (<software=ZoneMTA[^()]*>)${rest}`,
      `from <ehlo> [<address>]{ (Authenticated sender: <user>)} by <host> (<software=ZoneMTA[^()]*>)${rest}`,
    ],
    source: 'lib/mail-queue of ZoneMTA 3',
  },
  {
    writer: 'chasquid',
    marks: ['chasquid'],
    lines: [
      `from [<address>] (<ehlo:helo>) by <host> (<software=chasquid>) with <with>{ tls <cipher>} (over <words>envelope from "<quoted>")${end}`,
      `from <ehlo> by <host> (<software=chasquid>) with <with>{ tls <cipher>} (over <words>envelope from "<quoted>")${end}`,
    ],
    source: 'internal/smtpsrv/conn.go of chasquid 1.14',
  },
  {
    writer: 'courier',
    marks: ['::ffff:', '(TLS:', '(AUTH:', 'softdnserr'],
    byLayout: true,
    lines: [
      `from <ehlo> (${unlabelledPeer}){ (TLS: <cipher=[\\w.,/-]+>)}{ (AUTH: <words>)} by <host> with <with>{ id <id>}${end}`,
    ],
    source: 'courier/module.esmtp/courieresmtpd.c of Courier 1.0',
  },
  {
    writer: 'halon',
    marks: ['Halon'],
    lines: [`from <ehlo> (${peer}) by <host> (<software=Halon[^()]*>)${rest}`],
    source: headers,
  },
  {
    writer: 'mailpit',
    marks: ['Mailpit'],
    names: 'unchecked',
    lines: [`from <ehlo> (${peer}) by <host> (<software=Mailpit[^()]*>)${rest}`],
    source: 'internal/smtpd/smtpd.go of Mailpit, 2026-11: the name is the PTR, and an EHLO argument may hold blanks',
  },
  {
    writer: 'kerio',
    marks: ['Kerio'],
    lines: [`from <ehlo> (${peer}){ <tls>}{ <login>} by <host> (<software=Kerio[^()]*>)${rest}`],
    source: headers,
  },
  {
    writer: 'domino',
    marks: ['Domino'],
    lines: [`from <ehlo> (${peer}) by <host> (<software=[^()]*Domino[^()]*>)${rest}`],
    source: headers,
  },
];

/** `940816.SGI.8.6.9/940406.SGI`, `8.17.1/8.17.1`, `8.9.3 (PHNE_22672)/8.9.3 SMKit7.01`, `8.14.4/8.14.4/Debian-4`, `8.17.1/8.17.1/Submit`, `Switch-3.3/8.13`, `8.9.3`, `8.8.8/8.8.8`. */
function sendmail(): string {
  return String.raw`(?:\w[\w.+-]*\/)?\d+\.\d+(?:\.\d+)?[\w.+-]*(?: \(PHNE_[\w+]+\))?(?:\/[\w.+\/-]+(?: [\w.+-]+){0,2})?|\d{6}\.SGI\.[\w.]+\/[\w.]+|sendmail[^()]*|SMI-[^()]*`;
}
