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
 * the text that stands in the file. A message is the id of its rule; `prose.ts` has the words.
 */
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
  statistics: v.optional(v.pipe(statistics, v.description('Figures of both sides, for stats compare'))),
  environments: v.optional(
    v.pipe(
      named(environment),
      v.description('By name: what is otherwise in an environment, which --env chooses; the rest is as above'),
    ),
  ),
});

/** The file's values, typed, nothing filled in. */
export type FileValues = v.InferOutput<typeof fileSchema>;
