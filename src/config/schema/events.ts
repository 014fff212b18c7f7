import * as v from 'valibot';
import { eventFields, eventKinds } from '../../events/index.js';
import { choice, closed, named, wholeNumber } from './parts.js';
import { secretReference } from './secret.js';
import { text, zone } from './words.js';

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
  zone: v.optional(v.pipe(zone, v.description('UTC offset for times without one'), v.examples(['+03:00']))),
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

export const events = closed({
  store: v.optional(
    v.pipe(
      text,
      v.description(
        'Folder for received events, relative to the folder of this config; or clickhouse:http://host:8123/database',
      ),
    ),
  ),
  secretPath: v.optional(
    v.pipe(
      secretReference,
      v.description('Source of the secret path of the webhook URL; anyone who knows it can post events'),
    ),
  ),
  host: v.optional(v.pipe(text, v.description('Address to listen on'), v.examples(['0.0.0.0']))),
  port: v.optional(wholeNumber(1, 65_535, 'Port to listen on')),
  certificate: v.optional(
    v.pipe(text, v.description('Certificate chain (PEM); relative to the folder of this config')),
  ),
  key: v.optional(v.pipe(text, v.description('Private key (PEM); relative to the folder of this config'))),
  clickhouse: v.optional(
    v.pipe(
      closed({
        username: v.optional(v.pipe(secretReference, v.description('Source of the user name'))),
        password: v.optional(v.pipe(secretReference, v.description('Source of the password'))),
        ca: v.optional(
          v.pipe(text, v.description('Additional certificate authority (PEM); relative to the folder of this config')),
        ),
      }),
      v.description('Login and certificate authority for a store in ClickHouse'),
    ),
  ),
  sendsay: v.optional(v.pipe(mapping, v.description("Additional rules for reading Sendsay's events"))),
  altcraft: v.optional(v.pipe(mapping, v.description("Additional rules for reading Altcraft's events"))),
});
