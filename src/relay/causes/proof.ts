import type { Cause } from './cause.js';

/** The broken links of `prove`, beside those that `check`, `send`, `verify` and a mailbox tell themselves. */
export const proofCauses: readonly Cause[] = [
  {
    id: 'prove-not-arrived',
    symptom: 'The relay accepted the message, but it is not in the mailbox yet.',
    causes: [
      'It is queued at the relay or the mailbox provider',
      'It was dropped silently: Sendsay drops messages if the From domain is not allowed in the account',
      'It is in another folder, or the mailbox belongs to someone else',
    ],
    fixes: [
      'Wait longer, or continue later without sending again: akrelay prove --resume <receipt>',
      "Look for the token in the relay's statistics",
      'Search other folders: --folder',
    ],
    source: 'docs.sendsay.ru: a successful SMTP reply does not prove sending',
  },
  {
    id: 'prove-mail-missing',
    symptom: 'The relay reports the delivery, but the message is not in the mailbox.',
    causes: [
      'A rule of the mailbox moved or deleted it',
      'The mailbox belongs to someone else',
      'The receiving server accepted and dropped it',
    ],
    fixes: ['Search other folders: --folder', 'Ask the mailbox provider about the queue id'],
    source: 'RFC 5321 §6.1: who accepts a message is responsible for it',
  },
  {
    id: 'prove-event-missing',
    symptom: 'The relay has not reported the delivery.',
    causes: [
      'Its webhook has no URL for deliveries (at Sendsay the row «Доставка»), or a wrong one',
      'Nothing listens there, or a firewall blocks the relay',
      'Events are sent in batches, at Sendsay once a minute',
    ],
    fixes: [
      'akrelay check --webhook',
      'Check that akrelay events listen is running: akrelay events stats',
      'akrelay prove --resume <receipt>',
    ],
    source: 'docs.sendsay.ru, callbacks; akrelay help webhooks',
  },
  {
    id: 'prove-bounced',
    symptom: 'The relay reports that the message could not be delivered.',
    causes: ["The recipient's server rejects it, or the mailbox does not exist"],
    fixes: ['Read the reason in the event', 'Try another recipient'],
    source: 'RFC 3464',
  },
  {
    id: 'prove-junk',
    symptom: 'The message is in the Junk folder.',
    causes: [
      'SPF, DKIM or DMARC fail for the From domain',
      "The relay's address has a bad reputation at that provider",
      'The text looks like a test message',
    ],
    fixes: ['Check the authentication of the message: akrelay verify --auth', 'akrelay check --dns --from <address>'],
    source: 'RFC 6154 §2, \\Junk',
  },
  {
    id: 'prove-copies',
    symptom: 'The message is in the mailbox several times.',
    causes: ['A relay sent it again after it was accepted', 'A rule of the mailbox makes copies'],
    fixes: ['Compare the Received lines of the copies'],
    source: 'RFC 5321 §4.5.4.1',
  },
  {
    id: 'prove-clock-skew',
    symptom: "According to the server's clock, the message arrived before it was sent, or in the future.",
    causes: ['The clock of this machine, or of that server, is wrong'],
    fixes: ['Synchronise both clocks with NTP'],
    source: 'RFC 5321 §4.4',
  },
  {
    id: 'prove-not-authenticated',
    symptom: 'The message arrived, but SPF, DKIM and DMARC do not pass.',
    causes: [
      'The relay has no DKIM key for the From domain',
      'The SPF record does not include the relay',
      'The From domain is not the one that was set up',
    ],
    fixes: ['akrelay check --dns --from <address> --selector <selector>', 'akrelay verify received.eml --auth'],
    source: 'RFC 7489 §6.6.2',
  },
  {
    id: 'prove-partly-sent',
    symptom: 'The relay accepted the message for some recipients only.',
    causes: ['It refused the other recipients'],
    fixes: ['See the replies: akrelay send <sender> --transcript'],
    source: 'RFC 5321 §3.3',
  },
  {
    id: 'prove-maybe-sent',
    symptom: 'The relay received the whole message but gave no clear reply.',
    causes: ['The connection broke after the final dot'],
    fixes: ['Wait for the message: it is not sent again'],
    source: 'RFC 5321 §4.5.3.2.6',
  },
  {
    id: 'prove-overrides',
    symptom: 'From or Reply-To is not what the rule of the virtual sender sets.',
    causes: ['The relay replaces them with those of the account', 'A server after the relay rewrites them'],
    fixes: [
      'Allow the From address in the account of the relay',
      'akrelay virtual attach <virtual> <sender> --from-email <address>',
    ],
    source: 'RFC 5322 §3.6.2',
  },
  {
    id: 'prove-not-sent',
    symptom: 'The run that wrote this receipt did not send the message.',
    causes: ['An earlier step failed, or the relay refused the message'],
    fixes: ['akrelay prove <sender> --virtual <virtual>'],
    source: 'akrelay help proof',
  },
];
