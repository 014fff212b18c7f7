import { usageError } from '../../errors.js';
import { type Entry, isNothing, type MapValue, map, sameMeaning, type Value, valueAt } from '../tree.js';

/** The keys of each map in the order in which they are written. */
export const keyOrder = {
  root: ['version', 'senders', 'virtualSenders', 'receivers', 'test', 'mailboxes', 'environments'],
  sender: ['name', 'type', 'provider', 'relay', 'webhook', 'path', 'platform'],
  relay: ['host', 'tls', 'auth', 'username', 'password', 'ehlo', 'tlsName', 'clientCertificate', 'acknowledge'],
  webhook: ['enabled', 'gateway', 'url'],
  path: ['hosts', 'networks'],
  platform: ['id', 'accounts'],
  virtual: ['name', 'account', 'rules'],
  rule: ['match', 'senders'],
  share: ['sender', 'percent', 'fromEmail', 'fromName', 'replyTo'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The map with the value under the key; the same map when it already has this. New keys go to their usual place. */
export function withKey(target: MapValue, key: string, value: Value, order: readonly string[]): MapValue {
  const at = target.entries.findIndex((entry) => entry.key === key);
  const old = target.entries[at];
  if (old !== undefined) {
    if (old.value === value || (!sharesNode(old.value, value) && sameMeaning(old.value, value))) return target;
    return { ...target, entries: target.entries.with(at, { ...old, value }) };
  }
  const place = order.indexOf(key);
  const above = target.entries.findLastIndex(({ key: other }) => order.indexOf(other) < place);
  const entries: Entry[] = [...target.entries];
  entries.splice(above + 1, 0, { key, value, pair: undefined });
  return { ...target, entries };
}

/** The map without the key; the same map when it has none. */
export function withoutKey(target: MapValue, key: string): MapValue {
  if (!target.entries.some((entry) => entry.key === key)) return target;
  return { ...target, entries: target.entries.filter((entry) => entry.key !== key) };
}

/** The map below a key, or a new one of the style where there is none. Throws rather than put one in the place of something else. */
export function mapAt(target: MapValue, key: string, style: 'block' | 'flow'): MapValue {
  const found = valueAt(target, key);
  if (found === undefined || isNothing(found)) return map([], style);
  if (found.kind === 'map') return found;
  throw usageError(`${key} is not a map.`);
}

function sharesNode(a: Value, b: Value): boolean {
  return b.node !== undefined && a.node === b.node;
}
