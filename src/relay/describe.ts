import type { SecretReference } from './sender.js';
import { callingOf, type RuleMatch, type VirtualSender } from './virtual-sender.js';

/** Where a secret comes from, in words; never the secret. */
export function originOf(reference: SecretReference): string {
  switch (reference.kind) {
    case 'env':
      return `variable ${reference.name}`;
    case 'file':
      return `file ${reference.path}`;
    case 'command':
      return `command ${reference.argv[0]}`;
    case 'literal':
      return 'written in the config';
  }
}

/** A rule's condition in words, as the flags of `virtual attach` name it. */
export function describeMatch(match: RuleMatch): string {
  switch (match.kind) {
    case 'default':
      return 'default (everything else)';
    case 'group':
      return `group ${match.group}`;
    case 'from-domain':
      return `From domain ${match.domain}`;
    case 'to-domain':
      return `To domain ${match.domain}`;
  }
}

/** A rule in a sentence: `the default rule`, `the rule 'To domain gmail.com'`. */
export function ruleCalled(match: RuleMatch): string {
  return match.kind === 'default' ? 'the default rule' : `the rule '${describeMatch(match)}'`;
}

export function sameMatch(a: RuleMatch, b: RuleMatch): boolean {
  return describeMatch(a) === describeMatch(b);
}

/** A place where a virtual sender names a sender. */
export interface SenderUse {
  readonly virtualSender: string;
  /** The word that commands know it by: its name, or account/name where several accounts have that name. */
  readonly calledAs: string;
  /** 1 = the first rule. */
  readonly rule: number;
  readonly match: RuleMatch;
  readonly percent: number;
}

/** The rules that use each sender; senders that none uses are not in the map. */
export function usesOf(virtualSenders: readonly VirtualSender[]): ReadonlyMap<string, readonly SenderUse[]> {
  const uses = new Map<string, SenderUse[]>();
  const called = callingOf(virtualSenders);
  for (const { name, account, rules } of virtualSenders) {
    const calledAs = called({ name, account });
    for (const [i, { match, senders }] of rules.entries())
      for (const { sender, percent } of senders) {
        const use = { virtualSender: name, calledAs, rule: i + 1, match, percent };
        const before = uses.get(sender);
        if (before) before.push(use);
        else uses.set(sender, [use]);
      }
  }
  return uses;
}
