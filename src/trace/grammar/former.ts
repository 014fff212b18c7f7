import { end, type Grammar, rest } from './grammar.js';

const headers = 'raw public headers, 2026-11';

/** Servers and programs of former years. */
export const former: readonly Grammar[] = [
  {
    writer: 'smail',
    marks: ['bytes'],
    lines: [
      `from <ehlo:word>(<name>[<address>]) (<number> bytes) by <host> via sendmail with <word> (sender: <path>) id <id>{ for <for>}${end}{ (<words>)}`,
    ],
    program: [
      `(<number> bytes) by <host> via sendmail with <word> (sender: <path>) id <id>{ for <for>}${end}{ (<words>)}`,
    ],
    source: headers,
  },
  {
    writer: 'smail',
    marks: ['Smail3'],
    lines: [
      `by <host> (<software=[^()]*Smail3[^()]*>) from <ehlo:word>{ (<address>)} with <with> id <id>${end}`,
      `from <ehlo:word> by <host> with <with> (<software=[^()]*Smail3[^()]*>) id <id>${end}`,
      `by <host> (<software=[^()]*Smail3[^()]*>) id <id>${end}`,
    ],
    source: 'raw public headers of Smail 3.1 and 3.2, 1996 to 1998',
  },
  {
    writer: 'mercury',
    marks: ['Mercury/32'],
    lines: [`from <ehlo> (<address>) by <host> (<software=Mercury/32 [\\w.]+>) with <with> id <id>${end}`],
    local: [`from <ehlo=spooler> by <host> (<software=Mercury/32 [\\w.]+>){ id <id>}${end}`],
    source: 'raw public headers of Mercury/32 4.01 to 4.62, 2006 to 2023',
  },
  {
    writer: 'quick-n-easy',
    marks: ['Quick'],
    lines: [
      `from <ehlo> ([<address>]) by <host> with <with=Quick 'n Easy Mail Server SMTP> (<software=[\\d.]+>)<;><date>`,
    ],
    source: headers,
  },
  {
    writer: 'xwall',
    marks: ['XWall'],
    lines: [
      `from <ehlo> ([<address>]) by <host> with <with=XWall v[\\d.]+>${end}`,
      `by <host> with <with=XWall v[\\d.]+>${end}`,
    ],
    source: headers,
  },
  {
    writer: 'openwave',
    byLayout: true,
    lines: [
      `from <ehlo> (<address>) by <host> (<software=\\d\\.\\d\\.\\d+(?:\\.\\d+)?>){ (<login=authenticated as [^()]*>)} id <id>{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'powermta',
    marks: ['envelope-from'],
    byLayout: true,
    lines: [`from <ehlo> (<address>) by <host> id <id=[a-z\\d]{8,}>{ for <for>}<;><date> (envelope-from <path>)`],
    source: headers,
  },
  {
    writer: 'gmx',
    marks: ['gmx'],
    lines: [
      `from <name> ({HELO|EHLO}! <ehlo:helo>) [<address>] by <host=[\\w.-]+\\.gmx\\.net> (<alias>) with <with>${end}`,
    ],
    source: headers,
  },
  {
    writer: 'lsmtp',
    marks: ['LSMTP', 'Eudora'],
    lines: [
      `from <ehlo> (<address>) by <host> (<software=LSMTP [^()]*>) with <with> id <id>${end}`,
      `from <ehlo> (<address>) by <host> with <with> (<software=Eudora [^()]*>){ id <id>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'email-firewall',
    marks: ['Firewall'],
    lines: [`from [<address>] by <host> with <with> ( <words>(<software=Email Firewall [^()]*>))${end}`],
    source: headers,
  },
  {
    writer: 'smtpd',
    marks: ['via'],
    lines: [`from <name>(<address>){, claiming to be "<ehlo=[^"()]*>"} via SMTP by <host>, id <id>${end}`],
    source: headers,
  },
  {
    writer: 'mimesweeper',
    marks: ['SMTPRS'],
    lines: [`from <ehlo> (<mark=unverified>) by <host> (<software=Content Technologies SMTPRS [^()]*>)${rest}`],
    source: headers,
  },
  {
    writer: 'aol',
    marks: ['mail_out', 'IMOv'],
    lines: [`from <ehlo> by <host> (<software>) id <id>{ (<number>)}{ for <for>}${end}`],
    source: headers,
  },
  {
    writer: 'debbugs',
    marks: ['spool', '(at'],
    note: [`via spool by <user> id=<word> (<words>)${end}`, `(at <word>) by <host>${end}`],
    source: headers,
  },
];
