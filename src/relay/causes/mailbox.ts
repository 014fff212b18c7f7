import type { Cause } from './cause.js';

/** What a mailbox can have wrong, in the config and when it is read. */
export const mailboxCauses: readonly Cause[] = [
  {
    id: 'mailbox/key-missing',
    symptom: 'A mailbox lacks a key that its type needs.',
    causes: ['It was left out, or misspelt'],
    fixes: ['imap: host, username and password; maildir and mbox: path; mailpit: url'],
    source: 'akrelay help mailboxes',
  },
  {
    id: 'mailbox/key-of-another-type',
    symptom: 'A mailbox has a key that its type does not know.',
    causes: ['The type was changed, or the wrong one was chosen'],
    fixes: ['Remove the key, or change the type'],
    source: 'akrelay help mailboxes',
  },
  {
    id: 'mailbox/duplicate-name',
    symptom: 'Two mailboxes have the same name.',
    causes: ['A copy was not renamed'],
    fixes: ['Give each its own name'],
    source: '--mailbox names exactly one',
  },
  {
    id: 'mailbox/clear-text-login',
    symptom: 'The login to a mailbox goes out in clear text.',
    causes: ['tls: none'],
    fixes: ['Write tls: implicit (port 993) or tls: starttls (port 143)'],
    source: 'RFC 8314 §3',
  },
  {
    id: 'mailbox-no-host',
    symptom: 'The host of the mailbox does not resolve.',
    causes: ['A slip in the name'],
    fixes: ['Check the host in the settings of the mail provider'],
    source: 'RFC 1035 §4.1.1',
  },
  {
    id: 'mailbox-unreachable',
    symptom: 'Nothing answers at the host and port of the mailbox.',
    causes: ['The server is down', 'Another port', 'A firewall that lets no IMAP out'],
    fixes: ['Check host and port: 993 for tls: implicit, 143 for starttls', 'Ask for the port to be opened'],
    source: 'RFC 8314 §3.2',
  },
  {
    id: 'mailbox-timeout',
    symptom: 'The mailbox does not answer in time.',
    causes: [
      'The server is slow or overloaded',
      'tls: starttls on a port that speaks TLS from the first byte',
      'A firewall that drops packets',
    ],
    fixes: ['Check the port and tls', 'Give it more time: --timeout 300'],
    source: 'RFC 9051 §5.4',
  },
  {
    id: 'mailbox-no-starttls',
    symptom: 'The server offers no STARTTLS, which tls: starttls requires.',
    causes: ['Another port is meant', 'Somebody between strips the offer'],
    fixes: ['Use tls: implicit on port 993'],
    source: 'RFC 8314 §4.1',
  },
  {
    id: 'mailbox-auth-refused',
    symptom: 'The mailbox refuses the login.',
    causes: [
      'A wrong user name or password',
      'The provider wants a password made for programs instead of that of the account',
      'IMAP is switched off in the settings of the mailbox',
    ],
    fixes: [
      'Make such a password in the settings of the mailbox',
      'Switch IMAP on there',
      'Check which variable holds what',
    ],
    source: 'RFC 5530 §3, AUTHENTICATIONFAILED',
  },
  {
    id: 'mailbox-busy',
    symptom: 'The server cannot do it now.',
    causes: ['Too many connections of this account', 'Maintenance'],
    fixes: ['Try again later', 'Look less often'],
    source: 'RFC 5530 §3, UNAVAILABLE, INUSE, LIMIT',
  },
  {
    id: 'mailbox-refused',
    symptom: 'The server refuses a command.',
    causes: ['The account may not read that folder, or not delete in it'],
    fixes: ['See what the account is allowed to do'],
    source: 'RFC 9051 §7.1.2',
  },
  {
    id: 'mailbox-closed',
    symptom: 'The server closes the connection.',
    causes: ['Too many connections of this account', 'A server that restarts', 'The port is not that of IMAP'],
    fixes: ['Try again', 'Check host and port'],
    source: 'RFC 9051 §7.1.5, BYE',
  },
  {
    id: 'mailbox-protocol',
    symptom: 'What answers does not speak as a mailbox does, or sends more than one would.',
    causes: ['Another service listens on that port', 'A proxy answers in its place'],
    fixes: ['Check host, port and url'],
    source: 'RFC 9051 §7; Mailpit’s OpenAPI document',
  },
  {
    id: 'mailbox-no-folder',
    symptom: 'The mailbox has no folder of that name.',
    causes: ['A slip in the name', 'The server calls it otherwise than its web page does'],
    fixes: [
      'Use a name from the list that the error shows',
      'Leave folders out: the inbox and Junk are found by themselves',
    ],
    source: 'RFC 9051 §6.3.9, LIST',
  },
];
