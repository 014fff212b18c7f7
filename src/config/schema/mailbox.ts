import * as v from 'valibot';
import { parseHostPort } from '../../relay/host-port.js';
import { mailboxAuthMethods, mailboxKinds } from '../../relay/mailbox-settings.js';
import { tlsModes } from '../../relay/sender.js';
import { choice, closed } from './parts.js';
import { secret, secretReference } from './secret.js';
import { domain, isHttpUrl, name, text } from './words.js';

/** Which keys go with which type is a rule of its own: `mailbox-rules.ts`. */
export const mailbox = closed({
  name: v.pipe(name, v.description('Unique name; fetch and prove refer to it')),
  type: v.pipe(choice(mailboxKinds, 'value/mailbox-type'), v.description('Where the messages are kept')),
  host: v.optional(
    v.pipe(
      text,
      v.check((value) => parseHostPort(value) !== undefined, 'value/host-port'),
      v.description('imap: the server, as host:port; port 993, or 143 without tls: implicit, when left out'),
      v.examples(['imap.example.net:993']),
    ),
  ),
  tls: v.optional(
    v.pipe(
      choice(tlsModes, 'value/tls'),
      v.description('imap: implicit when left out; starttls is required of the server, never just tried'),
    ),
  ),
  auth: v.optional(
    v.pipe(choice(mailboxAuthMethods, 'value/mailbox-auth'), v.description('imap: password when left out')),
  ),
  username: v.optional(v.pipe(secret, v.description('imap, mailpit: where the user name is found'))),
  password: v.optional(
    v.pipe(secretReference, v.description('imap, mailpit: where the password is found, with xoauth2 the access token')),
  ),
  tlsName: v.optional(v.pipe(domain, v.description('imap, mailpit: the name that the certificate must be for'))),
  ca: v.optional(
    v.pipe(
      text,
      v.description('imap, mailpit: PEM file of a certificate authority to trust too; relative to this config'),
    ),
  ),
  folders: v.optional(
    v.pipe(
      v.array(text, 'value/list'),
      v.description('imap, maildir: the folders to look into; the inbox and the Junk folder when left out'),
      v.examples([['INBOX', 'Spam']]),
    ),
  ),
  path: v.optional(
    v.pipe(text, v.description('maildir, mbox: the folder or the file; relative to the folder of this config')),
  ),
  url: v.optional(
    v.pipe(
      text,
      v.check(isHttpUrl, 'value/url'),
      v.description('mailpit: the address of its web interface'),
      v.examples(['http://127.0.0.1:8025']),
    ),
  ),
});

export type MailboxValues = v.InferOutput<typeof mailbox>;
