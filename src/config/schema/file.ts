import * as v from 'valibot';
import { events } from './events.js';
import { mailbox } from './mailbox.js';
import { choice, closed, named } from './parts.js';
import { senderFields, senderSchema } from './sender.js';
import { statistics } from './statistics.js';
import { virtualSender } from './virtual-sender.js';
import { cidr, emailAddress, hostPattern } from './words.js';

/**
 * The file's shape: the one source of validation, of the JSON Schema and of the descriptions in both. Values arrive as
 * the text that is in the file. A message is the id of its rule; `prose.ts` has the words.
 */
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
  mailboxes: v.optional(v.pipe(v.array(mailbox, 'value/list'), v.description('Mailboxes that receive test messages'))),
  events: v.optional(v.pipe(events, v.description('Events that the relay and the platform report'))),
  statistics: v.optional(v.pipe(statistics, v.description('Figures for stats compare'))),
  environments: v.optional(
    v.pipe(
      named(environment),
      v.description('Environments by name, each with only what differs; select one with --env'),
    ),
  ),
});

/** The file's values, typed, nothing filled in. */
export type FileValues = v.InferOutput<typeof fileSchema>;
