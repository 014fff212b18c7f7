import { type AkrelayError, usageError } from '../../errors.js';
import { calledBy } from '../../relay/virtual-sender.js';
import { meantHint } from '../nearest.js';
import {
  isNothing,
  itemsAt,
  type ListValue,
  list,
  type MapValue,
  scalar,
  textAt,
  type Value,
  valueAt,
} from '../tree.js';
import { keyOrder, withKey } from './keys.js';

/** A named item of one of the root's lists. */
export interface Found {
  readonly index: number;
  readonly value: MapValue;
}

type Section = 'senders' | 'virtualSenders';
const called: Readonly<Record<Section, string>> = { senders: 'sender', virtualSenders: 'virtual sender' };
const listCommand: Readonly<Record<Section, string>> = {
  senders: 'akrelay sender list',
  virtualSenders: 'akrelay virtual list',
};

/**
 * The item of that name; a virtual sender also as `account/name`. Throws `usage`, with the nearest name, when there is none
 * or more than one.
 */
export function find(root: MapValue, section: Section, name: string): Found {
  const items = itemsAt(root, section).flatMap((value, index) => (value.kind === 'map' ? [{ index, value }] : []));
  const found = calledBy(items, name, ({ value }) => ({
    name: textAt(value, 'name') ?? '',
    account: textAt(value, 'account') ?? '',
  }));
  const [first, second] = found;
  if (first === undefined) throw noSuch(root, section, name);
  if (second !== undefined) throw several(section, name, found);
  return first;
}

function several(section: Section, name: string, found: readonly Found[]): AkrelayError {
  const accounts = found.map(({ value }) => textAt(value, 'account'));
  return usageError(
    `There are several ${called[section]}s named '${name}'.`,
    section === 'virtualSenders'
      ? `Choose one of: ${accounts.map((account) => `${account}/${name}`).join(', ')}.`
      : 'Rename all but one in the file.',
  );
}

function noSuch(root: MapValue, section: Section, name: string): AkrelayError {
  const hint = meantHint(name, namesOf(root, section), `See the names with: ${listCommand[section]}`);
  return usageError(`There is no ${called[section]} '${name}'.`, hint);
}

export function namesOf(root: MapValue, section: Section): string[] {
  return itemsAt(root, section).flatMap((item) => textAt(item, 'name') ?? []);
}

/** The root with one item of a section put in the place of another, added at the end, or taken out. */
export function withItem(root: MapValue, section: Section, index: number, value: MapValue | undefined): MapValue {
  const items = itemsAt(root, section);
  if (items[index] === value) return root;
  const changed = value === undefined ? items.toSpliced(index, 1) : items.toSpliced(index, 1, value);
  return withKey(withVersion(root), section, withItems(valueAt(root, section), changed), keyOrder.root);
}

/** The list with other items: the same list of the text where there is one. Throws rather than put one in the place of something else. */
export function withItems(before: Value | undefined, items: readonly Value[]): ListValue {
  if (before === undefined || isNothing(before)) return list(items, 'block');
  if (before.kind === 'list') return { ...before, items };
  throw usageError('This is not a list.');
}

/** An empty file begins with its version. */
function withVersion(root: MapValue): MapValue {
  if (root.entries.length > 0) return root;
  return withKey(root, 'version', { ...scalar('1'), style: 'plain' }, keyOrder.root);
}
