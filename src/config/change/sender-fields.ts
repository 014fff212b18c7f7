import type { SenderFields } from '../../relay/config-change.js';
import type { SecretReference } from '../../relay/sender.js';
import { list, type MapValue, map, sameMeaning, scalar, type Value, valueAt } from '../tree.js';
import { keyOrder, mapAt, withKey, withoutKey } from './keys.js';

type Group = 'relay' | 'webhook' | 'path' | 'platform';

/** Where each field is in the file, in the order of the file. */
const places: Readonly<Record<keyof SenderFields, readonly [Group, string] | 'provider'>> = {
  provider: 'provider',
  host: ['relay', 'host'],
  tls: ['relay', 'tls'],
  auth: ['relay', 'auth'],
  username: ['relay', 'username'],
  password: ['relay', 'password'],
  ehlo: ['relay', 'ehlo'],
  tlsName: ['relay', 'tlsName'],
  webhookEnabled: ['webhook', 'enabled'],
  gateway: ['webhook', 'gateway'],
  webhookUrl: ['webhook', 'url'],
  pathHosts: ['path', 'hosts'],
  pathNetworks: ['path', 'networks'],
  platformId: ['platform', 'id'],
  accounts: ['platform', 'accounts'],
};

const groupStyle: Readonly<Record<Group, 'block' | 'flow'>> = {
  relay: 'block',
  webhook: 'flow',
  path: 'block',
  platform: 'flow',
};

/** A new sender. */
export function newSender(name: string, fields: SenderFields): MapValue {
  return withFields(map([['name', scalar(name)]], 'block'), fields);
}

/** The sender with these fields set or taken out; the same sender when it already has this. */
export function withFields(sender: MapValue, fields: SenderFields): MapValue {
  let changed = sender;
  for (const [field, place] of Object.entries(places)) {
    const content = fields[field as keyof SenderFields];
    if (content === undefined) continue;
    const value = writtenValue(content);
    if (place !== 'provider') changed = withGroup(changed, place, value);
    else if (value !== undefined) changed = withKey(changed, place, value, keyOrder.sender);
  }
  return changed;
}

/** A group that loses its last key goes with it. */
function withGroup(sender: MapValue, [group, key]: readonly [Group, string], value: Value | undefined): MapValue {
  const before = mapAt(sender, group, groupStyle[group]);
  if (value !== undefined) {
    const kept = keepingItems(valueAt(before, key), value);
    return withKey(sender, group, withKey(before, key, kept, keyOrder[group]), keyOrder.sender);
  }
  const after = withoutKey(before, key);
  if (after === before) return sender;
  return after.entries.length === 0 ? withoutKey(sender, group) : withKey(sender, group, after, keyOrder.sender);
}

/** A new list in the place of an old one keeps the items that both have, as they are written. */
function keepingItems(before: Value | undefined, value: Value): Value {
  if (before?.kind !== 'list' || value.kind !== 'list' || sameMeaning(before, value)) return value;
  const left = [...before.items];
  const items = value.items.map((item) => {
    const same = left.findIndex((other) => sameMeaning(other, item));
    return same === -1 ? item : (left.splice(same, 1)[0] ?? item);
  });
  return { ...before, items, style: 'flow' };
}

/** A field as the file writes it; undefined = it is taken out. */
function writtenValue(content: NonNullable<SenderFields[keyof SenderFields]> | null): Value | undefined {
  if (content === null) return undefined;
  if (typeof content !== 'object') return scalar(content);
  if ('kind' in content) return secretValue(content);
  return content.length === 0 ? undefined : list(content.map(scalar), 'flow');
}

function secretValue(reference: SecretReference): Value {
  if (reference.kind === 'literal') return scalar(reference.value);
  if (reference.kind === 'command') return map([['command', list(reference.argv.map(scalar), 'flow')]], 'flow');
  return reference.kind === 'env'
    ? map([['env', scalar(reference.name)]], 'flow')
    : map([['file', scalar(reference.path)]], 'flow');
}
