import * as v from 'valibot';
import { eventFields, eventKinds } from '../events/index.js';
import { isEhloName } from '../relay/ehlo-name.js';
import { parseHostPort } from '../relay/host-port.js';
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
    file: v.pipe(
      text,
      v.description('Path of a file that contains only the value; relative to the folder of this config'),
    ),
  }),
  closed({
    command: v.pipe(
      v.array(v.pipe(text, v.regex(noNul, 'value/text')), 'value/command'),
      v.minLength(1, 'value/command'),
      v.description(
        'Program and arguments that print the value, run without a shell. Needs a config that nobody else can change, given with --config or confirmed with akrelay config allow',
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
      v.description('The value itself; only in a file that nobody else can read'),
    ),
  ],
  'value/secret',
);

const relay = closed({
  host: v.optional(
    v.pipe(
      text,
      v.check((value) => parseHostPort(value) !== undefined, 'value/host-port'),
      v.description('Relay host as host:port (SMTP relay host in the Altcraft panel)'),
      v.examples(['smtp.gate.sendsay.ru:587']),
    ),
  ),
  tls: v.optional(
    v.pipe(
      choice(tlsModes, 'value/tls'),
      v.description('starttls: TLS by STARTTLS, required; implicit: TLS from the first byte; none: clear text'),
    ),
  ),
  auth: v.optional(
    v.pipe(
      choice(authMethods, 'value/auth'),
      v.description('AUTH method to use; none if the relay identifies the sender by IP address'),
    ),
  ),
  username: v.optional(v.pipe(secret, v.description('Source of the user name; akrelay asks if it is left out'))),
  password: v.optional(
    v.pipe(
      secret,
      v.description('Source of the password, or with xoauth2 of the access token; akrelay asks if it is left out'),
    ),
  ),
  ehlo: v.optional(
    v.pipe(
      text,
      v.check((name) => isEhloName(name), 'value/ehlo'),
      v.description('EHLO name of this machine: its full host name, or its address in brackets'),
      v.examples(['mail.example.com', '[192.0.2.1]']),
    ),
  ),
  tlsName: v.optional(
    v.pipe(
      domain,
      v.description('Name to expect in the certificate, if the relay is reached by address or through a tunnel'),
    ),
  ),
  clientCertificate: v.optional(
    v.pipe(
      closed({
        cert: v.pipe(text, v.description('Path of the certificate (PEM); relative to the folder of this config')),
        key: v.optional(
          v.pipe(text, v.description('Path of its key (PEM), not encrypted; not needed if the cert file contains it')),
        ),
      }),
      v.description('Client certificate, for a relay that requires one'),
    ),
  ),
  acknowledge: v.optional(
    v.pipe(
      v.array(choice(acknowledgements, 'value/acknowledge'), 'value/list'),
      v.description('Warnings to silence: auth-clear-text is a login without TLS'),
    ),
  ),
});

const webhook = closed({
  enabled: v.optional(boolean('Use webhook in the Altcraft panel')),
  gateway: v.optional(v.pipe(text, v.description('Gateway in the Altcraft panel'))),
  url: v.optional(
    v.pipe(text, v.check(isHttpUrl, 'value/url'), v.description('Webhook URL generated by the platform')),
  ),
});

const path = closed({
  hosts: v.optional(
    v.pipe(
      v.array(hostPattern, 'value/list'),
      v.description('Host patterns for the whole name; # means one to five digits'),
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
    v.pipe(choice(providerIds, 'value/provider'), v.description('Provider preset, which supplies the values left out')),
  ),
  relay: v.optional(v.pipe(relay, v.description('How to connect to the relay'))),
  webhook: v.optional(v.pipe(webhook, v.description('How the relay reports delivery events to the platform'))),
  path: v.optional(v.pipe(path, v.description('How verify recognises this relay (default: from the preset)'))),
  platform: v.optional(v.pipe(platform, v.description('The sender in the platform'))),
};

export const senderSchema = closed({
  name: v.pipe(name, v.description('Unique name, used by commands and rules')),
  type: v.optional(
    v.pipe(
      choice(['akmta'] as const, 'value/type'),
      v.description('Sender type in the platform; only akmta is supported'),
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
  sender: v.pipe(text, v.description('Name of a sender in this file')),
  percent: wholeNumber(0, 100, 'Share in percent; the shares of a rule must total 100'),
  fromEmail: v.optional(v.pipe(emailAddress, v.description('replace the From address'))),
  fromName: v.optional(v.pipe(text, v.description('replace the From name'))),
  replyTo: v.optional(v.pipe(emailAddress, v.description('set the Reply-To address'))),
});

export const ruleSchema = closed({
  match: v.pipe(match, v.description('Condition of the rule')),
  senders: v.pipe(v.array(share, 'value/list'), v.description('The senders that share the mail of this rule')),
});

const virtualSender = closed({
  name: v.pipe(name, v.description('Unique within the account')),
  account: platformId('Id of the account it belongs to'),
  rules: v.optional(
    v.pipe(v.array(ruleSchema, 'value/list'), v.description('Tried from top to bottom; the default rule must be last')),
  ),
});

const receiver = v.union(
  [
    closed({
      by: v.pipe(
        hostPattern,
        v.description("Name of the server after 'by' in Received lines; *. matches any subdomain"),
      ),
    }),
    closed({ network: v.pipe(cidr, v.description('Network of the server')) }),
  ],
  'value/receiver',
);

const test = closed({
  from: v.optional(v.pipe(emailAddress, v.description('Sender address of test messages'))),
  recipients: v.optional(
    v.pipe(
      v.array(emailAddress, 'value/list'),
      v.description('Allowed recipients of test messages; send asks before it uses others'),
    ),
  ),
});

const receivers = v.pipe(
  v.array(receiver, 'value/list'),
  v.description('Your own servers, whose Received lines are believed'),
);

const fieldNames: Readonly<Record<(typeof eventFields)[number], string>> = {
  kind: "what happened, in the provider's words",
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
      v.description('UTC offset for times without one'),
      v.examples(['+03:00']),
    ),
  ),
  fields: v.optional(
    v.pipe(
      closed(
        Object.fromEntries(
          eventFields.map((field) => [
            field,
            v.optional(v.pipe(v.array(text, 'value/list'), v.description(`Field names for ${fieldNames[field]}`))),
          ]),
        ),
      ),
      v.description('Field names to try before the known ones; a.b matches flat and nested fields'),
    ),
  ),
  words: v.optional(
    v.pipe(
      named(choice(eventKinds, 'value/event-kind')),
      v.description("Event kind for each of the provider's words, in lower case"),
      v.examples([{ dlv: 'delivered' }]),
    ),
  ),
});

const events = closed({
  store: v.optional(v.pipe(text, v.description('Folder for received events; relative to the folder of this config'))),
  secretPath: v.optional(
    v.pipe(
      secretReference,
      v.description('Source of the secret part of the webhook URL; anyone who knows it can post events'),
    ),
  ),
  host: v.optional(v.pipe(text, v.description('Address to listen on'), v.examples(['0.0.0.0']))),
  port: v.optional(wholeNumber(1, 65_535, 'Port to listen on')),
  certificate: v.optional(
    v.pipe(text, v.description('Certificate chain (PEM); relative to the folder of this config')),
  ),
  key: v.optional(v.pipe(text, v.description('Private key (PEM); relative to the folder of this config'))),
  sendsay: v.optional(v.pipe(mapping, v.description("Additional rules for reading Sendsay's events"))),
  altcraft: v.optional(v.pipe(mapping, v.description("Additional rules for reading Altcraft's events"))),
});

const environment = closed({
  senders: v.optional(
    v.pipe(named(closed(senderFields)), v.description('Fields that differ in this environment, by sender name')),
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
  events: v.optional(v.pipe(events, v.description('Events that the relay and the platform report'))),
  environments: v.optional(
    v.pipe(
      named(environment),
      v.description('Environments by name, each with only what differs; select one with --env'),
    ),
  ),
});

/** The file's values, typed, nothing filled in. */
export type FileValues = v.InferOutput<typeof fileSchema>;
export type SenderValues = NonNullable<FileValues['senders']>[number];
export type VirtualValues = NonNullable<FileValues['virtualSenders']>[number];
export type RuleValues = v.InferOutput<typeof ruleSchema>;
export type SecretValue = v.InferOutput<typeof secret>;
export type MatchValue = v.InferOutput<typeof match>;

/** Without user name and password: the address is shown wherever the sender is. */
function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
