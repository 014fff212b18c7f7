import { usageError } from '../../errors.js';
import type { ConfigChange } from '../../relay/config-change.js';
import { environmentsOf, senderOverlays } from '../environments.js';
import { copyOf, type Entry, itemsAt, type MapValue, scalar, textAt, type Value, valueAt } from '../tree.js';
import { find, namesOf, withItem, withItems } from './find.js';
import { keyOrder, withKey } from './keys.js';
import { matchLabel } from './matches.js';
import { newSender, withFields } from './sender-fields.js';

type Change<Kind extends ConfigChange['kind']> = Extract<ConfigChange, { readonly kind: Kind }>;

export function addSender(root: MapValue, { name, fields }: Change<'add-sender'>): MapValue {
  mustBeFree(root, name);
  return withItem(root, 'senders', itemsAt(root, 'senders').length, newSender(name, fields));
}

export function editSender(root: MapValue, { name, fields }: Change<'edit-sender'>): MapValue {
  const { index, value } = find(root, 'senders', name);
  return withItem(root, 'senders', index, withFields(value, fields));
}

/** The copy is at the end; the link to the platform's sender is not copied, since an id belongs to one sender. */
export function cloneSender(root: MapValue, { name, copy }: Change<'clone-sender'>): MapValue {
  const { value } = find(root, 'senders', name);
  mustBeFree(root, copy);
  const renamed = withKey(copyOf(value) as MapValue, 'name', scalar(copy), keyOrder.sender);
  return withItem(root, 'senders', itemsAt(root, 'senders').length, withFields(renamed, { platformId: null }));
}

/** Rules and environments that name the sender follow. */
export function renameSender(root: MapValue, { name, to }: Change<'rename-sender'>): MapValue {
  const { index, value } = find(root, 'senders', name);
  if (name === to) return root;
  mustBeFree(root, to);
  const renamed = withItem(root, 'senders', index, withKey(value, 'name', scalar(to), keyOrder.sender));
  const inVirtuals = itemsAt(renamed, 'virtualSenders').reduce<MapValue>(
    (changed, virtual, i) => withItem(changed, 'virtualSenders', i, inRules(virtual as MapValue, name, to)),
    renamed,
  );
  return mapEntries(inVirtuals, 'environments', (environment) => ({
    ...environment,
    value: mapEntries(environment.value, 'senders', (sender) =>
      sender.key === name ? { ...sender, key: to } : sender,
    ),
  }));
}

/** The map with every entry of a map below it changed; the same map when none is. */
function mapEntries<Target extends Value>(target: Target, key: string, change: (entry: Entry) => Entry): Target {
  const before = valueAt(target, key);
  if (target.kind !== 'map' || before?.kind !== 'map') return target;
  const entries = before.entries.map((entry) => {
    const after = change(entry);
    return after.key === entry.key && after.value === entry.value ? entry : after;
  });
  if (entries.every((entry, i) => entry === before.entries[i])) return target;
  return withKey(target, key, { ...before, entries }, []) as Target;
}

function inRules(virtual: MapValue, name: string, to: string): MapValue {
  const rename = (share: Value): Value =>
    share.kind === 'map' && textAt(share, 'sender') === name
      ? withKey(share, 'sender', scalar(to), keyOrder.share)
      : share;
  const inRule = (rule: Value): Value => (rule.kind === 'map' ? mapItems(rule, 'senders', rename) : rule);
  return virtual.kind === 'map' ? mapItems(virtual, 'rules', inRule) : virtual;
}

/** The map with every item of a list changed; the same map when none is. */
function mapItems(target: MapValue, key: string, change: (item: Value) => Value): MapValue {
  const before = itemsAt(target, key);
  const after = before.map(change);
  if (after.every((item, i) => item === before[i])) return target;
  return withKey(target, key, withItems(valueAt(target, key), after), []);
}

export function deleteSender(root: MapValue, { name }: Change<'delete-sender'>): MapValue {
  const { index } = find(root, 'senders', name);
  const users = usersOf(root, name);
  if (users.length > 0) {
    const [first] = users;
    throw usageError(
      `Sender '${name}' is used by ${users.map(({ called }) => called).join(', ')}; nothing was deleted.`,
      `Detach it first: akrelay virtual detach ${first?.virtual ?? ''} ${name}`,
    );
  }
  const environments = environmentsOf(root).filter(({ value }) =>
    senderOverlays(value).some(({ key }) => key === name),
  );
  if (environments.length > 0)
    throw usageError(
      `Sender '${name}' has its own values in ${environments.map(({ key }) => `environment '${key}'`).join(', ')}; nothing was deleted.`,
      `Remove them from the file first: ${environments.map(({ key }) => `environments: ${key}: senders: ${name}`).join(', ')}`,
    );
  return withItem(root, 'senders', index, undefined);
}

/** The rules that name a sender. */
function usersOf(root: MapValue, name: string): { readonly called: string; readonly virtual: string }[] {
  return itemsAt(root, 'virtualSenders').flatMap((virtual) =>
    itemsAt(virtual, 'rules').flatMap((rule, i) => {
      if (!itemsAt(rule, 'senders').some((share) => textAt(share, 'sender') === name)) return [];
      const virtualName = textAt(virtual, 'name') ?? '';
      return [{ called: `rule ${i + 1} (${matchLabel(rule)}) of '${virtualName}'`, virtual: virtualName }];
    }),
  );
}

function mustBeFree(root: MapValue, name: string): void {
  if (namesOf(root, 'senders').includes(name))
    throw usageError(
      `There is already a sender '${name}'.`,
      `Choose another name, or change it with: akrelay sender edit ${name}`,
    );
}
