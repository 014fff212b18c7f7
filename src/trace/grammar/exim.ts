import { end, type Grammar, nested } from './grammar.js';

const headers = 'raw public headers, 2026-11';

/** Exim puts the address first and the client's own word after a label; a head that is a name was looked up and leads back. */
const withName = 'from <name> ([<address>]{:<port>}{ helo=<ehlo:helo>}{ ident=<ident>})';
const heads = [withName, 'from [<address>]{:<port>}{ (<_>{port=<port> }{helo=<ehlo:helo>}{<_>ident=<ident>})}'];
const withHeads = (rest: string): readonly string[] => heads.map((head) => head + rest);
const session = '{ on port <number>}{ <tls>}{ (Cipher <words>)}{ tls <cipher>}';
const tail = `{ (envelope-from <path>)}{ id <id>}{ by authid <path> with <word>}{ from <path>}{ for <for>}{ for <path>}${end}`;
/** Which of them checked the names: Exim 4 does. */
const software = `<software=Exim 4${nested}>`;
const older = `<software=(?:Exim|Gmexim) ${nested}>`;

/** Exim, and those that print its layout without its name. */
export const exim: readonly Grammar[] = [
  {
    writer: 'exim',
    marks: ['Exim'],
    names: 'checked',
    lines: withHeads(` by <host> {with <with>}${session} (${software})${tail}`),
    source: 'the default received_header_text of Exim 4.96; host.c drops names that do not lead back',
  },
  {
    writer: 'exim',
    marks: ['Exim'],
    lines: [
      ...withHeads(` by <host> {with <with>}${session} (${older})${tail}`),
      ...withHeads(` from <words> (<word>) by <host> with <with>${session} (${older})${tail}`),
      `from <ehlo>{ (<alias>)} [<address=\\d{1,3}(?:\\.\\d{1,3}){3}>{.<port>}]{ (<ident>)} by <host>{ helo <word>} with <with> (${older})${tail}`,
      `from <name> ([<address=\\d{1,3}(?:\\.\\d{1,3}){3}>.<port>]{ helo=<ehlo:helo>}) by <host> with <with> (${older})${tail}`,
    ],
    local: [`from <ehlo:user> by <host> with <with=spam-scanned|[a-z]+-scanned> (${older})${tail}`],
    program: [`{from <ehlo:user> }by <host> with <with=local[\\w-]*|bsmtp> (${older})${tail}`],
    source: headers,
  },
  {
    writer: 'mail.ru',
    marks: ['.mail.ru'],
    lines: withHeads(` by <host=[\\w.-]+\\.mail\\.ru> with <with>${session}${tail}`),
    program: [`by <host=[\\w.-]+\\.mail\\.ru> with <with>${tail}`],
    source: headers,
  },
  {
    writer: 'nemesis',
    marks: ['Nemesis'],
    lines: [
      ...withHeads(` by <host> with <with> (<software=Nemesis>){,} id <id>{ for <for>}${end}`),
      `from <ehlo> ([<address>]) by <host> (<alias> [<own>]) with <with> (<software=Nemesis>) id <id>{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'messagelabs',
    marks: ['UNAVAILABLE', 'symcld'],
    lines: [
      `from [UNAVAILABLE] ([<address>{:<port>}]{:<port>} helo=<ehlo:helo>) by <host> id <id>${end}`,
      `from [<address>] <tls> by <host=[\\w.-]+\\.symcld\\.net> id <id>${end}`,
    ],
    source: headers,
  },
  {
    writer: 'ecelerity',
    marks: ['ecelerity'],
    lines: [
      `from {[<bare>] }([<address>:<port>]{ helo=<ehlo:helo>}) by <host>{ (envelope-from <path>)} (<software=ecelerity ${nested}>) with <with>{ <tls>}{ (cipher=<cipher>{ subject="<quoted=[^"()[\\]]*>"})} id <id>{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'assp',
    marks: ['helo'],
    lines: [`from <ehlo> ([<address>] helo=<word>) by <host> with <with> (<software=\\d+\\.\\d+\\.\\d+>)${end}`],
    source: headers,
  },
];

/** The same layouts where the writer does not say its name: the address is the peer, the name counts for nothing. */
export const eximLike: readonly Grammar[] = [
  {
    writer: 'intermail',
    lines: [
      `from <ehlo> ([<address>] [<address>]) by <host>{ (InterMail <words>)} with <with> id <id>{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'labelled',
    marks: ['helo', 'ehlo'],
    lines: [
      `from <name=(?=\\S*[a-z])[^\\s()[\\]:,;"]+> ({HELO|EHLO}!{ <ehlo:helo>}{ }) ({<ident>@}{[<address>]|<address>}!{ with <word>}) by <host>{ (qp <number>)}{ with {(<cipher> encrypted) }<with>}{ id <id>}{ for <for>}${end}`,
      `from [<address>] ({HELO|EHLO}!{ <ehlo:helo>}{ }) by <host>{ with <with>}{ id <id>}{ for <for>}${end}`,
      // The same text from a writer that prints a PTR record as it is, and the record is the word HELO: the readings disagree.
      `from <ehlo=\\[[\\da-f.:]+\\]> (<name=(?:HELO|EHLO)>{ }[<address>]{ }) by <host>{ with <with>}{ id <id>}{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'exim-like',
    lines: [
      // A literal may be the client's own word where that is not labelled.
      ...[withName, 'from [<address>]{:<port>} (<_>{port=<port> }helo=<ehlo:helo>{ ident=<ident>})'],
      'from <ehlo=\\[[\\w.:]+\\]>',
    ].map((head) => `${head}{ from <word>} by <host>{ with <with>}${session}{ (<software>)}${tail}`),
    source: headers,
  },
];
