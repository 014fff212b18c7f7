import { usageError } from '../../errors.js';
import type { ConfigChange } from '../../relay/config-change.js';
import { copyOf, itemsAt, list, type MapValue, map, scalar, textAt } from '../tree.js';
import { find, withItem } from './find.js';
import { keyOrder, withKey } from './keys.js';

type Change<Kind extends ConfigChange['kind']> = Extract<ConfigChange, { readonly kind: Kind }>;

export function addVirtual(root: MapValue, { name, account }: Change<'add-virtual'>): MapValue {
  mustBeFree(root, name, account);
  const entries = [
    ['name', scalar(name)],
    ['account', scalar(account)],
    ['rules', list([], 'block')],
  ] as const;
  return withItem(root, 'virtualSenders', itemsAt(root, 'virtualSenders').length, map(entries, 'block'));
}

export function editVirtual(root: MapValue, { name, account }: Change<'edit-virtual'>): MapValue {
  const { index, value } = find(root, 'virtualSenders', name);
  if (textAt(value, 'account') !== String(account)) mustBeFree(root, name, account);
  return withItem(root, 'virtualSenders', index, withKey(value, 'account', scalar(account), keyOrder.virtual));
}

export function cloneVirtual(root: MapValue, { name, copy, account }: Change<'clone-virtual'>): MapValue {
  const { value } = find(root, 'virtualSenders', name);
  const own = account ?? Number(textAt(value, 'account'));
  mustBeFree(root, copy, own);
  const renamed = withKey(copyOf(value) as MapValue, 'name', scalar(copy), keyOrder.virtual);
  const moved = withKey(renamed, 'account', scalar(own), keyOrder.virtual);
  return withItem(root, 'virtualSenders', itemsAt(root, 'virtualSenders').length, moved);
}

export function renameVirtual(root: MapValue, { name, to }: Change<'rename-virtual'>): MapValue {
  const { index, value } = find(root, 'virtualSenders', name);
  if (name === to) return root;
  mustBeFree(root, to, Number(textAt(value, 'account')));
  return withItem(root, 'virtualSenders', index, withKey(value, 'name', scalar(to), keyOrder.virtual));
}

export function deleteVirtual(root: MapValue, { name }: Change<'delete-virtual'>): MapValue {
  return withItem(root, 'virtualSenders', find(root, 'virtualSenders', name).index, undefined);
}

function mustBeFree(root: MapValue, name: string, account: number): void {
  const taken = itemsAt(root, 'virtualSenders').some(
    (other) => textAt(other, 'name') === name && textAt(other, 'account') === String(account),
  );
  if (taken) throw usageError(`Account ${account} already has a virtual sender '${name}'.`, 'Choose another name.');
}
