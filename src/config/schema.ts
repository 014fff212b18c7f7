import * as v from 'valibot';
import { eventFields, eventKinds } from '../events/index.js';
import { isEhloName } from '../relay/ehlo-name.js';
import { parseHostPort } from '../relay/host-port.js';
import { mailboxAuthMethods, mailboxKinds } from '../relay/mailbox-settings.js';
import { acknowledgements, authMethods, providerIds, tlsModes } from '../relay/sender.js';
import { parseNetwork } from '../trace/address/network.js';
import { boolean, choice, closed, named, wholeNumber } from './schema-parts.js';

/**
 * The file's shape: the one source of validation, of the JSON Schema and of the descriptions in both. Values arrive as
 * the text that stands in the file. A message is the id of its rule; `schema-prose.ts` has the words.
 */
const text = v.pipe(v.string('value/text'), v.nonEmpty('value/empty'));

const name = v.pipe(
  text,
  v.maxLength(128, 'value/name'),
  // A name is a command-line word and a cell of a table: no white space at its ends, nothing that steers a terminal.
  v.regex(/^(?!-)[^\s\p{C}](?:[^\p{C}\n]*[^\s\p{C}])?$/u, 'value/name'),
);

const emailAddress = v.pipe(text, v.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'value/email'));

const domain = v.pipe(text, v.regex(/^(?=.{1,253}$)[\p{L}\p{N}_-]{1,63}(\.[\p{L}\p{N}_-]{1,63})*$/u, 'value/domain'));

