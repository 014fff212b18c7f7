import { end, type Grammar } from './grammar.js';

const headers = 'raw public headers, 2026-11';
const own = '{ ({[<own>]|<own>}!)}';

/** Exchange and the like print the EHLO word and the address, and never a name that was looked up. */
export const microsoft: readonly Grammar[] = [
  {
    writer: 'exchange',
    marks: ['Microsoft', 'mapi', 'HTTP', 'ShadowRedundancy', 'MailboxResubmission'],
    lines: [
      `from <ehlo> ({[<address>]|<address>}!) by <host>${own} with <with=Microsoft SMTP Server>{ <tls>}{ (<cipher=TLS>)}{ id <id>}{ via <via=[\\w.-]+(?: [\\w.-]+){0,2}>}${end}`,
      `from <ehlo> ({[<address>]|<address>}!) by <host>${own} with <with=mapi|HTTPS?|ShadowRedundancy|MailboxResubmission>{ by <word>${own}}{ <tls>}{ id <id>}{ via <via=[\\w.-]+(?: [\\w.-]+){0,2}>}${end}`,
      `by <host>${own} with <with=Microsoft SMTP Server|mapi|HTTPS?>{ id <id>}{ via <via=[\\w.-]+(?: [\\w.-]+){0,2}>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'smtpsvc',
    marks: ['Microsoft'],
    lines: [
      `from <ehlo> (<_>[<address>]{ <mark=RDNS failed|unverified>}) by <host>{ over TLS secured channel} with <with=Microsoft SMTPSVC(?:\\([\\d.]+\\))?>${end}`,
    ],
    program: [`{from }mail pickup service by <host> with <with=Microsoft SMTPSVC(?:\\([\\d.]+\\))?>${end}`],
    source: headers,
  },
  {
    writer: 'exchange-5',
    marks: ['Microsoft', 'Service'],
    lines: [
      `from <ehlo> (<word> [<address>]) by <host> with <with> (<software=Microsoft Exchange[^()]*>) id <id>${end}`,
      `by <host> with <with=Internet Mail Service> (<software>) id <id>${end}`,
    ],
    source: headers,
  },
];
