import { end, type Grammar, peer, rest, unlabelledPeer } from './grammar.js';

const headers = 'raw public headers, 2026-11';

/** Programs behind a server: filters, deliveries to a mailbox, programs that fetch, and notes that name no peer. */
export const inside: readonly Grammar[] = [
  {
    writer: 'amavis',
    marks: ['amavis'],
    lines: [
      `from <ehlo> ([<address>]) by <host> (<alias> [<own>]) (<software=amavis(?:d-new)?, [^()]*>)${rest}`,
      `from <ehlo> ([<address>]) by <host> (<software=amavis[^()]*>)${rest}`,
    ],
    source: 'amavisd-new 2.13: repeats the name and address that it was told over XFORWARD, else those of its peer',
  },
  {
    writer: 'dovecot',
    marks: ['LMTP'],
    lines: [
      `from <ehlo> ([<address>]){ <tls>} by <host>{ (<software=Dovecot>)} with <with=(?:UTF8)?LMTPS?A?>{ id <id>}{ (envelope-from <path>)}{ for <for>}${end}`,
    ],
    local: [
      `from <ehlo>{ ([unix socket])} by <host>{ (<software=Dovecot>)} with <with=(?:UTF8)?LMTPS?A?>{ id <id>}{ (envelope-from <path>)}{ for <for>}${end}`,
    ],
    source: 'src/lmtp of Dovecot 2.3',
  },
  {
    writer: 'cyrus',
    marks: ['Cyrus'],
    lines: [
      `from <ehlo> (${peer}){ <tls>}{ <login>} by <host> (<software=Cyrus [^()]*>) with <with=LMTPS?A?>{ <tls>}{ id <id>}${end}`,
    ],
    local: [
      `from <ehlo> ([unix socket]){ <login>} by <host> (<software=Cyrus [^()]*>) with <with=LMTPS?A?>{ id <id>}${end}`,
    ],
    source: 'imap/lmtpengine.c of Cyrus IMAP 3.6',
  },
  {
    writer: 'lmtp-proxy',
    marks: ['LMTP'],
    lines: [`from <ehlo> ([<address>]) by <host> (<software=LMTPProxy>)${end}`],
    source: headers,
  },
  {
    writer: 'fetchmail',
    marks: ['POP3', 'IMAP', 'ETRN', 'ODMR'],
    fetched: [
      `from <ehlo> {(${unlabelledPeer}) |[<address>] }by <host> with <with=(?:POP3|IMAP|ETRN|ODMR)[\\w/]*> (<software=fetchmail-[^()]*>){ for <for>}{ (<word>)}${end}`,
      `from <ehlo>{ [<address>]| (${unlabelledPeer})} by <host> with <with=(?:POP3|IMAP4?)(?:-SSL)?>{ (<software=getmail[^()]*>)}{ for <for>}${end}`,
      `from <ehlo> by <host> with <with=(?:POP3|IMAP4?)(?:-SSL)?>{ (<software>)}${end}`,
      `from <ehlo> (<address>:<port>) by <host> with <with=(?:POP3|IMAP4?)(?:-SSL)?> <software=getmail\\d*> msgid:<id><;><date>`,
    ],
    source: 'driver.c of fetchmail 6.4, getmail6 6.18',
  },
  {
    writer: 'icloud',
    marks: ['mailgateway'],
    local: [
      `from <ehlo> by <host=p\\d+-mailgateway-[\\w.-]+> (<software=mailgateway [^()]*>) with <with> id <id>{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'dma',
    marks: ['DragonFly'],
    program: [
      `from <ehlo:user> (uid <number>) (envelope-from <path>) id <id> by <host> (<software=DragonFly Mail Agent [^()]*>)${end}`,
    ],
    source: 'mail.c of dma 0.13',
  },
  {
    writer: 'ssmtp',
    marks: ['sSMTP'],
    program: [`by <host> (<software=sSMTP sendmail emulation>)${end}`],
    source: 'ssmtp.c of sSMTP 2.64',
  },
  {
    writer: 'dmail',
    marks: ['dmail'],
    local: [`by <host> via <via=dmail\\(\\d+\\)>{ id <id>}${end}`, `by <host> via <via=dmail>{ id <id>}${end}`],
    source: headers,
  },
  {
    writer: 'webmail',
    marks: ['HTTP', 'DAV'],
    lines: [
      `from <ehlo> (<_>{<name:unlabelled>{ }}[<address>])<words> by <host>{ (<software>)} with <with=HTTPS?|HTTPU|DAV>{ (<words>)}${end}`,
      `from <ehlo> (${unlabelledPeer}){ (proxying for <words>)}{ (<login:words>)}{;} by <host>{ (<software>)} with <with=HTTPS?|HTTPU|DAV>{ (<words>)}${end}`,
      `from <address> (<login:scan>){;} by <host> with <with=HTTPS?>${end}`,
      `from <address> by <host> with <with=HTTPS?|DAV>${end}`,
      `by <host>{ (<software>)} with <with=HTTPS?|HTTPREST|HTTPU>{ (<words>)}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'local',
    marks: ['local', 'spool', 'Thrift', 'GroupWise', 'UUCP'],
    program: [
      `{from <ehlo:user> }by <host>{ (<software>)} with <with=local[\\w-]*|spool|Thrift|Novell_GroupWise|UUCP>{ (<words>)}{ id <id>}{ for <for>}${end}`,
    ],
    source: headers,
  },
];

/** The form of RFC 5321 §4.4 from a writer that does not say its name: the address is the peer, the name counts for nothing. */
export const standard: readonly Grammar[] = [
  {
    writer: 'generic',
    lines: [`by <host>{ (<software>)}${rest}`],
    source: 'RFC 5321 §4.4, without its from clause',
  },
  {
    writer: 'generic',
    byLayout: true,
    lines: [
      `from {<ehlo> }(${unlabelledPeer}){ <tls>}{ <certificate:peerless>}{ (Authenticated sender: <user>)}{ <login>} by <host>{ {[<own>]|([<own>]{:<number>})|(<own>)|([<own>:<number>])}!}{ (<software>)}{ via <via>}{ with <with>{ with STARTTLS| with TLS}}{ <tls>| (<words>)}{ id <id>}{ <tls>| (<words>)}{ for <for>{, <path>}*}{ <tls>| (<words>)}${end}`,
      `from <ehlo=(?=[^\\s()[\\]:]*[a-z])[^\\s()[\\]:]+> by <host>{ (<software>)}${rest}`,
      `from <ehlo:word> by <host>{ for <for>}<_>{<;>(<software>)}{ id <id>}${end}`,
    ],
    program: [`(from <user>) by <host>${rest}`],
    source: 'RFC 5321 §4.4',
  },
];
