import type { Cause } from './cause.js';

/** What the settings themselves tell. */
export const settingsCauses: readonly Cause[] = [
  {
    id: 'relay/starttls-on-465',
    symptom: 'Port 465 with tls: starttls.',
    causes: ['465 speaks TLS from the first byte'],
    fixes: ['tls: implicit, or port 587'],
    source: 'RFC 8314 §3.3',
  },
  {
    id: 'relay/implicit-tls-port',
    symptom: 'Port 587 or 25 with tls: implicit.',
    causes: ['These ports begin in clear text and go over to TLS with STARTTLS'],
    fixes: ['tls: starttls, or port 465'],
    source: 'RFC 8314 §3.3',
  },
  {
    id: 'relay/clear-text-auth',
    symptom: 'A login without TLS.',
    causes: ['tls: none, as Altcraft Cloud SMTP is documented'],
    fixes: [
      'tls: starttls if the relay offers it',
      'Otherwise a password that is used nowhere else, and acknowledge: [auth-clear-text] below relay: then nothing warns any more',
    ],
    source: 'RFC 4954 §14; Altcraft’s guide to Cloud SMTP',
  },
  {
    id: 'relay/preset-tls',
    symptom: 'tls differs from what the provider documents.',
    causes: ['A special agreement, or a slip'],
    fixes: ['akrelay sender presets shows the documented value and its source'],
    source: 'The preset',
  },
  {
    id: 'relay/preset-auth',
    symptom: 'auth differs from what the provider documents.',
    causes: ['A special agreement, or a slip'],
    fixes: ['akrelay sender presets shows the documented value and its source'],
    source: 'The preset',
  },
  {
    id: 'relay/port-25',
    symptom: 'The relay is used on port 25.',
    causes: ['Many clouds block outgoing port 25'],
    fixes: ['Use port 587 if the relay has it'],
    source: 'Altcraft’s guide recommends relays where port 25 is blocked',
  },
];
