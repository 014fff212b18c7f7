import type { Cause } from './cause.js';

/** What `check --negative` and `check --compare` find. */
export const weaknessCauses: readonly Cause[] = [
  {
    id: 'auth-before-tls',
    symptom: 'The relay offers AUTH before TLS (check --negative).',
    causes: ['It accepts clear-text logins, often for old clients'],
    fixes: [
      "Ask the relay's support to offer AUTH only after STARTTLS",
      'Keep tls: starttls, so that akrelay sends no credentials before TLS',
    ],
    source: 'RFC 4954 §4, RFC 8314 §4.1',
  },
  {
    id: 'wrong-password-accepted',
    symptom: 'The relay accepts a random password (check --negative).',
    causes: ["It is a test relay: Sendsay's demo host accepts any login", 'It does not check logins at all'],
    fixes: ['Check the host of the sender', "Contact the relay's support: anyone can send in your name"],
    source: 'RFC 4954 §6; docs.sendsay.ru (demo host)',
  },
  {
    id: 'relays-without-login',
    symptom: 'The relay accepts mail to any recipient without a login (check --negative).',
    causes: ['It identifies this machine by IP address, as Sendsay documents', 'It is an open relay'],
    fixes: ['Try from a machine with another address', 'If mail is accepted there too, do not use this relay'],
    source: 'RFC 5321 §7.8, RFC 2505 §2.1; docs.sendsay.ru (login by source address)',
  },
  {
    id: 'starttls-gone',
    symptom: 'STARTTLS was offered when the --compare file was saved, but is missing now.',
    causes: [
      'Something on the path removes the STARTTLS offer',
      'The relay has no valid certificate any more',
      'Another server answers',
    ],
    fixes: [
      'Do not send through it until the cause is known',
      'Try from another network',
      "Contact the relay's support",
    ],
    source: 'RFC 3207 §6, RFC 8314 §4.1',
  },
  {
    id: 'changed-*',
    symptom: 'The relay has changed since the --compare file was saved.',
    causes: [
      'A certificate was renewed',
      'The relay was updated or moved',
      'The sender was edited',
      'Another server answers',
    ],
    fixes: [
      "Ask the relay's support about unexpected changes",
      'If the changes are right, save them: akrelay check --save <file>',
    ],
    source: 'akrelay check --save and --compare',
  },
];
