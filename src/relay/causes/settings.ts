import type { Cause } from './cause.js';

/** What the settings themselves tell. */
export const settingsCauses: readonly Cause[] = [
  {
    id: 'relay/starttls-on-465',
    symptom: 'The sender uses port 465 with tls: starttls.',
    causes: ['Port 465 expects TLS from the first byte'],
    fixes: ['Set tls: implicit, or use port 587'],
    source: 'RFC 8314 §3.3',
  },
  {
    id: 'relay/implicit-tls-port',
    symptom: 'The sender uses port 587 or 25 with tls: implicit.',
    causes: ['These ports start in clear text and switch to TLS with STARTTLS'],
    fixes: ['Set tls: starttls, or use port 465'],
    source: 'RFC 8314 §3.3',
  },
  {
    id: 'relay/clear-text-auth',
    symptom: 'The sender logs in without TLS.',
    causes: ['tls is none, as documented for Altcraft Cloud SMTP'],
    fixes: [
      'Set tls: starttls if the relay offers it',
      'Otherwise use a password that you use nowhere else, and silence the warning with acknowledge: [auth-clear-text] under relay',
    ],
    source: "RFC 4954 §14; Altcraft's guide to Cloud SMTP",
  },
  {
    id: 'relay/preset-tls',
    symptom: 'tls differs from what the provider documents.',
    causes: ['A special agreement, or a mistake'],
    fixes: ['See the documented value and its source: akrelay sender presets'],
    source: 'The preset',
  },
  {
    id: 'relay/preset-auth',
    symptom: 'auth differs from what the provider documents.',
    causes: ['A special agreement, or a mistake'],
    fixes: ['See the documented value and its source: akrelay sender presets'],
    source: 'The preset',
  },
  {
    id: 'relay/port-25',
    symptom: 'The sender uses port 25.',
    causes: ['Many clouds block outgoing port 25'],
    fixes: ['Use port 587 if the relay supports it'],
    source: "Altcraft's guide recommends relays where port 25 is blocked",
  },
];
