import type { Cause } from './cause.js';

/** What `config validate` says of the text of the file. */
const textCauses: readonly Cause[] = [
  {
    id: 'yaml/syntax',
    symptom: 'A line is not YAML.',
    causes: ['A tab used for indentation', 'An unclosed quote or bracket', 'A colon without a space after it'],
    fixes: ['Correct the reported line', 'Quote values that contain : # { or ['],
    source: 'YAML 1.2.2',
  },
  {
    id: 'yaml/duplicate-key',
    symptom: 'A key appears twice in the same map.',
    causes: ['A block was copied'],
    fixes: ['Keep one of the two'],
    source: 'YAML 1.2.2 §3.2.1.1',
  },
  {
    id: 'yaml/several-documents',
    symptom: 'The file contains several YAML documents.',
    causes: ['A --- line in the middle'],
    fixes: ['Keep one document'],
    source: 'YAML 1.2.2 §9',
  },
  {
    id: 'yaml/not-a-map',
    symptom: 'The file is not a map of keys and values.',
    causes: ['It starts with a list or plain text'],
    fixes: ['Create a new file with: akrelay init'],
    source: 'akrelay config schema',
  },
  {
    id: 'yaml/key',
    symptom: 'A key is a list or a map.',
    causes: ['A ? or [ in place of a key'],
    fixes: ['Write key: value'],
    source: 'YAML 1.2.2 §7.4.2',
  },
  {
    id: 'yaml/merge',
    symptom: '<< does not name a map.',
    causes: ['The anchor is missing, or its value is not a map'],
    fixes: ['Write <<: *name, with &name before a map above it'],
    source: 'YAML merge keys (yaml.org/type/merge.html)',
  },
  {
    id: 'yaml/unknown-alias',
    symptom: 'An alias (*name) has no anchor above it.',
    causes: ['The anchor was removed or renamed', 'An unquoted value that begins with *'],
    fixes: ['Write &name before the value it refers to', 'Put the value in quotes'],
    source: 'YAML 1.2.2 §7.1',
  },
  {
    id: 'yaml/too-deep',
    symptom: 'Values are nested too deeply.',
    causes: ['The file is damaged, or is not a config'],
    fixes: ['Reduce the nesting'],
    source: 'A limit of akrelay',
  },
  {
    id: 'yaml/too-large',
    symptom: 'The file has more values than a config can have.',
    causes: ['The file is not a config, or a program keeps adding to it'],
    fixes: ['Check what writes to the file'],
    source: 'A limit of akrelay',
  },
  {
    id: 'unknown-key',
    symptom: 'A key is not allowed in this place.',
    causes: ['It has a typo', 'Its indentation is wrong by one level'],
    fixes: ['Use the suggested key', 'Start your own keys with x- and put them at the top level'],
    source: 'akrelay config schema',
  },
  {
    id: 'missing-key',
    symptom: 'A required key is missing.',
    causes: ['It was removed, or an item is incomplete'],
    fixes: ['Add the key'],
    source: 'akrelay config schema',
  },
];

/** What a value must be: its id, what is wrong, what to write. */
const values: readonly (readonly [id: string, symptom: string, fix: string])[] = [
  ['value/map', 'A value must be a map of keys and values.', 'Write key: value lines under it, or { key: value }'],
  ['value/list', 'A value must be a list.', 'Write - … lines under it, or [ … ]'],
  ['value/text', 'A value must be text.', 'Write a single value, not a list or a map'],
  ['value/empty', 'A value is empty.', 'Write a value, or remove the key'],
  [
    'value/name',
    'A name is too long, begins with a hyphen, or contains unprintable characters.',
    'Choose another name, such as sendsay-main',
  ],
  ['value/email', 'A value is not an e-mail address.', 'Write name@example.com, without a display name'],
  ['value/domain', 'A value is not a domain.', 'Write example.com, without @ or *'],
  ['value/cidr', 'A value is not a network.', 'Write 192.0.2.0/24, with all host bits zero'],
  ['value/host-pattern', 'A value is not a host pattern.', 'Write mx.example.com, relay#.example.com or *.example.com'],
  ['value/host-port', 'A value is not a host with a port.', 'Write smtp.example.com:587'],
  ['value/env-name', 'A value is not the name of an environment variable.', 'Write { env: RELAY_PASSWORD }'],
  [
    'value/command',
    'A command is not a list of a program and its arguments.',
    'Write { command: [pass, show, mail/sendsay] }',
  ],
  [
    'value/secret',
    'A value is not a reference to a secret.',
    'Write { env: NAME }, { file: path } or { command: [program, argument] }',
  ],
  [
    'value/url',
    'A value is not a URL, or it contains a password.',
    'Write https://example.com/…, without a user name or password',
  ],
  ['value/percent', 'A share is not a whole number from 0 to 100.', 'Write digits only, without %'],
  ['value/whole-number', 'A value is not a whole number of at least 1.', 'Write digits only'],
  ['value/boolean', 'A value is neither true nor false.', 'Write true or false'],
  [
    'value/match',
    'A rule has no condition, or more than one.',
    'Write default, { toDomain: example.com }, { fromDomain: example.com } or { group: 7 }',
  ],
  ['value/receiver', 'A receiver is not a server.', 'Write by: mx.example.com, or network: 192.0.2.0/24'],
  ['value/version', 'The version of the file is not 1.', 'Write version: 1'],
  ['value/type', 'A sender has an unknown type.', 'Write type: akmta, or leave it out'],
  ['value/tls', 'tls has an unknown value.', 'Write none, starttls or implicit'],
  ['value/auth', 'auth has an unknown value.', 'Write none, login, plain, cram-md5 or xoauth2'],
  ['value/mailbox-type', 'The type of a mailbox is unknown.', 'Write imap, maildir, mbox or mailpit'],
  ['value/mailbox-auth', 'auth is not a login method of mailboxes.', 'Write password or xoauth2'],
  ['value/provider', 'provider is not a preset.', 'See the presets with: akrelay sender presets'],
  ['value/acknowledge', 'A warning cannot be acknowledged.', 'Write acknowledge: [auth-clear-text], or leave it out'],
];

export const fileCauses: readonly Cause[] = [
  ...textCauses,
  ...values.map(([id, symptom, fix]) => ({
    id,
    symptom,
    causes: ['It has a typo, or is a value of another type'],
    fixes: [fix],
    source: 'akrelay config schema',
  })),
];
