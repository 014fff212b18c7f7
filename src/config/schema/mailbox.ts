import * as v from 'valibot';
import { parseHostPort } from '../../relay/host-port.js';
import { mailboxAuthMethods, mailboxKinds } from '../../relay/mailbox-settings.js';
import { tlsModes } from '../../relay/sender.js';
import { choice, closed } from './parts.js';
import { secret, secretReference } from './secret.js';
import { domain, isHttpUrl, name, text } from './words.js';

/** Which keys go with which type is a rule of its own: `mailbox-rules.ts`. */
export const mailbox = closed({
  name: v.pipe(name, v.description('Unique name, used by commands')),
  type: v.pipe(choice(mailboxKinds, 'value/mailbox-type'), v.description('Type of the mailbox')),
  host: v.optional(
    v.pipe(
      text,
      v.check((value) => parseHostPort(value) !== undefined, 'value/host-port'),
      v.description('imap: server as host:port (default port: 993, or 143 without tls: implicit)'),
      v.examples(['imap.example.net:993']),
    ),
  ),
  tls: v.optional(
    v.pipe(choice(tlsModes, 'value/tls'), v.description('imap: TLS mode (default: implicit); starttls is required')),
  ),
  auth: v.optional(
    v.pipe(choice(mailboxAuthMethods, 'value/mailbox-auth'), v.description('imap: login method (default: password)')),
  ),
  username: v.optional(v.pipe(secret, v.description('imap, mailpit: source of the user name'))),
  password: v.optional(
    v.pipe(
      secretReference,
      v.description('imap, mailpit: source of the password, or with xoauth2 of the access token'),
    ),
  ),
  tlsName: v.optional(v.pipe(domain, v.description('imap, mailpit: name to expect in the certificate'))),
  ca: v.optional(
    v.pipe(
      text,
      v.description('imap, mailpit: additional certificate authority (PEM); relative to the folder of this config'),
    ),
  ),
  folders: v.optional(
    v.pipe(
      v.array(text, 'value/list'),
      v.description('imap, maildir: folders to search (default: the inbox and Junk)'),
      v.examples([['INBOX', 'Spam']]),
    ),
  ),
  path: v.optional(v.pipe(text, v.description('maildir, mbox: folder or file; relative to the folder of this config'))),
  url: v.optional(
    v.pipe(
      text,
      v.check(isHttpUrl, 'value/url'),
      v.description('mailpit: URL of its web interface'),
      v.examples(['http://127.0.0.1:8025']),
    ),
  ),
});

export type MailboxValues = v.InferOutput<typeof mailbox>;
