import type { Confirmation } from './hop.js';

/** What a rule may look at. The texts are the writer's own; nothing of the client's stands in them. */
export interface WriterMarks {
  /** Lower case. */
  readonly by: string;
  /** First comment of the `by` clause. */
  readonly software: string;
  readonly with: string;
  readonly via: string;
  /** All comments outside the `from` clause, without parentheses. */
  readonly comments: readonly string[];
  /** The date has qmail's form: no day of the week, zone `-0000`. */
  readonly hasQmailDate: boolean;
  /** How the `from` clause is laid out. */
  readonly shape: FromShape;
}

/**
 * `name-helo`: `NAME (HELO x) (IP)` · `address-helo`: `IP (HELO x)` · `address-with-helo`: `NAME ([IP] helo=x)` ·
 * `rhost-flags`: that with ZMailer's remark · `mapped`: `NAME (NAME [::ffff:IP])` · `bracket`: `NAME ([IP])` ·
 * `bare`: `NAME (IP)` · `other`: no address · `none`: no `from`.
 */
export type FromShape =
  | 'name-helo'
  | 'address-helo'
  | 'address-with-helo'
  | 'rhost-flags'
  | 'mapped'
  | 'bracket'
  | 'bare'
  | 'other'
  | 'none';

/** What the writer is known to print. */
export interface Dialect {
  readonly id: string;
  /** Whether the word after `from` is what the client said, or what the server looked up. */
  readonly head: 'claimed' | 'looked-up';
  /** Whether a head that is an address is the peer. */
  readonly headAddress: 'claimed' | 'peer';
  /** Whether a name it prints as looked up was checked to lead back to the address. */
  readonly confirms: Confirmation;
}

interface DialectRule extends Partial<Dialect> {
  readonly id: string;
  readonly when: (marks: WriterMarks) => boolean;
}

const software = (pattern: RegExp) => (marks: WriterMarks) => pattern.test(marks.software);
const by = (pattern: RegExp) => (marks: WriterMarks) => pattern.test(marks.by);

/**
 * First match wins. Sources: the servers' own sources and documentation, and raw public headers, checked 2026-11;
 * `confirms` is `unknown` wherever neither settled it.
 */
const rules: readonly DialectRule[] = [
  // Postfix prints `unknown` unless the name leads back to the address (smtpd_peer.c).
  { id: 'yandex', confirms: 'yes', when: by(/(^|\.)yandex\.(net|ru)$|\.yandex-team\.ru$/) },
  { id: 'icloud', confirms: 'yes', when: by(/icloudmta-smtpin-|\.(icloud|mac)\.com$|cloud\.apple\.com$/) },
  { id: 'postfix', confirms: 'yes', when: software(/^Postfix\b/i) },
  { id: 'gmail', when: by(/(^|\.)(google|gmail|googlemail)\.com$|^2002:a/) },
  { id: 'mail.ru', headAddress: 'peer', when: by(/(^|\.)mail\.ru$/) },
  { id: 'exchange', when: ({ with: protocol }) => /^Microsoft SMTP Server\b|^mapi$/i.test(protocol) },
  { id: 'smtpsvc', when: ({ with: protocol }) => /SMTPSVC/i.test(protocol) },
  { id: 'proofpoint', when: ({ by: host, software: name }) => name === 'PPS' || host.endsWith('.pphosted.com') },
  {
    id: 'sendmail',
    when: software(/^(?:\w[\w.+-]*\/)?\d+\.\d+(?:\.\d+)?[\w.+-]*(?:\/[\w.+-]+)+|^sendmail|^SMI-|^\d\.\d+\.\d+\w*$/i),
  },
  { id: 'haraka', confirms: 'no', when: software(/^Haraka\b/i) },
  { id: 'opensmtpd', confirms: 'no', when: software(/^OpenSMTPD\b/i) },
  { id: 'stalwart', when: software(/^Stalwart\b/i) },
  { id: 'kerio', when: software(/^Kerio\b/i) },
  { id: 'communigate', headAddress: 'peer', when: software(/^CommuniGate\b/i) },
  { id: 'mdaemon', when: software(/^MDaemon\b/i) },
  { id: 'domino', when: software(/Domino|Lotus/i) },
  { id: 'halon', when: software(/^Halon\b/i) },
  { id: 'ecelerity', headAddress: 'peer', when: software(/^ecelerity\b/i) },
  {
    id: 'cloudflare',
    when: ({ by: host, software: name }) => name === 'cloudflare' || /(^|\.)cloudflare-email\.\w+$/.test(host),
  },
  { id: 'nemesis', when: ({ comments }) => comments.includes('Nemesis') },
  { id: 'amazon-ses', when: by(/^inbound-smtp\.[a-z0-9-]+\.amazonaws\.com$/) },
  // A PTR of any kind stands in where no name leads back.
  { id: 'mox', when: ({ via, comments }) => via === 'tcp' && comments.some((text) => text.startsWith('[')) },
  { id: 'qpsmtpd', head: 'looked-up', when: software(/^qpsmtpd\b/i) },
  { id: 'amavis', when: software(/^amavis/i) },
  {
    id: 'exim',
    head: 'looked-up',
    headAddress: 'peer',
    confirms: 'yes',
    when: ({ comments, software: name }) => /^Exim\b/i.test(name) || comments.some((text) => /^Exim \d/.test(text)),
  },
  { id: 'zmailer', head: 'looked-up', when: ({ shape }) => shape === 'rhost-flags' },
  { id: 'courier', when: ({ shape, with: protocol }) => shape === 'mapped' && /^e?smtp/.test(protocol) },
  {
    id: 'yahoo',
    headAddress: 'peer',
    when: ({ by: host, shape }) => /(^|\.)(yahoo|aol)\.(com|net)$/.test(host) || shape === 'address-helo',
  },
  { id: 'dovecot', when: software(/^Dovecot\b/i) },
  { id: 'cyrus', when: software(/^Cyrus\b/i) },
  {
    id: 'fetchmail',
    when: ({ with: protocol, comments }) =>
      /^(pop3|imap)/i.test(protocol) || comments.some((text) => /^(fetch|get)mail/i.test(text)),
  },
  { id: 'lmtp', when: ({ with: protocol }) => /^(utf8)?lmtp/i.test(protocol) },
  { id: 'http', headAddress: 'peer', when: ({ with: protocol }) => /^(https?|httprest|httpu)\b/i.test(protocol) },
  // Exim's layout without its name: a label beside the address says that the head is not what the client said.
  { id: 'exim-like', head: 'looked-up', headAddress: 'peer', when: ({ shape }) => shape === 'address-with-helo' },
  // qmail's received.c: unsafe bytes become `?`, the name comes from tcpserver.
  {
    id: 'qmail',
    head: 'looked-up',
    when: ({ shape, hasQmailDate }) => shape === 'name-helo' || (shape === 'bare' && hasQmailDate),
  },
];

const generic: Dialect = { id: 'generic', head: 'claimed', headAddress: 'claimed', confirms: 'unknown' };

/** The dialect whose marks the field bears; `generic`, which prints no looked-up name after `from`, when it bears none. */
export function dialectOf(marks: WriterMarks): Dialect {
  const rule = rules.find(({ when }) => when(marks));
  return rule ? { ...generic, ...rule } : generic;
}
