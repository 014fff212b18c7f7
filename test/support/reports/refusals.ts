import type { LabScript } from '../../../src/relay/lab-script.js';
import type { Report } from './report.js';

const say = (text: string) => ({ kind: 'say' as const, bytes: `${text}\r\n` });
const at = (stage: 'auth' | 'mail' | 'rcpt' | 'dot', text: string): Partial<LabScript> => ({
  faults: [{ at: stage, act: say(text) }],
});
const send = ['send', 'lab'] as const;

/** What relays refuse, and how they take a login. */
export const refusalReports: readonly Report[] = [
  {
    source: 'knadh/listmonk#2160',
    situation: 'Amazon SES refuses the key of an IAM user, which is not an SMTP password',
    rebuilt: { kind: 'relay', script: at('auth', '535 Authentication Credentials Invalid'), words: send },
    exit: 77,
    says: /rejects the login: 535 Authentication Credentials Invalid/,
  },
  {
    source: 'bokysan/docker-postfix#178',
    situation: 'a misspelt setting leaves the sender without a login, and Amazon SES requires one',
    rebuilt: {
      kind: 'relay',
      script: at('mail', '530 Authentication required'),
      words: send,
      sender: { auth: 'none' },
    },
    exit: 69,
    says: /530 Authentication required[\s\S]*requires a login: set auth, username and password/,
  },
  {
    source: 'bokysan/docker-postfix#180',
    situation: 'the relay offers CRAM-MD5 and DIGEST-MD5 only: Postfix says "no mechanism available"',
    rebuilt: { kind: 'relay', script: { auth: ['CRAM-MD5', 'DIGEST-MD5'] }, words: send },
    exit: 76,
    says: /does not offer AUTH LOGIN; it offers CRAM-MD5, DIGEST-MD5/,
  },
  {
    source: 'opnsense/plugins#2830',
    situation: 'mechanisms in the new form and in the old one, AUTH PLAIN LOGIN and AUTH=PLAIN LOGIN',
    rebuilt: {
      kind: 'relay',
      script: {
        faults: [
          {
            at: 'ehlo',
            nth: 2,
            act: say('250-lab.test\r\n250-AUTH PLAIN LOGIN CRAM-MD5 GSSAPI\r\n250 AUTH=PLAIN LOGIN CRAM-MD5 GSSAPI'),
          },
        ],
      },
      words: send,
    },
    exit: 0,
    says: /accepted by the relay/,
  },
  {
    source: 'nodemailer/nodemailer#145',
    situation: 'Exchange offers GSSAPI and NTLM at first, and LOGIN only after STARTTLS',
    rebuilt: {
      kind: 'relay',
      script: {
        faults: [{ at: 'ehlo', nth: 1, act: say('250-lab.test\r\n250-STARTTLS\r\n250 AUTH GSSAPI NTLM') }],
      },
      words: send,
    },
    exit: 0,
    says: /accepted by the relay/,
  },
  {
    source: 'PHPMailer/PHPMailer#283',
    situation: 'Yandex answers AUTH without TLS with 530 "Email sending without SSL/TLS encryption is not allowed"',
    rebuilt: {
      kind: 'relay',
      script: { tls: 'none', ...at('auth', '530 5.7.7 Email sending without SSL/TLS encryption is not allowed') },
      words: send,
      sender: { tls: 'none' },
    },
    exit: 77,
    says: /530 5\.7\.7[\s\S]*requires TLS before the login: set tls: starttls/,
  },
  {
    source: 'frappe/frappe#7021',
    situation: 'Yandex: "553 5.7.1 Sender address rejected: not owned by auth user"',
    rebuilt: {
      kind: 'relay',
      script: at('mail', '553 5.7.1 Sender address rejected: not owned by auth user.'),
      words: send,
    },
    exit: 69,
    says: /553 5\.7\.1[\s\S]*is not allowed to send as this address/,
  },
  {
    source: 'splitbrain/dokuwiki-plugin-smtp#38',
    situation: 'the same for an empty MAIL FROM:<>, which the program sent by mistake',
    rebuilt: {
      kind: 'relay',
      script: at('mail', '553 5.7.1 Sender address rejected: not owned by auth user.'),
      words: ['send', 'lab', '--envelope-from', '<>'],
    },
    exit: 69,
    says: /MAIL FROM:<>: 553 5\.7\.1/,
  },
  {
    source: 'swiftmailer/swiftmailer#1030',
    situation: 'Office 365 takes the message and then says "Client does not have permissions to send as this sender"',
    rebuilt: {
      kind: 'relay',
      script: at('dot', '550 5.7.60 SMTP; Client does not have permissions to send as this sender'),
      words: send,
    },
    exit: 69,
    says: /550 5\.7\.60[\s\S]*is not allowed to send as this address/,
  },
  {
    source: 'FusionAuth/fusionauth-issues#220',
    situation: 'Office 365 refuses with some 2,000 characters of numbers, the reason in the middle of them',
    rebuilt: {
      kind: 'relay',
      script: at(
        'dot',
        `554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException; Failed to process message; ${'0.35250:0A007C85, '.repeat(110)}`,
      ),
      words: send,
    },
    exit: 69,
    says: /554 5\.2\.0 STOREDRV[\s\S]*is not allowed to send as this address/,
  },
  {
    source: 'mautic/mautic#9822',
    situation: 'RCPT is deferred, and DATA is then refused with 503: the 451 is the reason',
    rebuilt: {
      kind: 'relay',
      script: {
        faults: [
          { at: 'rcpt', act: say('451 Temporary local problem - please try later') },
          { at: 'data', act: say('503 Valid RCPT command must precede DATA') },
        ],
      },
      words: send,
    },
    exit: 75,
    says: /refuses the message temporarily: 451 Temporary local problem/,
  },
  {
    source: 'nodemailer/nodemailer#1479',
    situation:
      'a relay that sleeps before each of many recipients: a time limit for the whole session, not for each answer',
    rebuilt: {
      kind: 'relay',
      script: { faults: [{ at: 'rcpt', act: { kind: 'stall' } }] },
      words: ['send', 'lab', '--timeout', '2'],
    },
    exit: 75,
    says: /did not answer RCPT TO within/,
  },
  {
    source: 'muquit/mailsend#164',
    situation: 'a file of less than the relay’s limit is too large: as base64 it is a third larger',
    rebuilt: {
      kind: 'relay',
      script: { extensions: ['SIZE 1000000'] },
      words: ['send', 'lab', '--attach', 'report.bin'],
      letter: 'x'.repeat(900_000),
    },
    exit: 76,
    says: /accepts messages of up to 1000000 bytes; this one has 12324\d\d/,
  },
  {
    source: 'swiftmailer/swiftmailer#989',
    situation: '"552 message line is too long", which has nothing to do with the size of the message',
    rebuilt: { kind: 'relay', script: at('dot', '552 message line is too long'), words: send },
    exit: 69,
    says: /552 message line is too long/,
  },
  {
    source: 'postalserver/postal#724',
    situation: 'an address beyond ASCII at a relay without SMTPUTF8, which Postfix sends and gets back',
    rebuilt: { kind: 'relay', script: {}, words: ['send', 'lab', '--to', 'jürgen@example.net', '--yes'] },
    exit: 76,
    says: /does not offer SMTPUTF8, which jürgen@example\.net needs/,
  },
  {
    source: 'marlam/msmtp#23',
    situation: '"certificate 2 of 4 has expired": an intermediate one, while the relay’s own is in date',
    rebuilt: { kind: 'relay', script: {}, certificate: 'expired-intermediate', words: ['check', 'lab'] },
    exit: 1,
    says: /The expired one is an intermediate certificate/,
  },
  {
    source: 'Mailu/Mailu#3027',
    situation: 'a wildcard certificate for a host directly below its domain is no mismatch',
    rebuilt: {
      kind: 'relay',
      script: {},
      certificate: 'wildcard',
      words: ['send', 'lab', '--tls-name', 'mx-fr-03.example.org'],
    },
    exit: 0,
    says: /accepted by the relay/,
  },
  {
    source: 'hyvor/relay#488',
    situation: 'the relay is called by a name of the customer, and its certificate has that of the hoster',
    rebuilt: {
      kind: 'relay',
      script: {},
      certificate: 'wildcard',
      words: ['check', 'lab', '--tls-name', 'mail.customer.test'],
    },
    exit: 1,
    says: /for \*\.example\.org, not for mail\.customer\.test/,
  },
];
