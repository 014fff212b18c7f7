import { eventKinds } from '../../events/index.js';
import { mailboxAuthMethods, mailboxKinds } from '../../relay/mailbox-settings.js';
import { acknowledgements, authMethods, providerIds, tlsModes } from '../../relay/sender.js';
import { networkAround } from '../../trace/address/network-around.js';
import { nearest } from '../nearest.js';

interface Prose {
  readonly message: string;
  readonly fix: string;
}

const oneOf = (what: string, words: readonly string[]) => (key: string, written: string | undefined) => {
  const meant = written === undefined ? undefined : nearest(written, words);
  return {
    message: written === undefined ? `${key} is not ${what}` : `${key} '${written}' is not ${what}`,
    fix:
      meant === undefined
        ? `Use one of ${words.join(', ')}.`
        : `Did you mean ${meant}? Use one of ${words.join(', ')}.`,
  };
};

const must = (be: string, fix: string) => (key: string) => ({ message: `${key} must be ${be}`, fix });

/** Words for each rule of the schema. None shows what is written where that could be a secret. */
const prose: Readonly<Record<string, (key: string, written: string | undefined) => Prose>> = {
  'missing-key': (key) => ({ message: `${key} is missing`, fix: `Add '${key}: …'.` }),
  'value/map': must('a map of keys and values', "Write 'key: value' lines under it, or { key: value }."),
  'value/list': must('a list', "Write '- …' lines under it, or [ … ]."),
  'value/text': must('text', 'Write a single value, not a list or a map.'),
  'value/empty': must('non-empty', 'Write a value, or remove the key.'),
  'value/name': must(
    'at most 128 printable characters, without a leading hyphen or surrounding spaces',
    'Choose another name, such as sendsay-main.',
  ),
  'value/email': must('an e-mail address', 'Write it as name@example.com, without a display name.'),
  'value/domain': must('a domain', 'Write it as example.com, without @ or *.'),
  'value/ehlo': must('a host name or an address in brackets', 'Write it as mail.example.com or [192.0.2.1].'),
  'value/cidr': (key, written) => ({
    message: `${key} must be a network in CIDR notation`,
    fix: `Write it as ${(written && networkAround(written)) ?? '192.0.2.0/24 or 2001:db8::/32'}.`,
  }),
  'value/host-pattern': must('a host pattern', 'Write it as mx.example.com, relay#.example.com or *.example.com.'),
  'value/host-port': must('host:port', 'Write it as smtp.example.com:587.'),
  'value/env-name': must('the name of an environment variable', 'Write { env: RELAY_PASSWORD }.'),
  'value/command': must('a list of a program and its arguments', 'Write { command: [pass, show, mail/sendsay] }.'),
  'value/secret': must(
    'a reference to a secret',
    'Write { env: NAME }, { file: path } or { command: [program, argument] }.',
  ),
  'value/url': must('a URL without a password', 'Write it as https://example.com/…'),
  'value/percent': must('a whole number from 0 to 100', 'Write digits only, without %.'),
  'value/whole-number': must('a whole number of at least 1', 'Write digits only.'),
  'value/boolean': must('true or false', 'Write true or false.'),
  'value/match': must(
    'a single condition',
    'Write default, { toDomain: example.com }, { fromDomain: example.com } or { group: 7 }.',
  ),
  'value/receiver': must('one server', 'Write by: mx.example.com, or network: 192.0.2.0/24.'),
  'value/version': must('1', 'Write version: 1.'),
  'value/tolerance': must('a percentage from 0 to 100', 'Write it as 0.5, without %.'),
  'value/zone': must('an offset from UTC', 'Write it as "+03:00".'),
  'value/event-kind': oneOf('a kind of event', eventKinds),
  'value/type': oneOf('a sender type', ['akmta']),
  'value/tls': oneOf('a TLS mode', tlsModes),
  'value/auth': oneOf('an AUTH method', authMethods),
  'value/acknowledge': oneOf('a warning that can be acknowledged', acknowledgements),
  'value/mailbox-type': oneOf('a type of mailbox', mailboxKinds),
  'value/mailbox-auth': oneOf('an AUTH method of mailboxes', mailboxAuthMethods),
  'value/provider': oneOf('a preset', providerIds),
};

/** What a rule of the schema says about `key`; `written` is the text that is there, if it is one. */
export function schemaProse(rule: string, key: string, written: string | undefined): Prose {
  return prose[rule]?.(key, written) ?? { message: `${key} is not valid`, fix: 'See: akrelay config schema' };
}
