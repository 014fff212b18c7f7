import { parseAddress } from '../../trace/address/address.js';

/** One SPF record, read by the grammar of RFC 7208 §12; or the term that makes every receiver reject the whole of it. */
export type SpfRecord =
  | {
      readonly kind: 'read';
      readonly terms: readonly SpfTerm[];
      readonly redirect: string | undefined;
      /** A mechanism that is written as a modifier, which no receiver reads (RFC 7208 §6): `include=example.com`. */
      readonly ignored: string | undefined;
    }
  | { readonly kind: 'broken'; readonly term: string; readonly why: string };

/** A mechanism, in the order of the record. */
export interface SpfTerm {
  readonly qualifier: '+' | '-' | '~' | '?';
  readonly name: SpfMechanism;
  /** What is after the colon: a name, a network or nothing. */
  readonly value: string | undefined;
  /** As it is in the record. */
  readonly text: string;
}

const mechanisms = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'] as const;
export type SpfMechanism = (typeof mechanisms)[number];

/** RFC 7208 §4.5: the version ends at a space or at the end of the record. */
export function isSpfRecord(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

/** A text that was meant to be an SPF record and is none; why, in words that complete "the TXT record …". */
export function almostSpf(text: string): string | undefined {
  if (isSpfRecord(text) || !/v\s*=\s*spf1/i.test(text)) return undefined;
  if (/^\s+v=spf1/i.test(text)) return 'starts with a space';
  if (/^["'“”]/.test(text.trim())) return 'contains quotation marks, which do not belong in the record';
  if (/^v\s*=\s*spf1/i.test(text)) return 'has no space after v=spf1';
  return 'does not start with v=spf1';
}

/** Reads a record whose version is right. RFC 7208 §4.6: one wrong term, wherever it is, and none of them counts. */
export function readSpfRecord(text: string): SpfRecord {
  const terms: SpfTerm[] = [];
  const modifiers = new Map<string, string>();
  let ignored: string | undefined;
  const odd = /[^\x20-\x7e]/.exec(text)?.[0];
  if (odd !== undefined) return broken(termWith(text, odd), 'contains a character that is not printable ASCII');
  for (const word of text.split(/ +/).slice(1)) {
    if (word === '') continue;
    const [, name, value] = /^([a-z][\w.-]*)=(.*)$/i.exec(word) ?? [];
    const read = name === undefined ? readMechanism(word) : readModifier(name.toLowerCase(), value ?? '', modifiers);
    if (typeof read === 'string') return broken(word, read);
    if (read !== undefined) terms.push(read);
    else if (mechanisms.some((one) => one === name?.toLowerCase())) ignored ??= word;
  }
  return { kind: 'read', terms, redirect: modifiers.get('redirect'), ignored };
}

function broken(term: string, why: string): SpfRecord {
  return { kind: 'broken', term, why };
}

function termWith(text: string, character: string): string {
  return text.split(/ +/).find((word) => word.includes(character)) ?? text;
}

/** Undefined: nothing to keep; a string says what is wrong. */
function readModifier(name: string, value: string, known: Map<string, string>): string | undefined {
  if (name !== 'redirect' && name !== 'exp') return isMacroString(value) ? undefined : 'contains an invalid macro';
  if (known.has(name)) return `is a second ${name}=`;
  known.set(name, value);
  return isDomainSpec(value) ? undefined : 'has no domain';
}

/** A string says what is wrong. */
function readMechanism(word: string): SpfTerm | string {
  const [, sign = '', name = '', rest = ''] = /^([+?~-]?)([a-z0-9]*)(.*)$/i.exec(word) ?? [];
  const known = mechanisms.find((one) => one === name.toLowerCase());
  if (known === undefined) return unknownMechanism(word, name);
  const problem = problemOf[known](rest);
  if (problem !== undefined) return gluedIn(rest) ?? problem;
  const value = /^:([^/]*(?:\/.*)?)$/.exec(rest)?.[1];
  return { qualifier: (sign || '+') as SpfTerm['qualifier'], name: known, value, text: word };
}

function unknownMechanism(word: string, name: string): string {
  if (parseAddress(word.split('/')[0] ?? '') !== undefined)
    return `is a bare address: write ${word.includes(':') ? 'ip6' : 'ip4'}:${word}`;
  const [, meant] = misspelt.find(([pattern]) => pattern.test(name)) ?? [];
  return `is not an SPF mechanism${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;
}

const misspelt = [
  [/^ipv?6$/i, 'ip6'],
  [/^ip/i, 'ip4'],
  [/^in/i, 'include'],
  [/^ex/i, 'exists'],
] as const;

/** Two terms with no space between: what a TXT record of several strings becomes when one does not end in a space. */
function gluedIn(rest: string): string | undefined {
  const [, next] = /.((?:[+?~-]?(?:include|ip4|ip6|exists):|redirect=|[+?~-]all$).*)$/i.exec(rest) ?? [];
  return next === undefined ? undefined : `has no space before ${next}`;
}

/** What is wrong with the rest of a mechanism, by its name. */
const problemOf: Readonly<Record<SpfMechanism, (rest: string) => string | undefined>> = {
  all: (rest) => (rest === '' ? undefined : 'has text after "all"'),
  include: domainAfterColon,
  exists: domainAfterColon,
  a: domainAndLengths,
  mx: domainAndLengths,
  ptr: (rest) => (rest === '' ? undefined : domainAfterColon(rest)),
  ip4: (rest) => addressAfterColon(rest, 4),
  ip6: (rest) => addressAfterColon(rest, 6),
};

function domainAfterColon(rest: string): string | undefined {
  // A colon may be in a name by the grammar; in a record it is a term that lost its space.
  return gluedIn(rest) ?? (rest.startsWith(':') && isDomainSpec(rest.slice(1)) ? undefined : 'has no domain');
}

function domainAndLengths(rest: string): string | undefined {
  const [, domain, four, six] = /^(:.*?)?(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(rest) ?? ['', rest];
  if (domain !== undefined && domainAfterColon(domain) !== undefined) return domainAfterColon(domain);
  return isLength(four, 32) && isLength(six, 128) ? undefined : 'has a wrong prefix length';
}

function addressAfterColon(rest: string, family: 4 | 6): string | undefined {
  const [, address = '', slash, length] = /^:([^/]*)(\/(.*))?$/.exec(rest) ?? [];
  const parsed = parseAddress(address);
  const isFour = /^[\d.]+$/.test(address);
  if (parsed === undefined || address.includes('%') || isFour !== (family === 4))
    return parsed === undefined || address.includes('%')
      ? 'has no address'
      : `has an IPv${isFour ? 4 : 6} address: write ip${isFour ? 4 : 6}:`;
  return slash === undefined || isLength(length ?? '', family === 4 ? 32 : 128)
    ? undefined
    : 'has a wrong prefix length';
}

function isLength(text: string | undefined, most: number): boolean {
  return text === undefined || (/^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most);
}

const macro = '%(?:\\{[slodiphcrtv]\\d*r?[.\\-+,/_=]*\\}|[%_-])';
const macroString = new RegExp(`^(?:${macro}|[\\x21-\\x24\\x26-\\x7e])*$`, 'i');
const topLabel = '(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])';
const domainEnd = new RegExp(`(?:\\.${topLabel}\\.?|${macro})$`, 'i');

function isMacroString(text: string): boolean {
  return macroString.test(text);
}

/** RFC 7208 §7.1. */
function isDomainSpec(text: string): boolean {
  return isMacroString(text) && domainEnd.test(text);
}
