import * as v from 'valibot';
import { eventFields, eventKinds } from '../../events/index.js';
import { choice, closed, named, wholeNumber } from './parts.js';
import { secretReference } from './secret.js';
import { text, zone } from './words.js';

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
  zone: v.optional(v.pipe(zone, v.description('Offset from UTC of times that state none'), v.examples(['+03:00']))),
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

export const events = closed({
  store: v.optional(
    v.pipe(
      text,
      v.description(
        'Folder that received events are kept in, relative to the folder of this config; or clickhouse:http://host:8123/database',
      ),
    ),
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
  clickhouse: v.optional(
    v.pipe(
      closed({
        username: v.optional(v.pipe(secretReference, v.description('Where the user name is found'))),
        password: v.optional(v.pipe(secretReference, v.description('Where the password is found'))),
      }),
      v.description('Who asks, where the store is in ClickHouse'),
    ),
  ),
  sendsay: v.optional(v.pipe(mapping, v.description('How Sendsay’s events are read, beside what is known'))),
  altcraft: v.optional(v.pipe(mapping, v.description('How Altcraft’s events are read, beside what is known'))),
});
