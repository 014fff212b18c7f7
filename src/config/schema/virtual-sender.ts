import * as v from 'valibot';
import { closed, wholeNumber } from './parts.js';
import { domain, emailAddress, name, platformId, text } from './words.js';

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
  fromEmail: v.optional(v.pipe(emailAddress, v.description('Replacement for the From address'))),
  fromName: v.optional(v.pipe(text, v.description('Replacement for the From name'))),
  replyTo: v.optional(v.pipe(emailAddress, v.description('Reply-To address to set'))),
});

export const ruleSchema = closed({
  match: v.pipe(match, v.description('Condition of the rule')),
  senders: v.pipe(v.array(share, 'value/list'), v.description('The senders that share the mail of this rule')),
});

export const virtualSender = closed({
  name: v.pipe(name, v.description('Unique within the account')),
  account: platformId('Id of the account it belongs to'),
  rules: v.optional(
    v.pipe(v.array(ruleSchema, 'value/list'), v.description('Tried from top to bottom; the default rule must be last')),
  ),
});

export type VirtualValues = v.InferOutput<typeof virtualSender>;
export type RuleValues = v.InferOutput<typeof ruleSchema>;
export type MatchValue = v.InferOutput<typeof match>;