const cidr = v.pipe(
  text,
  v.check((cidr) => parseNetwork(cidr) !== undefined, 'value/cidr'),
);
const hostPattern = v.pipe(text, v.regex(/^(\*\.)?[\p{L}\p{N}_#-]+(\.[\p{L}\p{N}_#-]+)*\.?$/u, 'value/host-pattern'));
const platformId = (description: string) => wholeNumber(1, Number.MAX_SAFE_INTEGER, description);

/** No program can be given one. */
const noNul = /^[^\0]*$/;

const references = [
  closed({
    env: v.pipe(
      text,
      v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'value/env-name'),
      v.description('Name of an environment variable'),
    ),
  }),
  closed({
    file: v.pipe(text, v.description('Path of a file that holds nothing else; relative to the folder of this config')),
  }),
  closed({
    command: v.pipe(
      v.array(v.pipe(text, v.regex(noNul, 'value/text')), 'value/command'),
      v.minLength(1, 'value/command'),
      v.description(
        'Program and arguments, no shell: what it prints is the value. Only in a file that nobody else can write, named by --config or confirmed with akrelay config allow',
      ),
      v.examples([['pass', 'show', 'mail/sendsay']]),
    ),
  }),
] as const;

/** A reference and nothing else. */
const secretReference = v.union(references, 'value/secret');

const secret = v.union(
  [
    ...references,
    v.pipe(
      v.string(),
      v.nonEmpty('value/empty'),
      v.description('The value itself: only in a file that nobody else can read'),
    ),
  ],
  'value/secret',
);

const relay = closed({
  host: v.optional(
    v.pipe(
      text,
      v.check((value) => parseHostPort(value) !== undefined, 'value/host-port'),
      v.description('SMTP relay host of the Altcraft panel, as host:port'),
      v.examples(['smtp.gate.sendsay.ru:587']),
    ),
  ),
  tls: v.optional(
    v.pipe(
      choice(tlsModes, 'value/tls'),
      v.description(
        'starttls is required of the relay, never just tried; implicit is TLS from the first byte; none is clear text',
      ),
    ),
  ),
  auth: v.optional(
    v.pipe(
      choice(authMethods, 'value/auth'),
      v.description('The AUTH method that is used, and no other; none where the relay knows the sender by its address'),
    ),
  ),
  username: v.optional(v.pipe(secret, v.description('Where the user name is found; asked for when left out'))),
  password: v.optional(
    v.pipe(
      secret,
      v.description('Where the password is found, with xoauth2 the access token; asked for when left out'),
    ),
  ),
  ehlo: v.optional(
    v.pipe(
      text,
      v.check((name) => isEhloName(name), 'value/ehlo'),
      v.description('What this machine calls itself in EHLO: its full host name, or its address in brackets'),
      v.examples(['mail.example.com', '[192.0.2.1]']),
    ),
  ),
  tlsName: v.optional(
    v.pipe(
      domain,
      v.description(
        'The name that the certificate must be for, where the relay is reached by address or through a tunnel',
      ),
    ),
  ),
  clientCertificate: v.optional(
    v.pipe(
      closed({
        cert: v.pipe(text, v.description('Path of the certificate (PEM); relative to the folder of this config')),
        key: v.optional(
          v.pipe(text, v.description('Path of its key (PEM), not encrypted; cert holds both when left out')),
        ),
      }),
      v.description('What this machine shows to a relay that wants a client certificate'),
    ),
  ),
  acknowledge: v.optional(
    v.pipe(
      v.array(choice(acknowledgements, 'value/acknowledge'), 'value/list'),
      v.description('Warnings that are known and accepted: auth-clear-text is a login without TLS'),
    ),
  ),
});

const webhook = closed({
  enabled: v.optional(boolean('Use webhook of the Altcraft panel')),
  gateway: v.optional(v.pipe(text, v.description('Gateway of the Altcraft panel'))),
  url: v.optional(
    v.pipe(text, v.check(isHttpUrl, 'value/url'), v.description('Webhook URL that the platform generated')),
  ),
});

const path = closed({
  hosts: v.optional(
    v.pipe(
      v.array(hostPattern, 'value/list'),
      v.description('Host patterns: # stands for one to five digits; anchored at both ends'),
    ),
  ),
  networks: v.optional(
    v.pipe(v.array(cidr, 'value/list'), v.description('Networks in CIDR notation'), v.examples([['185.138.182.0/24']])),
  ),
});

const platform = closed({
  id: v.optional(platformId('Id of this sender in the platform')),
  accounts: v.optional(
    v.pipe(v.array(platformId('Id of an account'), 'value/list'), v.description('Ids of the accounts that may use it')),
  ),
});

/** What an environment may replace. */
const senderFields = {
  provider: v.optional(
    v.pipe(
      choice(providerIds, 'value/provider'),
      v.description('Whose relay it is: values left out are taken from its preset'),
    ),
  ),
  relay: v.optional(v.pipe(relay, v.description('How the relay is reached'))),
  webhook: v.optional(v.pipe(webhook, v.description('How the relay reports delivery events to the platform'))),
  path: v.optional(v.pipe(path, v.description("How verify recognises this relay's hosts; the preset's when left out"))),
  platform: v.optional(v.pipe(platform, v.description('The sender as the platform knows it'))),
};

export const senderSchema = closed({
  name: v.pipe(name, v.description('Unique name; commands and rules refer to it')),
  type: v.optional(
    v.pipe(
      choice(['akmta'] as const, 'value/type'),
      v.description('Sender type of the platform; akmta is the only one'),
    ),
  ),
  ...senderFields,
});

const match = v.union(
  [
    v.literal('default'),
    closed({ group: platformId('Id of a group') }),
    closed({ fromDomain: v.pipe(domain, v.description('Domain of the From address')) }),
    closed({ toDomain: v.pipe(domain, v.description("Domain of the recipient's address")) }),
  ],
  'value/match',
);

const share = closed({
  sender: v.pipe(text, v.description('Name of a sender of this file')),
  percent: wholeNumber(0, 100, 'Its share; the shares of a rule total 100'),
  fromEmail: v.optional(v.pipe(emailAddress, v.description('From address to use instead'))),
  fromName: v.optional(v.pipe(text, v.description('From name to use instead'))),
  replyTo: v.optional(v.pipe(emailAddress, v.description('Reply-To address to use instead'))),
});

export const ruleSchema = closed({
  match: v.pipe(match, v.description('What the rule looks at')),
  senders: v.pipe(v.array(share, 'value/list'), v.description('The senders that share the mail of this rule')),
});

const virtualSender = closed({
  name: v.pipe(name, v.description('Unique within the account')),
  account: platformId('Id of the account it belongs to'),
  rules: v.optional(
    v.pipe(v.array(ruleSchema, 'value/list'), v.description('Tried from the top; the default rule stands last')),
  ),
});

const receiver = v.union(
  [
    closed({
      by: v.pipe(
        hostPattern,
        v.description("The name that the server writes after 'by'; *. stands for any sub-domain"),
      ),
    }),
    closed({ network: v.pipe(cidr, v.description('The network of its address')) }),
  ],
  'value/receiver',
);

const test = closed({
  from: v.optional(v.pipe(emailAddress, v.description('Sender address of test messages'))),
  recipients: v.optional(
    v.pipe(
      v.array(emailAddress, 'value/list'),
      v.description('Who may receive test messages; send refuses others unless told'),
    ),
  ),
});

const receivers = v.pipe(
  v.array(receiver, 'value/list'),
  v.description('Servers of ours whose Received lines are believed'),
);

const fieldNames: Readonly<Record<(typeof eventFields)[number], string>> = {
  kind: 'what happened, in the provider’s words',
  time: 'when',
  recipient: 'the address of the recipient',
  token: 'the X-Letter-Id of the message',
  messageId: 'the Message-ID of the message',
  event: 'the id of the event itself',
  letter: 'the id of the message to one recipient',
  issue: 'the id of the issue or campaign',
  issueName: 'the name of the issue or campaign',
  profile: 'the id of the profile',
  link: 'the address that was clicked',
  status: 'how the delivery ended',
  reason: 'why',
  test: 'whether it is a test',
};

const mapping = closed({
  zone: v.optional(
    v.pipe(
      text,
      v.regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/, 'value/zone'),
      v.description('Offset from UTC of times that state none'),
      v.examples(['+03:00']),
    ),
  ),
  fields: v.optional(
    v.pipe(
      closed(
        Object.fromEntries(
          eventFields.map((field) => [
            field,
            v.optional(
              v.pipe(v.array(text, 'value/list'), v.description(`Names to look under for ${fieldNames[field]}`)),
            ),
          ]),
        ),
      ),
      v.description('Names that are tried before the known ones; a.b is found flat and nested'),
    ),
  ),
  words: v.optional(
    v.pipe(
      named(choice(eventKinds, 'value/event-kind')),
      v.description('By a word of the provider, in lower case: the kind of event that it means'),
      v.examples([{ dlv: 'delivered' }]),
    ),
  ),
});

const events = closed({
  store: v.optional(
    v.pipe(text, v.description('Folder that received events are kept in; relative to the folder of this config')),
  ),
  secretPath: v.optional(
    v.pipe(
      secretReference,
      v.description('Where the secret part of the webhook URL is found: who knows it may post events'),
    ),
  ),
  host: v.optional(v.pipe(text, v.description('Address to listen on'), v.examples(['0.0.0.0']))),
  port: v.optional(wholeNumber(1, 65_535, 'Port to listen on')),
  certificate: v.optional(
    v.pipe(text, v.description('PEM file of the certificate chain; relative to the folder of this config')),
  ),
  key: v.optional(v.pipe(text, v.description('PEM file of its key; relative to the folder of this config'))),
  sendsay: v.optional(v.pipe(mapping, v.description('How Sendsay’s events are read, beside what is known'))),
  altcraft: v.optional(v.pipe(mapping, v.description('How Altcraft’s events are read, beside what is known'))),
});

const mailbox = closed({
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

const environment = closed({
  senders: v.optional(
    v.pipe(
      named(closed(senderFields)),
      v.description('By the name of a sender: the fields that it has in this environment, in the place of its own'),
    ),
  ),
  receivers: v.optional(receivers),
  test: v.optional(v.pipe(test, v.description('Test messages'))),
});

export const fileSchema = closed({
  version: v.optional(
    v.pipe(
      choice(['1'] as const, 'value/version'),
      v.metadata({ json: { const: 1, description: 'Version of this format' } }),
    ),
  ),
  senders: v.optional(v.pipe(v.array(senderSchema, 'value/list'), v.description('Relay senders'))),
  virtualSenders: v.optional(v.pipe(v.array(virtualSender, 'value/list'), v.description('Virtual senders'))),
  receivers: v.optional(receivers),
  test: v.optional(v.pipe(test, v.description('Test messages'))),
  mailboxes: v.optional(
    v.pipe(v.array(mailbox, 'value/list'), v.description('Mailboxes that test messages arrive in')),
  ),
  events: v.optional(v.pipe(events, v.description('Events that the relay and the platform report'))),
  environments: v.optional(
    v.pipe(
      named(environment),
      v.description('By name: what is otherwise in an environment, which --env chooses; the rest is as above'),
    ),
  ),
});

/** The file's values, typed, nothing filled in. */
export type FileValues = v.InferOutput<typeof fileSchema>;
export type SenderValues = NonNullable<FileValues['senders']>[number];
export type VirtualValues = NonNullable<FileValues['virtualSenders']>[number];
export type MailboxValues = v.InferOutput<typeof mailbox>;
export type RuleValues = v.InferOutput<typeof ruleSchema>;
export type SecretValue = v.InferOutput<typeof secret>;
export type MatchValue = v.InferOutput<typeof match>;

/** Without user name and password: the address is shown wherever the sender is. */
function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
