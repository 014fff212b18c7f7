import type { Rule, RuleMatch, Share, VirtualSender } from './virtual-sender.js';

/** What the rules of a virtual sender look at. */
export interface RoutedMessage {
  /** Of the author's mailbox (`From:`). */
  readonly fromDomain: string;
  /** Of the recipient. */
  readonly toDomain: string;
  readonly group: number | undefined;
}

/** One rule, read for one message. */
export interface RuleReading {
  /** 1 = the first rule. */
  readonly rule: number;
  readonly match: RuleMatch;
  readonly state: 'matches' | 'does-not-match' | 'not-reached';
  /** One clause: why. */
  readonly why: string;
}

/** Which way a message goes. */
export interface Routing {
  /** Every rule, from the top. */
  readonly rules: readonly RuleReading[];
  /** The first rule that matches; undefined when none does. */
  readonly chosen: Rule | undefined;
}

/** Tries the rules from the top; the first one that matches is used (Altcraft's guide to virtual senders). */
export function routeMessage({ rules }: VirtualSender, message: RoutedMessage): Routing {
  const at = rules.findIndex(({ match }) => whyNot(match, message) === undefined);
  const chosen = rules[at];
  return {
    chosen,
    rules: rules.map(({ match }, i) => ({ rule: i + 1, match, ...read(match, i, at, message) })),
  };
}

function read(match: RuleMatch, i: number, at: number, message: RoutedMessage): Pick<RuleReading, 'state' | 'why'> {
  if (at !== -1 && i > at) return { state: 'not-reached', why: `rule ${at + 1} matched first` };
  const why = whyNot(match, message);
  return why === undefined ? { state: 'matches', why: whyMatched(match) } : { state: 'does-not-match', why };
}

function whyMatched(match: RuleMatch): string {
  switch (match.kind) {
    case 'default':
      return 'no other rule matches';
    case 'group':
      return `the group is ${match.group}`;
    case 'from-domain':
      return `the From domain is ${match.domain}`;
    case 'to-domain':
      return `the To domain is ${match.domain}`;
  }
}

function whyNot(match: RuleMatch, { fromDomain, toDomain, group }: RoutedMessage): string | undefined {
  switch (match.kind) {
    case 'default':
      return undefined;
    case 'group':
      if (group === undefined) return 'no group was given';
      return group === match.group ? undefined : `the group is ${group}`;
    case 'from-domain':
      return otherDomain('From', fromDomain, match.domain);
    case 'to-domain':
      return otherDomain('To', toDomain, match.domain);
  }
}

/** Whether the platform's rule for a domain takes its sub-domains too is documented nowhere: here it does not, and that is said. */
function otherDomain(what: string, domain: string, wanted: string): string | undefined {
  const [has, needs] = [asciiDomain(domain), asciiDomain(wanted)];
  if (has === needs) return undefined;
  return has.endsWith(`.${needs}`)
    ? `the ${what} domain is ${domain}, a subdomain, which akrelay does not treat as a match (not documented)`
    : `the ${what} domain is ${domain}`;
}

/** A domain as DNS compares it: lower case, without the final dot, other scripts in their ASCII form (RFC 5890 §2.3.2.1). */
export function asciiDomain(domain: string): string {
  const name = domain.toLowerCase().replace(/\.$/, '');
  return /^[\x20-\x7e]*$/.test(name) || !URL.canParse(`http://${name}/`) ? name : new URL(`http://${name}/`).hostname;
}

/** How often a sender was drawn. */
export interface Drawn {
  readonly sender: string;
  readonly percent: number;
  readonly messages: number;
}

/** Draws `messages` times by the shares. `random` gives numbers from 0 up to, not including, 1. */
export function sampleShares(shares: readonly Share[], messages: number, random: () => number): Drawn[] {
  const total = shares.reduce((sum, { percent }) => sum + percent, 0);
  const counts = shares.map(() => 0);
  for (let i = 0; i < messages && total > 0; i++) {
    const drawn = indexAt(shares, random() * total);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  return shares.map(({ sender, percent }, i) => ({ sender, percent, messages: counts[i] ?? 0 }));
}

function indexAt(shares: readonly Share[], point: number): number {
  let below = 0;
  return shares.findIndex(({ percent }) => {
    below += percent;
    return point < below;
  });
}

/** A small repeatable generator (mulberry32) for samples; never for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
