import type { Cause } from './cause.js';

/** STARTTLS and the TLS handshake. */
export const tlsCauses: readonly Cause[] = [
  {
    id: 'starttls-not-offered',
    symptom: 'The relay does not offer STARTTLS, and the sender requires it.',
    causes: [
      'The port is wrong',
      'The relay has no TLS, as documented for Altcraft Cloud SMTP',
      'Something on the path removes the STARTTLS offer',
    ],
    fixes: [
      'Use port 587',
      'If the relay is documented without TLS, set tls: none',
      'Otherwise do not send through it',
    ],
    source: 'RFC 3207 §4, RFC 8314 §3.1',
  },
  {
    id: 'starttls-refused',
    symptom: 'The relay offers STARTTLS and then refuses it.',
    causes: ['Its certificate or key is missing or broken'],
    fixes: ['Try again later', "Contact the relay's support"],
    source: 'RFC 3207 §4 (454)',
  },
  {
    id: 'starttls-injection',
    symptom: 'The relay sends clear text between its reply to STARTTLS and the TLS handshake.',
    causes: ['Someone on the path injects replies (CVE-2011-0411 and related)', 'A broken proxy'],
    fixes: ['Do not send through it until the cause is known', 'Try from another network'],
    source: 'RFC 3207 §6',
  },
  {
    id: 'tls-not-spoken',
    symptom: 'The relay does not speak TLS on this port ("wrong version number").',
    causes: ['tls: implicit on a port that starts in clear text'],
    fixes: ['Set tls: starttls for ports 587 and 25', 'Set tls: implicit for port 465 only'],
    source: 'OpenSSL ERR_SSL_WRONG_VERSION_NUMBER; RFC 8314 §3.3',
  },
  {
    id: 'tls-handshake',
    symptom: 'The TLS handshake fails: the two sides have no common settings.',
    causes: ['They have no cipher in common', 'A filter interferes'],
    fixes: ["Ask the relay's support for TLS 1.2 or newer with common ciphers"],
    source: "RFC 8446 §4.1.1; OpenSSL's error says what failed",
  },
  {
    id: 'tls-old',
    symptom: 'The relay supports only TLS 1.0 or 1.1.',
    causes: ['The server or its settings are old'],
    fixes: [
      "Ask the relay's support for TLS 1.2 or newer",
      'Do not enable the old versions on this machine: they are insecure',
    ],
    source: 'RFC 8996: TLS 1.0 and 1.1 must not be used',
  },
  {
    id: 'tls-unused',
    symptom: 'The relay offers STARTTLS, but the sender is set to tls: none.',
    causes: ['The sender was set up before the relay offered TLS'],
    fixes: ['akrelay sender edit <name> --tls starttls'],
    source: 'RFC 8314 §4.1',
  },
];
