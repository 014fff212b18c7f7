import type { Report } from './report.js';

const say = (text: string) => ({ kind: 'say' as const, bytes: `${text}\r\n` });
const letter = `Message-ID: <1@example.com>
Date: Sat, 21 Nov 2026 09:00:00 +0000
From: test@example.com
To: qa@example.net
Subject: x
MIME-Version: 1.0
Content-Type: text/plain
`;

/** Relays and the way into them. */
export const relayReports: readonly Report[] = [
  {
    source: 'bitwarden/server#4062',
    situation:
      'a container names itself by a number, and the relay answers RCPT with 504 "need fully-qualified hostname"',
    rebuilt: {
      kind: 'relay',
      script: {
        faults: [
          { at: 'rcpt', act: say('504 5.5.2 <25aea30808b2>: Helo command rejected: need fully-qualified hostname') },
        ],
      },
      words: ['send', 'lab'],
    },
    exit: 69,
    says: /refuses the message: 504 5\.5\.2 <25aea30808b2>: Helo command rejected/,
  },
  {
    source: 'louislam/uptime-kuma#140',
    situation: 'TLS from the first byte on port 587: "wrong version number"',
    rebuilt: { kind: 'relay', script: { tls: 'starttls' }, words: ['check', 'lab'], sender: { tls: 'implicit' } },
    exit: 1,
    says: /does not speak TLS on this port/,
  },
  {
    source: 'nodemailer/nodemailer#1582',
    situation: 'STARTTLS against port 465, which speaks TLS from the first byte',
    rebuilt: {
      kind: 'relay',
      script: { tls: 'implicit' },
      words: ['check', 'lab', '--timeout', '2'],
      sender: { tls: 'starttls' },
    },
    exit: 1,
    says: /sent no greeting within/,
  },
  {
    source: 'formtools/core#757',
    situation: 'a sender without TLS, and a relay that says "Must issue a STARTTLS command first"',
    rebuilt: {
      kind: 'relay',
      script: { faults: [{ at: 'mail', act: say('530 5.7.0 Must issue a STARTTLS command first') }] },
      words: ['send', 'lab'],
      sender: { tls: 'none', auth: 'none' },
    },
    exit: 69,
    says: /530 5\.7\.0 Must issue a STARTTLS command first/,
  },
  {
    source: '4minitz/4minitz#510',
    situation: 'an Exchange relay whose certificate comes from an authority of the house',
    rebuilt: { kind: 'relay', script: {}, certificate: 'stranger', words: ['send', 'lab'] },
    exit: 76,
    says: /not signed by a trusted authority/i,
  },
  {
    source: 'nodemailer/smtp-server#115',
    situation: 'a relay with a self-signed certificate',
    rebuilt: { kind: 'relay', script: {}, certificate: 'self-signed', words: ['check', 'lab'] },
    exit: 1,
    says: /--ca/,
  },
  {
    source: 'binwiederhier/ntfy#1020',
    situation: 'AUTH PLAIN at a relay that offers LOGIN and XOAUTH2 only (Microsoft 365)',
    rebuilt: {
      kind: 'relay',
      script: { auth: ['LOGIN', 'XOAUTH2'] },
      words: ['send', 'lab'],
      sender: { auth: 'plain' },
    },
    exit: 76,
    says: /offers LOGIN/,
  },
  {
    source: 'nodemailer/nodemailer#832',
    situation: 'a relay that offers AUTH PLAIN and answers it with 502 "not implemented"',
    rebuilt: {
      kind: 'relay',
      script: { auth: ['PLAIN'], faults: [{ at: 'auth', act: say('502 Command not implemented') }] },
      words: ['send', 'lab'],
      sender: { auth: 'plain' },
    },
    exit: 76,
    says: /502 Command not implemented/,
  },
  {
    source: 'dahlia/upyo#38',
    situation: 'one recipient of two is refused: the other one must get the message, and that must be said',
    rebuilt: {
      kind: 'relay',
      script: { faults: [{ at: 'rcpt', nth: 2, act: say('550 5.1.1 User unknown') }] },
      words: ['send', 'lab'],
    },
    exit: 1,
    says: /partly accepted: .* for 1 of 2 recipients/,
  },
  {
    source: 'knadh/listmonk#2206',
    situation: 'the final reply is "250 Accepted", without an enhanced status code',
    rebuilt: { kind: 'relay', script: { faults: [{ at: 'dot', act: say('250 Accepted') }] }, words: ['send', 'lab'] },
    exit: 0,
    says: /accepted by the relay/,
  },
  {
    source: 'nodemailer/nodemailer#422',
    situation: 'Yandex writes the queue id after the name of its server',
    rebuilt: {
      kind: 'relay',
      script: {
        faults: [
          { at: 'dot', act: say('250 2.0.0 Ok: queued on smtp3m.mail.yandex.net as 1430081058-6ltgNFKSir-iHEKdOrm') },
        ],
      },
      words: ['send', 'lab'],
    },
    exit: 0,
    says: /accepted by the relay/,
  },
  {
    source: 'postalserver/postal#576',
    situation: 'greylisting: "451 4.7.1 Try again later" at the first attempt',
    rebuilt: {
      kind: 'relay',
      script: { faults: [{ at: 'rcpt', nth: 1, act: say('451 4.7.1 Try again later') }] },
      words: ['send', 'lab', '--to', 'qa@example.net'],
    },
    exit: 75,
    says: /refuses the message temporarily: 451 4\.7\.1 Try again later[\s\S]*Try again later\. Some relays refuse/,
  },
  {
    source: 'calcom/cal.diy#5254',
    situation: 'smtp-relay.gmail.com answers EHLO with 421 "Try again later, closing connection. (EHLO)"',
    rebuilt: {
      kind: 'relay',
      script: {
        faults: [
          {
            at: 'ehlo',
            act: { kind: 'say-and-close', bytes: '421 4.7.0 Try again later, closing connection. (EHLO)\r\n' },
          },
        ],
      },
      words: ['check', 'lab'],
    },
    exit: 1,
    says: /421 4\.7\.0 Try again later/,
  },
  {
    source: 'Purelymail/purelymail-issues#388',
    situation: '"421 4.3.2 too many connections": a script must be able to tell it from a refusal',
    rebuilt: {
      kind: 'relay',
      script: { faults: [{ at: 'greeting', act: say('421 4.3.2 too many connections, please try again later') }] },
      words: ['send', 'lab'],
    },
    exit: 75,
    says: /refuses mail temporarily: 421 4\.3\.2 too many connections/,
  },
  {
    source: 'pimalaya/himalaya#747',
    situation: 'a message with Bcc is handed over whole, and every recipient reads who else got it',
    rebuilt: {
      kind: 'relay',
      script: {},
      words: ['send', 'lab', '--eml', 'letter.eml'],
      letter: `${letter}Bcc: hidden@example.org\n\nhello\n`,
    },
    exit: 0,
    says: /Bcc was removed from the message/,
  },
  {
    source: 'marlam/msmtp#53',
    situation: 'a report of cron with lines of thousands of octets, which Exim does not sign or accept',
    rebuilt: {
      kind: 'relay',
      script: {},
      words: ['send', 'lab', '--eml', 'letter.eml'],
      letter: `${letter}\n${'0123456789'.repeat(500)}\n`,
    },
    exit: 65,
    says: /line 9 has 5000 octets; the limit is 998/,
  },
];
