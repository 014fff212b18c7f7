import type { Cause } from './cause.js';

/** What a mailbox can have wrong, in the config and when it is read. */
export const mailboxCauses: readonly Cause[] = [
  {
    id: 'mailbox/key-missing',
    symptom: 'A mailbox has no key that its type requires.',
    causes: ['It was left out, or has a typo'],
    fixes: ['Add host, username and password for imap, path for maildir and mbox, url for mailpit'],
    source: 'akrelay help mailboxes',
  },
  {
    id: 'mailbox/key-of-another-type',
    symptom: 'A mailbox has a key that its type does not use.',
    causes: ['The type was changed, or is wrong'],
    fixes: ['Remove the key, or change the type'],
    source: 'akrelay help mailboxes',
  },
  {
    id: 'mailbox/duplicate-name',
    symptom: 'Two mailboxes have the same name.',
    causes: ['A mailbox was copied'],
    fixes: ['Rename one of them'],
    source: '--mailbox names exactly one',
  },
  {
    id: 'mailbox/clear-text-login',
    symptom: 'The login to a mailbox is sent in clear text.',
    causes: ['tls: none'],
    fixes: ['Write tls: implicit (port 993) or tls: starttls (port 143)'],
    source: 'RFC 8314 §3',
  },
  {
    id: 'mailbox-no-host',
    symptom: 'The mailbox host does not resolve.',
    causes: ['A typo in the name'],
    fixes: ['Check the host in the settings of the mail provider'],
    source: 'RFC 1035 §4.1.1',
  },
  {
    id: 'mailbox-unreachable',
    symptom: 'Nothing answers at the host and port of the mailbox.',
    causes: ['The server is down', 'The port is wrong', 'A firewall blocks IMAP'],
    fixes: ['Check host and port: 993 for tls: implicit, 143 for starttls', 'Ask to have the port opened'],
    source: 'RFC 8314 §3.2',
  },
  {
    id: 'mailbox-timeout',
    symptom: 'The mailbox does not answer in time.',
    causes: [
      'The server is slow or overloaded',
      'tls: starttls on a port that expects TLS from the first byte',
      'A firewall that drops packets',
    ],
    fixes: ['Check the port and tls', 'Allow more time: --timeout 300'],
    source: 'RFC 9051 §5.4',
  },
  {
    id: 'mailbox-no-starttls',
    symptom: 'The server offers no STARTTLS, which tls: starttls requires.',
    causes: ['The port is wrong', 'Something on the path removes the STARTTLS offer'],
    fixes: ['Use tls: implicit on port 993'],
    source: 'RFC 8314 §4.1',
  },
  {
    id: 'mailbox-auth-refused',
    symptom: 'The mailbox rejects the login.',
    causes: [
      'A wrong user name or password',
      'The provider requires an app password instead of the account password',
      'IMAP is disabled in the settings of the mailbox',
    ],
    fixes: [
      'Create an app password in the settings of the mailbox',
      'Switch IMAP on there',
      'Check the values of the variables',
    ],
    source: 'RFC 5530 §3, AUTHENTICATIONFAILED',
  },
  {
    id: 'mailbox-busy',
    symptom: 'The server is busy or under maintenance.',
    causes: ['Too many connections from this account', 'Maintenance'],
    fixes: ['Try again later', 'Poll less often'],
    source: 'RFC 5530 §3, UNAVAILABLE, INUSE, LIMIT',
  },
  {
    id: 'mailbox-refused',
    symptom: 'The server refuses a command.',
    causes: ['The account is not allowed to read the folder, or to delete in it'],
    fixes: ['Check the permissions of the account'],
    source: 'RFC 9051 §7.1.2',
  },
  {
    id: 'mailbox-closed',
    symptom: 'The server closes the connection.',
    causes: ['Too many connections from this account', 'The server is restarting', 'The port is not an IMAP port'],
    fixes: ['Try again', 'Check host and port'],
    source: 'RFC 9051 §7.1.5, BYE',
  },
  {
    id: 'mailbox-protocol',
    symptom: 'The server does not speak the protocol of the mailbox, or sends too much data.',
    causes: ['Another service uses the port', 'A proxy answers instead of the server'],
    fixes: ['Check host, port and url'],
    source: "RFC 9051 §7; Mailpit's OpenAPI document",
  },
  {
    id: 'mailbox-no-folder',
    symptom: 'The mailbox has no folder with that name.',
    causes: ['A typo in the name', 'The name on the server differs from the name in webmail'],
    fixes: [
      'Use a name from the list that the error shows',
      'Remove folders: the inbox and Junk are found automatically',
    ],
    source: 'RFC 9051 §6.3.9, LIST',
  },
];
