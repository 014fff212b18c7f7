import type { Cause } from './cause.js';

/** What `config validate` says of the text of the file. */
const textCauses: readonly Cause[] = [
  {
    id: 'yaml/syntax',
    symptom: 'A line is not YAML.',
    causes: ['A tab as indentation', 'A quote or bracket that is not closed', 'A colon without a blank behind it'],
    fixes: ['Correct the line that is named', 'Put values that hold : # { or [ in quotes'],
    source: 'YAML 1.2.2',
  },
  {
    id: 'yaml/duplicate-key',
    symptom: 'A key stands twice in one map.',
    causes: ['A block was copied'],
    fixes: ['Keep one of the two'],
    source: 'YAML 1.2.2 §3.2.1.1',
  },
  {
    id: 'yaml/several-documents',
    symptom: 'The file holds several YAML documents.',
    causes: ['A line --- in the middle'],
    fixes: ['Keep one document'],
    source: 'YAML 1.2.2 §9',
  },
  {
    id: 'yaml/not-a-map',
    symptom: 'The file is no map of keys and values.',
    causes: ['It begins with a list or a text'],
    fixes: ['akrelay init writes a file to begin with'],
    source: 'akrelay config schema',
  },
  {
    id: 'yaml/key',
    symptom: 'A key is a list or a map.',
    causes: ['? or [ where a key belongs'],
    fixes: ['Write key: value'],
    source: 'YAML 1.2.2 §7.4.2',
  },
  {
    id: 'yaml/merge',
    symptom: '<< does not name a map.',
    causes: ['The anchor is missing, or stands before a value that is no map'],
    fixes: ['Write <<: *name, with &name before a map above it'],
    source: 'YAML merge keys (yaml.org/type/merge.html)',
  },
  {
    id: 'yaml/unknown-alias',
    symptom: 'An alias (*name) has no anchor above it.',
    causes: ['The anchor was removed or renamed', 'A value that begins with * and is not quoted'],
    fixes: ['Write &name before the value it stands for', 'Put the value in quotes'],
    source: 'YAML 1.2.2 §7.1',
  },
  {
    id: 'yaml/too-deep',
    symptom: 'Values are nested too deeply.',
    causes: ['The file is broken, or is no config'],
    fixes: ['Remove the nesting'],
    source: 'A limit of akrelay',
  },
  {
    id: 'yaml/too-large',
    symptom: 'The file holds more values than any config.',
    causes: ['The file is something else, or a program has filled it'],
    fixes: ['Look at what fills it'],
    source: 'A limit of akrelay',
  },
  {
    id: 'unknown-key',
    symptom: 'A key is not known at its place.',
    causes: ['It is misspelt', 'It stands one level too high or too low'],
    fixes: ['Take the key that the problem offers', 'Keys of your own begin with x- and stand at the top of the file'],
    source: 'akrelay config schema',
  },
  {
    id: 'missing-key',
    symptom: 'A key that is needed is missing.',
    causes: ['It was removed, or an item was only begun'],
    fixes: ['Add the key'],
    source: 'akrelay config schema',
  },
];

/** What a value must be: its id, what is wrong, what to write. */
const values: readonly (readonly [id: string, symptom: string, fix: string])[] = [
  ['value/map', 'A value must be a map of keys and values.', 'Write key: value lines below it, or { key: value }'],
  ['value/list', 'A value must be a list.', 'Write - … lines below it, or [ … ]'],
  ['value/text', 'A value must be text.', 'Write one value, no list and no map'],
  ['value/empty', 'A value is empty.', 'Write a value, or remove the key'],
  [
    'value/name',
    'A name is too long, begins with a hyphen, or holds what cannot be printed.',
    'Choose another name, such as sendsay-main',
  ],
  ['value/email', 'A value is no e-mail address.', 'Write name@example.com, without a display name'],
  ['value/domain', 'A value is no domain.', 'Write example.com, without @ and without *'],
  ['value/cidr', 'A value is no network.', 'Write 192.0.2.0/24, with no address bits right of the prefix'],
  ['value/host-pattern', 'A value is no host pattern.', 'Write mx.example.com, relay#.example.com or *.example.com'],
  ['value/host-port', 'A value is no host with a port.', 'Write smtp.example.com:587'],
  ['value/env-name', 'A value is no name of an environment variable.', 'Write { env: RELAY_PASSWORD }'],
  [
    'value/command',
    'A command is no list of a program and its arguments.',
    'Write { command: [pass, show, mail/sendsay] }',
  ],
  [
    'value/secret',
    'A value is no reference to a secret.',
    'Write { env: NAME }, { file: path } or { command: [program, argument] }',
  ],
  [
    'value/url',
    'A value is no web address, or it holds a password.',
    'Write https://example.com/…, without user name and password',
  ],
  ['value/percent', 'A share is no whole number from 0 to 100.', 'Write it in digits, without %'],
  ['value/whole-number', 'A value is no whole number from 1.', 'Write it in digits'],
  ['value/boolean', 'A value is neither true nor false.', 'Write true or false'],
  [
    'value/match',
    'A rule has no condition, or more than one.',
    'Write default, { toDomain: example.com }, { fromDomain: example.com } or { group: 7 }',
  ],
  ['value/receiver', 'A receiver is no server.', 'Write by: mx.example.com, or network: 192.0.2.0/24'],
  ['value/version', 'The version of the file is not 1.', 'Write version: 1'],
  ['value/type', 'A sender has a type that is not known.', 'Write type: akmta, or leave it out'],
  ['value/tls', 'tls is not one of its words.', 'Write none, starttls or implicit'],
  ['value/auth', 'auth is not one of its words.', 'Write none, login, plain, cram-md5 or xoauth2'],
  ['value/mailbox-type', 'type is none of a mailbox.', 'Write imap, maildir, mbox or mailpit'],
  ['value/mailbox-auth', 'auth is not a method of mailboxes.', 'Write password or xoauth2'],
  ['value/provider', 'provider is no preset.', 'akrelay sender presets lists them'],
  ['value/acknowledge', 'A warning cannot be acknowledged.', 'Write acknowledge: [auth-clear-text], or leave it out'],
];

export const fileCauses: readonly Cause[] = [
  ...textCauses,
  ...values.map(([id, symptom, fix]) => ({
    id,
    symptom,
    causes: ['It is misspelt, or a value of another kind'],
    fixes: [fix],
    source: 'akrelay config schema',
  })),
];
