import { fieldsOf, isWord } from './read-fields.js';

/** What a rule looks at (Altcraft's `default`, `group_id`, `from_domain`, `to_domain`). */
export type RuleMatch =
  | { readonly kind: 'default' }
  | { readonly kind: 'group'; readonly group: number }
  | { readonly kind: 'from-domain'; readonly domain: string }
  | { readonly kind: 'to-domain'; readonly domain: string };

/** One real sender in a rule. */
export interface Share {
  readonly sender: string;
  /** Whole number, 0 to 100; the shares of a rule total 100. */
  readonly percent: number;
  readonly fromEmail: string | undefined;
  readonly fromName: string | undefined;
  readonly replyTo: string | undefined;
}

/** One sender's part of a rule, in percent. */
export type Part = Pick<Share, 'sender' | 'percent'>;

export interface Rule {
  readonly match: RuleMatch;
  readonly senders: readonly Share[];
}

/** Belongs to one account; its rules are tried from the top, the default rule is last. */
export interface VirtualSender {
  readonly name: string;
  readonly account: number;
  readonly rules: readonly Rule[];
}

/** The word that commands know each by: its name, or account/name where several accounts have that name. */
export function callingOf(all: readonly VirtualSender[]): (one: Pick<VirtualSender, 'name' | 'account'>) => string {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return ({ name, account }) => ((counts.get(name) ?? 0) > 1 ? `${account}/${name}` : name);
}

/**
 * The items that a word names. Names are unique within an account only, so where none has the word as its name,
 * `306/newsletters` is read as account and name.
 */
export function calledBy<Item>(
  items: readonly Item[],
  word: string,
  read: (item: Item) => { readonly name: string; readonly account: number | string },
): Item[] {
  const named = items.filter((item) => read(item).name === word);
  return named.length > 0 ? named : items.filter((item) => `${read(item).account}/${read(item).name}` === word);
}

/** Whether what a file holds is the condition of a rule. */
export function isRuleMatch(value: unknown): value is RuleMatch {
  const { kind, group, domain } = fieldsOf(value);
  if (kind === 'group') return Number.isSafeInteger(group);
  return kind === 'default' || ((kind === 'from-domain' || kind === 'to-domain') && isWord(domain));
}
