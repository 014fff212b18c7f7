import type { Cause } from './cause.js';

/** Envelope, message, and what comes after "accepted". */
export const messageCauses: readonly Cause[] = [
  {
    id: 'message-refused',
    symptom: 'The relay refuses the message for good (5yz).',
    causes: [
      '530: it wants a login, and the sender has none',
      '550 at MAIL FROM: the sender’s address or domain is not allowed for this account',
      '550 5.0.0 … stoplist (Sendsay): the recipient is on the account’s stop list',
      '550 5.0.0 … permanent delivery errors (Sendsay): the recipient bounced before',
      '635 6.7.8 … (Sendsay): the account’s sender is unknown, in moderation or prohibited, or a header is missing',
    ],
    fixes: [
      'Read the reply: it names the reason',
      'Sendsay: confirm the sender address in the account',
      'Try Sendsay’s null sink test@test.ru',
    ],
    source: 'RFC 5321 §4.2.1; docs.sendsay.ru (replies and errors)',
  },
  {
    id: 'message-deferred',
    symptom: 'The relay does not take the message now (4yz).',
    causes: ['Greylisting', 'A rate limit', 'The relay’s own storage or filter is down'],
    fixes: ['Try again later, or --retry 3', 'Lower the rate'],
    source: 'RFC 5321 §4.2.1, RFC 6647',
  },
  {
    id: 'partly-accepted',
    symptom: 'The relay takes the message for some recipients only.',
    causes: ['The others are unknown, blocked or limited; each has a reply of its own in the receipt'],
    fixes: ['Read the replies', 'Do not send the whole message again: some have it'],
    source: 'RFC 5321 §3.3',
  },
  {
    id: 'maybe-accepted',
    symptom: 'The connection ended after the message and before the reply.',
    causes: [
      'The relay checked the message longer than this program, or something between, waited',
      'A firewall cut the session',
    ],
    fixes: ['Look for the token (X-Letter-Id) at the recipient or in the relay’s statistics', 'Only then send again'],
    source: 'RFC 1047; RFC 5321 §4.2.5',
  },
  {
    id: 'message-too-large',
    symptom: 'The message is larger than the relay takes.',
    causes: ['Attachments: base64 makes them a third larger'],
    fixes: ['Send a smaller message'],
    source: 'RFC 1870 §3',
  },
  {
    id: 'smtputf8-not-offered',
    symptom: 'An address needs SMTPUTF8, and the relay does not offer it.',
    causes: ['Letters beyond ASCII before the @'],
    fixes: ['Use an address in ASCII; a domain alone is converted by itself'],
    source: 'RFC 6531 §3.2',
  },
  {
    id: 'dsn-not-offered',
    symptom: 'Delivery reports were asked for, and the relay does not offer DSN.',
    causes: ['The relay has its own way to report: webhooks'],
    fixes: ['Leave --dsn out'],
    source: 'RFC 3461 §4',
  },
  {
    id: '8bitmime-not-offered',
    symptom: 'The message has 8-bit bytes, and the relay does not offer 8BITMIME.',
    causes: ['A supplied message that is not encoded'],
    fixes: ['Encode it (quoted-printable or base64), or let akrelay put it together'],
    source: 'RFC 6152 §3',
  },
  {
    id: 'silent-loss',
    symptom: '250 OK, and the message never arrives.',
    causes: [
      'Sendsay accepts and drops a message without Message-ID, Date, From, To, Subject, MIME-Version or Content-Type',
      'Only "accepted" was proved: the relay may still fail to deliver',
      'Mail went out past the relay',
    ],
    fixes: [
      'akrelay send always writes all seven, and refuses an --eml that lacks one',
      'Check the message as received: akrelay verify',
    ],
    source: 'docs.sendsay.ru (SMTP: message requirements)',
  },
];
