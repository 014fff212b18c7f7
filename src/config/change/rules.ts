import { AkrelayError, usageError } from '../../errors.js';
import type { ConfigChange } from '../../relay/config-change.js';
import type { Part, RuleMatch, Share } from '../../relay/virtual-sender.js';
import { itemsAt, type MapValue, map, scalar, textAt, type Value, valueAt } from '../tree.js';
import { type Found, find, withItem, withItems } from './find.js';
import { keyOrder, withKey, withoutKey } from './keys.js';
import { labelOf, matchLabel, matchValue, ruleLabelled } from './matches.js';
import { mustTotal100, rebalanced } from './shares.js';

type Change<Kind extends ConfigChange['kind']> = Extract<ConfigChange, { readonly kind: Kind }>;

/** Puts a sender into a rule; the rule is made above the default rule where there is none. */
export function attach(root: MapValue, { virtual, match, share, shares }: Change<'attach'>): MapValue {
  const found = find(root, 'virtualSenders', virtual);
  find(root, 'senders', share.sender);
  const rules = itemsAt(found.value, 'rules');
  const index = rules.findIndex((rule) => matchLabel(rule) === labelOf(match));
  const before = rules[index] as MapValue | undefined;
  const rule = settled(
    withShare(before ?? newRule(match), share),
    shares === 'rebalanced'
      ? { kind: 'rebalanced', keeper: share.sender }
      : { kind: 'as-given', remedy: 'Add --rebalance, or set --percent so that they total 100.' },
  );
  return withRules(root, found, before === undefined ? withNewRule(rules, rule) : rules.with(index, rule));
}

function newRule(match: RuleMatch): MapValue {
  return map([['match', matchValue(match)]], 'block');
}

function withNewRule(rules: readonly Value[], rule: MapValue): Value[] {
  const end = matchLabel(rules.at(-1) ?? map([], 'block')) === 'default' ? rules.length - 1 : rules.length;
  return rules.toSpliced(end, 0, rule);
}

/** The rule with the share put in the place of the same sender's, or added to the end. */
function withShare(rule: MapValue, share: Share): MapValue {
  const shares = itemsAt(rule, 'senders');
  const index = shares.findIndex((held) => textAt(held, 'sender') === share.sender);
  const fields = [
    ['percent', share.percent],
    ['fromEmail', share.fromEmail],
    ['fromName', share.fromName],
    ['replyTo', share.replyTo],
  ] as const;
  let changed = (shares[index] as MapValue | undefined) ?? map([['sender', scalar(share.sender)]], 'flow');
  for (const [key, content] of fields)
    changed = content === undefined ? withoutKey(changed, key) : withKey(changed, key, scalar(content), keyOrder.share);
  return withShares(rule, index === -1 ? [...shares, changed] : shares.with(index, changed));
}

export function detach(root: MapValue, { virtual, sender, match, shares }: Change<'detach'>): MapValue {
  const found = find(root, 'virtualSenders', virtual);
  const rules = itemsAt(found.value, 'rules');
  const isMeant = (rule: Value): boolean =>
    (match === undefined || matchLabel(rule) === labelOf(match)) &&
    itemsAt(rule, 'senders').some((share) => textAt(share, 'sender') === sender);
  if (!rules.some(isMeant)) {
    const rule = match === undefined ? 'any rule' : ruleLabelled(labelOf(match));
    throw usageError(
      `Sender '${sender}' is not in ${rule} of '${virtual}'.`,
      `See its rules with: akrelay virtual show ${virtual}`,
    );
  }
  const kept = rules.flatMap((rule) => (isMeant(rule) ? withoutSender(rule as MapValue, sender, shares) : [rule]));
  return withRules(root, found, kept);
}

/** A rule that loses its last sender goes with it. */
function withoutSender(rule: MapValue, sender: string, shares: 'as-given' | 'rebalanced'): MapValue[] {
  const left = itemsAt(rule, 'senders').filter((share) => textAt(share, 'sender') !== sender);
  if (left.length === 0) return [];
  const settling: Settling =
    shares === 'rebalanced'
      ? { kind: 'rebalanced', keeper: undefined }
      : { kind: 'as-given', remedy: 'Add --rebalance to give its share to the other senders.' };
  return [settled(withShares(rule, left), settling)];
}

