import { end, type Grammar, nested, peer, rest, unlabelledPeer } from './grammar.js';

const headers = 'raw public headers, 2026-11';

/** Writers with layouts of their own. */
export const others: readonly Grammar[] = [
  {
    writer: 'communigate',
    marks: ['CommuniGate'],
    names: 'checked',
    lines: [
      `from <name> ([<address>{:<port>}] <mark=verified>) by <host> (<software=CommuniGate Pro [^()]*>) with <with> id <id>{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'communigate',
    marks: ['CommuniGate'],
    lines: [
      `from {<ehlo:helo> }[<address>{:<port>}] ({account <user>}{ }{HELO <ehlo:helo>}) by <host> (<software=CommuniGate Pro [^()]*>) with <with> id <id>{ for <for>}${end}`,
      `from <ehlo> ([<address>{:<port>}]) by <host> (<software=CommuniGate Pro [^()]*>) with <with> id <id>{ for <for>}${end}`,
    ],
    local: [
      `{from <ehlo:user> }by <host> (<software=CommuniGate Pro (?:PIPE|GROUP|RULE|LIST)[^()]*>) with <with> id <id>{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'mdaemon',
    marks: ['MDaemon'],
    lines: [
      `from <ehlo> [{(<address>)|<address>}!] by <host> {[<own>]|(<own>)}! with <with> (<software=MDaemon[^()]*>)${rest}`,
      `from <ehlo> [{(<address>)|<address>}!] by <host> {[<own>]|(<own>)}! (<software=MDaemon[^()]*>) with <with>${rest}`,
      `from <ehlo> [{(<address>)|<address>}!] by <host> (<software=MDaemon[^()]*>) with <with>${rest}`,
    ],
    source: headers,
  },
  {
    writer: 'zmailer',
    marks: ['rhost-flags', 'ORCPT'],
    lines: [
      `from {[<bare>]|<name>}! ([<address>]:<port> "{EHLO|HELO}! <ehlo=[^"()]*>"{ smtp-auth: <words>}{ TLS-CIPHER: <words>}{ TLS-PEER: <words>}{ rhost-flags-<word>}) by <host> with <with> id <id>{ convert <word>}{ (ORCPT <scan>)}${end}`,
    ],
    local: [`(<user>) by <host>{ via <via>} id <id>{ convert <word>}{ (ORCPT <scan>)}${end}`],
    source: headers,
  },
  {
    writer: 'powermta',
    marks: ['PowerMTA'],
    lines: [
      `from <ehlo> (<address>) by <host> (<software=PowerMTA\\(TM\\)[^()]*>)${rest}`,
      `by <host> (<software=PowerMTA\\(TM\\)[^()]*>)${rest}`,
    ],
    source: headers,
  },
  {
    writer: 'cloudflare',
    marks: ['cloudflare'],
    lines: [`from <ehlo> (<address>) by <host=cloudflare-email\\.(?:net|com)> (<software>) id <id>{ for <for>}${end}`],
    source: headers,
  },
  {
    writer: 'james',
    marks: ['JAMES'],
    lines: [`from <word> ({HELO|EHLO}! <ehlo:helo>) ([<address>]) by <host> (<software=JAMES[^()]*>)${rest}`],
    source: 'ReceivedDataLineFilter.java of Apache James 3, 2026-11',
  },
  {
    writer: 'mailchannels',
    marks: ['trex/'],
    lines: [
      `from <ehlo> (<_>{{<bare>|<name>|[UNAVAILABLE].}! }[<address>]){ <tls>} by <host> (<software=trex/[\\d.]+>)${end}`,
      `from <user> (<software=trex/[\\d.]+>)${end}`,
    ],
    source: headers,
  },
  {
    writer: 'intermail',
    marks: ['InterMail'],
    lines: [`from <ehlo> ([<address>]) by <host> (<software=InterMail ${nested}>) with <with> id <id>${end}`],
    source: headers,
  },
  {
    writer: 'sun',
    marks: ['Sun', 'iPlanet', 'Oracle', 'PMDF'],
    lines: [
      `from {"port <number>"@<ehlo>|<ehlo>}! ({"port <port>"@}{<name>{ }}[<address>]) by <host> (<software=(?:Sun|iPlanet|Oracle|PMDF)${nested}>) {with <with> }id <id>{ for <for>}{ (ORCPT <scan>)}{ (original mail from <scan>)}${end}`,
      // From one of its channels to another.
      `from <ehlo:word> by <host>{ }(<software=(?:Sun|iPlanet|Oracle|PMDF)${nested}>) id <id>{ }{(original mail from <scan>)}{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'smap',
    marks: ['smap'],
    lines: [`from <name>(<address>{, HELO <ehlo:helo>}) by <host> via smap (<software>) id <id>${end}`],
    source: headers,
  },
  {
    writer: 'xmail',
    marks: ['XMail'],
    lines: [
      `from <ehlo> ({[<address>]|<address>}!:<port>) by <host> with [XMail <words=[^\\]]+>] id <id> for <for>{ from <path>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'ibm',
    marks: ['IBM'],
    lines: [
      `from <ehlo>{ (<address>)} by <host>{ (<own>)} with <with=IBM ESMTP SMTP Gateway>{: <words>}{ for <for>}{ from <path>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'interscan',
    marks: ['InterScan'],
    lines: [
      `from <address> by <host> (<software=InterScan[^()]*>)${rest}`,
      `from <ehlo> (<address>) by <host> with <with=InterScan \\w+(?: \\w+)*>${end}`,
    ],
    source: headers,
  },
  {
    writer: 'argosoft',
    marks: ['ArGoSoft'],
    lines: [`from [<address>] by <host> (<software=ArGoSoft${nested}>)${rest}`],
    source: headers,
  },
  {
    writer: 'mailmarshal',
    marks: ['MailMarshal', 'Trustwave', '(using TLS:'],
    byLayout: true,
    lines: [
      `from <ehlo> ({Not Verified|<name:unlabelled>}![<address>]) by <host>{ with <with=MailMarshal|Trustwave SEG> (<software=v[\\w,.]+>)}{ <tls=\\(using TLS: [\\w.]+, [\\w-]+\\)>} id <id>${end}`,
    ],
    source: 'raw public headers of MailMarshal and Trustwave SEG, 2010 to 2026',
  },
  {
    writer: 'kumomta',
    marks: ['KumoMTA'],
    lines: [
      `from <ehlo> (<address>) by <host> (<software=KumoMTA [^()]*>) with <with>{ <tls>} id <id>{ for <for>}${end}`,
    ],
    source: 'crates/kumod/src/smtp_server.rs of KumoMTA, and raw public headers of 2026',
  },
  {
    writer: 'rzmta',
    marks: ['RZmta'],
    lines: [
      `from <ehlo> ([<address>]) by <host> (<software=RZmta [^()]*>) with <with> id <id>{ <tls=\\(using TLSv[\\d.]+ with cipher [\\w-]+ \\([\\w\\s,.]+\\)\\)>}{{ (Client did not present a certificate)| (Client CN "<quoted=[^"]*>", Issuer "<quoted=[^"]*>" ({not verified|verified OK}!{ (+EmiG)}))}!{ (Client hostname verified OK)}}{ for <for>}${end}`,
    ],
    source: 'raw public headers of Strato, RZmta 46 to 55, 2020 to 2026',
  },
  {
    writer: 'axigen',
    marks: ['Axigen'],
    lines: [`from <ehlo> (<address>) by <host> (<software=Axigen>) with {(<cipher> encrypted) }<with> id <id>${end}`],
    source: headers,
  },
  {
    writer: 'mailenable',
    marks: ['MailEnable'],
    lines: [`from <ehlo> ([<address>]) by <host> with <with=MailEnable E?SMTPS?A?>{ <tls>}${end}`],
    source: headers,
  },
  {
    writer: 'imail',
    marks: ['(SMTPD'],
    lines: [
      `from <ehlo> [<address>] by <host>{ with <with>} (<software=SMTPD[\\w.-]+(?: \\w+)?>) id <id>{ for <for>}${end}`,
    ],
    source: headers,
  },
  {
    writer: 'navgw',
    marks: ['NAVGW'],
    lines: [`(from <ehlo:word> [<address>]) by <host> (<software=NAVGW [^()]*>) with <with> id <id>{ for <for>}${end}`],
    source: headers,
  },
  {
    writer: 'hmailserver',
    marks: ['version='],
    byLayout: true,
    lines: [`from <ehlo> (${unlabelledPeer}) by <host> with <with> <tls>{ id <id>}${end}`],
    source: 'SMTPMessageHeaderCreator.cpp of hMailServer 5.7, 2026-11: the name is the PTR',
  },
  {
    writer: 'sendgrid',
    marks: ['SG', 'UTC'],
    lines: [
      `by <host> with <with> id <id> <date>`,
      `from <ehlo> (unknown) by <host> (SG) with <with> id <id> <date>`,
      `from <ehlo> (${peer}) by <host> (<software=SG>) with <with> id <id>{ for <for>}{ | <;>}!<date>`,
    ],
    source: headers,
  },
];
