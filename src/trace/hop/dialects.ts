import type { Confirmation } from './hop.js';

/** What a rule may look at. The texts are the writer's own; nothing of the client's stands in them. */
export interface WriterMarks {
  /** Lower case. */
  readonly by: string;
  /** First comment of the `by` clause. */
  readonly software: string;
  readonly with: string;
  readonly via: string;
  /** The comments that the writer fills alone, without parentheses. */
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
  /** Whether it labels the client's words, `(HELO x)` or `helo=x`. Where it never does, such a label is a host name. */
  readonly labels: 'sometimes' | 'never';
}

interface DialectRule extends Partial<Dialect> {
  readonly id: string;
}

/** Told by the first word of the software comment, in lower case. */
const bySoftware: Readonly<Record<string, DialectRule>> = {
  // Postfix prints `unknown` unless the name leads back to the address (smtpd_peer.c).
  postfix: { id: 'postfix', confirms: 'yes', labels: 'never' },
  // Exim drops every name that does not lead back (host.c).
  exim: { id: 'exim', head: 'looked-up', headAddress: 'peer', confirms: 'yes' },
  pps: { id: 'proofpoint', labels: 'never' },
  // Both print the PTR as it comes.
  haraka: { id: 'haraka', confirms: 'no', labels: 'never' },
  opensmtpd: { id: 'opensmtpd', confirms: 'no', labels: 'never' },
  stalwart: { id: 'stalwart', labels: 'never' },
  kerio: { id: 'kerio', labels: 'never' },
  communigate: { id: 'communigate', headAddress: 'peer' },
  mdaemon: { id: 'mdaemon' },
  domino: { id: 'domino' },
  lotus: { id: 'domino' },
  ibm: { id: 'domino' },
  hcl: { id: 'domino' },
  halon: { id: 'halon', labels: 'never' },
  ecelerity: { id: 'ecelerity', headAddress: 'peer' },
  cloudflare: { id: 'cloudflare', labels: 'never' },
  'qmail-ldap-1': { id: 'qmail-ldap', head: 'looked-up' },
  'qmail-ldap': { id: 'qmail-ldap', head: 'looked-up' },
  qpsmtpd: { id: 'qpsmtpd', head: 'looked-up' },
  // The three print `from LHLO ([ADDRESS])` and no label (amavisd's Received, Dovecot's lmtp, Cyrus' lmtpengine.c).
  'amavisd-new': { id: 'amavis', labels: 'never' },
  amavis: { id: 'amavis', labels: 'never' },
  dovecot: { id: 'dovecot', labels: 'never' },
  cyrus: { id: 'cyrus', labels: 'never' },
};

/** Told by the last two labels of the `by` name. Believed only because the line is: anyone can write such a name. */
const byDomain: Readonly<Record<string, DialectRule>> = {
  // Runs Postfix rules at the border.
  'yandex.net': { id: 'yandex', confirms: 'yes', labels: 'never' },
  'yandex.ru': { id: 'yandex', confirms: 'yes', labels: 'never' },
  // The border is Postfix and says so; behind it stand other servers, of which nothing is known.
  'apple.com': { id: 'icloud', labels: 'never' },
  'icloud.com': { id: 'icloud', labels: 'never' },
  'google.com': { id: 'gmail', labels: 'never' },
  'gmail.com': { id: 'gmail', labels: 'never' },
  'mail.ru': { id: 'mail.ru', headAddress: 'peer' },
  'yahoo.com': { id: 'yahoo', headAddress: 'peer' },
  'yahoo.net': { id: 'yahoo', headAddress: 'peer' },
  'aol.com': { id: 'yahoo', headAddress: 'peer' },
  // qmail with a head of its own between its servers.
  'messagelabs.com': { id: 'messagelabs', head: 'looked-up', headAddress: 'peer' },
  'pphosted.com': { id: 'proofpoint', labels: 'never' },
  'cloudflare-email.net': { id: 'cloudflare', labels: 'never' },
  'cloudflare-email.com': { id: 'cloudflare', labels: 'never' },
};

interface MarkRule extends DialectRule {
  readonly when: (marks: WriterMarks) => boolean;
}

