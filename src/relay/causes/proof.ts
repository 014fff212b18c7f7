import type { Cause } from './cause.js';

/** The broken links of `prove`, beside those that `check`, `send`, `verify` and a mailbox tell themselves. */
export const proofCauses: readonly Cause[] = [
  {
    id: 'prove-not-arrived',
    symptom: 'The relay took the message, and it is not in the mailbox yet.',
    causes: [
      'It is under way: relays and mailbox providers queue mail',
      'It was dropped silently: Sendsay takes a message and drops it where a field is missing, which is not so here, or the From domain is not allowed in the account',
      'It is in another folder, or the mailbox is not that of the recipient',
    ],
    fixes: [
      'Wait longer, or go on later without sending again: akrelay prove --resume <receipt>',
      'Look at the relay’s own statistics for the token',
      'Name other folders: --folder',
    ],
    source: 'docs.sendsay.ru: SMTP success is no proof of sending',
  },
  {
    id: 'prove-mail-missing',
    symptom: 'The relay reports the delivery, and the message is not in the mailbox.',
    causes: [
      'A rule of the mailbox filed or deleted it',
      'The mailbox is not that of the recipient',
      'The receiving server took it over and dropped it',
    ],
    fixes: ['Look into other folders: --folder', 'Ask who runs the mailbox for the queue id'],
    source: 'RFC 5321 §6.1: who takes a message over is responsible for it',
  },
  {
    id: 'prove-event-missing',
    symptom: 'The relay has reported no delivery.',
    causes: [
      'Its webhook has no URL for deliveries (at Sendsay the row «Доставка»), or a wrong one',
      'Nothing listens there, or a firewall lets the relay not in',
      'Events come in portions, once a minute at Sendsay',
    ],
    fixes: [
      'akrelay check --webhook',
      'See that akrelay events listen runs: akrelay events stats',
      'akrelay prove --resume <receipt>',
    ],
    source: 'docs.sendsay.ru, callbacks; akrelay help webhooks',
  },
  {
    id: 'prove-bounced',
    symptom: 'The relay reports that the message could not be delivered.',
    causes: ['The recipient’s server refuses it, or the mailbox does not exist'],
    fixes: ['Read the reason of the event', 'Try another recipient'],
    source: 'RFC 3464',
  },
  {
    id: 'prove-junk',
    symptom: 'The message is in the Junk folder.',
    causes: [
      'SPF, DKIM or DMARC do not hold for the From domain',
      'The relay’s address has a bad name with that provider',
      'The text looks like a test',
    ],
    fixes: ['Look at the authentication of the message: akrelay verify --auth', 'akrelay check --dns --from <address>'],
    source: 'RFC 6154 §2, \\Junk',
  },
  {
    id: 'prove-copies',
    symptom: 'The message is in the mailbox several times.',
    causes: ['A relay sent it again after it was taken', 'A rule of the mailbox makes copies'],
    fixes: ['Compare the Received lines of the copies'],
    source: 'RFC 5321 §4.5.4.1',
  },
  {
    id: 'prove-clock-skew',
    symptom: 'By the clock of its server the message came before it was sent.',
    causes: ['The clock of this machine, or of that server, is wrong'],
    fixes: ['Let both set their clocks by NTP: certificates, DKIM expiry and statistics go by them too'],
    source: 'RFC 5321 §4.4',
  },
  {
    id: 'prove-not-authenticated',
    symptom: 'The message arrived, but SPF, DKIM and DMARC do not hold.',
    causes: [
      'No DKIM key for the From domain at the relay',
      'No include of the relay in SPF',
      'The From domain is not that which was set up',
    ],
    fixes: ['akrelay check --dns --from <address> --selector <selector>', 'akrelay verify received.eml --auth'],
    source: 'RFC 7489 §6.6.2',
  },
  {
    id: 'prove-partly-sent',
    symptom: 'The relay took the message for some recipients only.',
    causes: ['The others were refused'],
    fixes: ['Look at the replies: akrelay send'],
    source: 'RFC 5321 §3.3',
  },
  {
    id: 'prove-maybe-sent',
    symptom: 'The relay got the whole message and gave no clear answer.',
    causes: ['The connection broke behind the final dot'],
    fixes: ['Wait for the message: it is not sent again'],
    source: 'RFC 5321 §4.5.3.2.6',
  },
];