/** Moves a rule; the default rule stays last. */
export function moveRule(root: MapValue, { virtual, match, position }: Change<'move-rule'>): MapValue {
  const found = find(root, 'virtualSenders', virtual);
  const rules = itemsAt(found.value, 'rules');
  const index = rules.findIndex((rule) => matchLabel(rule) === labelOf(match));
  const rule = rules[index];
  const see = `See its rules with: akrelay virtual show ${virtual}`;
  if (rule === undefined) throw usageError(`'${virtual}' has no rule '${labelOf(match)}'.`, see);
  if (match.kind === 'default') throw usageError('The default rule cannot be moved: it is always last.', see);
  const last = rules.filter((other) => matchLabel(other) !== 'default').length;
  if (!Number.isInteger(position) || position < 1 || position > last)
    throw usageError(`'${virtual}' has no position ${position} for this rule: use 1 to ${last}.`, see);
  if (position === index + 1) return root;
  return withRules(root, found, rules.toSpliced(index, 1).toSpliced(position - 1, 0, rule));
}

/** Sets the percents of a rule whose shares are still those that the change was planned for. */
export function setShares(root: MapValue, { virtual, match, before, after }: Change<'set-shares'>): MapValue {
  const found = find(root, 'virtualSenders', virtual);
  const rules = itemsAt(found.value, 'rules');
  const index = rules.findIndex((rule) => matchLabel(rule) === labelOf(match));
  const rule = rules[index] as MapValue | undefined;
  const parts = rule === undefined ? [] : partsOf(rule);
  if (rule === undefined || !sameParts(parts, before))
    throw new AkrelayError('changed-on-disk', {
      message: `Nothing was written: ${ruleLabelled(labelOf(match))} of '${virtual}' was changed in the meantime.`,
      hint: `See its shares with: akrelay virtual show ${virtual}`,
    });
  mustTotal100(after, labelOf(match), 'Set percents that total 100.');
  return withRules(root, found, rules.with(index, withParts(rule, after)));
}

function sameParts(parts: readonly Part[], others: readonly Part[]): boolean {
  const isSame = ({ sender, percent }: Part, i: number): boolean =>
    others[i]?.sender === sender && others[i].percent === percent;
  return parts.length === others.length && parts.every(isSame);
}

/** Shares as they are, which must total 100, or re-balanced around one sender or none. */
type Settling =
  | { readonly kind: 'as-given'; readonly remedy: string }
  | { readonly kind: 'rebalanced'; readonly keeper: string | undefined };

/** The rule with shares that total 100. */
function settled(rule: MapValue, settling: Settling): MapValue {
  const parts = partsOf(rule);
  if (settling.kind === 'as-given') mustTotal100(parts, matchLabel(rule), settling.remedy);
  return withParts(rule, settling.kind === 'as-given' ? parts : rebalanced(parts, settling.keeper));
}

function partsOf(rule: MapValue): Part[] {
  return itemsAt(rule, 'senders').map((share) => ({
    sender: textAt(share, 'sender') ?? '',
    percent: Number(textAt(share, 'percent') ?? 0),
  }));
}

/** The rule with these percents, in the order of its shares. */
function withParts(rule: MapValue, parts: readonly Part[]): MapValue {
  const shares = itemsAt(rule, 'senders').map((share, i) =>
    withKey(share as MapValue, 'percent', scalar(parts[i]?.percent ?? 0), keyOrder.share),
  );
  return withShares(rule, shares);
}

function withShares(rule: MapValue, shares: readonly Value[]): MapValue {
  const before = valueAt(rule, 'senders');
  const same =
    before?.kind === 'list' &&
    before.items.length === shares.length &&
    before.items.every((item, i) => item === shares[i]);
  return same ? rule : withKey(rule, 'senders', withItems(before, shares), keyOrder.rule);
}

function withRules(root: MapValue, { index, value }: Found, rules: readonly Value[]): MapValue {
  const before = itemsAt(value, 'rules');
  if (before.length === rules.length && before.every((rule, i) => rule === rules[i])) return root;
  return withItem(
    root,
    'virtualSenders',
    index,
    withKey(value, 'rules', withItems(valueAt(value, 'rules'), rules), keyOrder.virtual),
  );
}