/** Told by other marks; the first that fits. */
const byMarks: readonly MarkRule[] = [
  { id: 'exchange', labels: 'never', when: ({ with: protocol }) => /^Microsoft SMTP Server\b|^mapi$/i.test(protocol) },
  { id: 'smtpsvc', labels: 'never', when: ({ with: protocol }) => /SMTPSVC/i.test(protocol) },
  { id: 'sendmail', labels: 'never', when: ({ software }) => isSendmail(software) },
  { id: 'domino', when: ({ software }) => /\bDomino\b/i.test(software) },
  { id: 'icloud', confirms: 'yes', labels: 'never', when: ({ by }) => /^p\d+-icloudmta-smtpin-/.test(by) },
  { id: 'gmail', when: ({ by }) => by.startsWith('2002:a') },
  { id: 'nemesis', when: ({ comments }) => comments.includes('Nemesis') },
  { id: 'amazon-ses', labels: 'never', when: ({ by }) => /^inbound-smtp\.[a-z0-9-]+\.amazonaws\.com$/.test(by) },
  { id: 'zmailer', head: 'looked-up', when: ({ shape }) => shape === 'rhost-flags' },
  {
    id: 'fetchmail',
    when: ({ with: protocol, comments }) =>
      /^(?:pop3|imap)/i.test(protocol) || comments.some((text) => /^(?:fetch|get)mail-\d/i.test(text)),
  },
  { id: 'lmtp', when: ({ with: protocol }) => /^(?:utf8)?lmtp/i.test(protocol) },
  // No protocol of the web has an EHLO: what stands there is the peer.
  {
    id: 'http',
    headAddress: 'peer',
    when: ({ with: protocol, via, comments }) =>
      /^(?:https?(?:rest|u)?|dav)\b/i.test(protocol) || /^https?\b/i.test(via) || comments.includes('via HTTP'),
  },
  {
    id: 'mox',
    labels: 'never',
    when: ({ via, comments }) => via === 'tcp' && comments.some((text) => text.startsWith('[')),
  },
  { id: 'yahoo', headAddress: 'peer', when: ({ shape, by }) => shape === 'address-helo' && /^10\.[\d.]+$/.test(by) },
  { id: 'courier', when: ({ shape, with: protocol }) => shape === 'mapped' && /^e?smtp/.test(protocol) },
  // Exim's layout without its name: a label beside the address says that the head is not what the client said.
  { id: 'exim-like', head: 'looked-up', headAddress: 'peer', when: ({ shape }) => shape === 'address-with-helo' },
  // qmail's received.c: the name comes from tcpserver, and what the client said has a label or is the same.
  {
    id: 'qmail',
    head: 'looked-up',
    when: ({ shape, hasQmailDate }) => shape === 'name-helo' || (shape === 'bare' && hasQmailDate),
  },
];

/** `8.17.1/8.17.1`, `8.14.4/8.14.4/Debian-4`, `Switch-3.3/8.13`, `8.9.3`. */
function isSendmail(software: string): boolean {
  // A hostile name of megabytes would overflow the stack of the pattern; no real one is this long.
  const beginning = software.slice(0, 256);
  return /^(?:\w[\w.+-]*\/)?\d+\.\d+(?:\.\d+)?[\w.+-]*\/[\w.+-]|^sendmail|^SMI-|^\d\.\d+\.\d+\w*$/i.test(beginning);
}

const generic: Dialect = {
  id: 'generic',
  head: 'claimed',
  headAddress: 'claimed',
  confirms: 'unknown',
  labels: 'sometimes',
};

/**
 * The dialect whose marks the field bears; `generic`, which prints no looked-up name after `from`, when it bears none.
 * Sources of the tables: the servers' own sources and documentation, and raw public headers, checked 2026-11;
 * `confirms` is `unknown` wherever neither settled it.
 */
export function dialectOf(marks: WriterMarks): Dialect {
  return (
    complete.software.get(firstWord(marks.software)) ??
    complete.domain.get(lastLabels(marks.by)) ??
    complete.marks.find(({ when }) => when(marks))?.dialect ??
    generic
  );
}

const complete = {
  software: new Map(Object.entries(bySoftware).map(([word, rule]) => [word, { ...generic, ...rule }])),
  domain: new Map(Object.entries(byDomain).map(([domain, rule]) => [domain, { ...generic, ...rule }])),
  marks: byMarks.map(({ when, ...rule }) => ({ when, dialect: { ...generic, ...rule } })),
};

function firstWord(text: string): string {
  const end = text.search(/[^\w-]/);
  return (end < 0 ? text : text.slice(0, end)).toLowerCase();
}

function lastLabels(name: string): string {
  const last = name.lastIndexOf('.');
  return last < 0 ? '' : name.slice(name.lastIndexOf('.', last - 1) + 1);
}
