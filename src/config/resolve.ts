import { presets } from '../presets/index.js';
import { formatHostPort } from '../relay/host-port.js';
import type { ProviderId } from '../relay/sender.js';
import { keyOrder, mapAt, withKey } from './change/keys.js';
import { defaultProvider } from './config-of.js';
import { inEnvironment } from './environments.js';
import { lineOf, startsOfLines } from './problem.js';
import { readTree } from './read-tree.js';
import { isSecretKey } from './secret-words.js';
import { isNothing, list, type MapValue, map, type ScalarValue, scalar, textAt, type Value, valueAt } from './tree.js';

/** A value of the config in force, and where it comes from. */
export type ResolvedValue =
  | { readonly kind: 'scalar'; readonly text: string; readonly type: ScalarType; readonly origin: Origin }
  | { readonly kind: 'list'; readonly items: readonly ResolvedValue[] }
  | { readonly kind: 'map'; readonly entries: readonly ResolvedEntry[] };

/** What a value is, whatever its quotes: a name may look like a number. */
export type ScalarType = 'text' | 'number' | 'boolean';

const types: Readonly<Record<string, ScalarType>> = {
  version: 'number',
  percent: 'number',
  account: 'number',
  accounts: 'number',
  group: 'number',
  id: 'number',
  enabled: 'boolean',
};

export interface ResolvedEntry {
  readonly key: string;
  readonly value: ResolvedValue;
}

/** A place in the file, or the preset that fills in what the file leaves out. */
export type Origin =
  | { readonly kind: 'file'; readonly line: number }
  | { readonly kind: 'preset'; readonly preset: string };

/** The config of an environment, or the base, with every default written out, passwords masked. The text must be a valid config. */
export function resolveConfig(text: string, environment: string | undefined): ResolvedValue {
  const whole = readTree(text).root ?? map([], 'block');
  // Places for anchors are the user's own, and no part of the config.
  const read = { ...whole, entries: whole.entries.filter(({ key }) => !/^x-/.test(key)) };
  const root = environment === undefined ? read : inEnvironment(read, environment);
  const starts = startsOfLines(text);
  const resolved = (value: Value, key: string, preset: string): ResolvedValue => {
    if (value.kind === 'list') return { kind: 'list', items: value.items.map((item) => resolved(item, key, preset)) };
    if (value.kind === 'scalar') return resolvedScalar(value, key, originOf(value, preset, starts));
    const own = textAt(value, 'provider') ?? preset;
    const said = value.entries.filter(({ value: held }) => !isNothing(held));
    return {
      kind: 'map',
      entries: said.map((entry) => ({ key: entry.key, value: resolved(entry.value, entry.key, own) })),
    };
  };
  return resolved(withDefaults(root), '', defaultProvider);
}

function resolvedScalar({ text }: ScalarValue, key: string, origin: Origin): ResolvedValue {
  return { kind: 'scalar', text: isSecretKey(key) ? '***' : text, type: types[key] ?? 'text', origin };
}

function originOf({ node }: ScalarValue, preset: string, starts: readonly number[]): Origin {
  const range = node?.range;
  return range ? { kind: 'file', line: lineOf(starts, range[0]) } : { kind: 'preset', preset };
}

function withDefaults(root: MapValue): MapValue {
  const senders = valueAt(root, 'senders');
  if (senders?.kind !== 'list') return root;
  const items = senders.items.map((sender) => (sender.kind === 'map' ? withPreset(sender) : sender));
  return withKey(root, 'senders', { ...senders, items }, keyOrder.root);
}

type Group = 'relay' | 'webhook' | 'path';

/** The sender with its preset's values where it has none of its own. */
function withPreset(sender: MapValue): MapValue {
  const provider = (textAt(sender, 'provider') ?? defaultProvider) as ProviderId;
  const { relay, webhook, path } = presets[provider];
  const host =
    relay.host.value === undefined
      ? undefined
      : scalar(formatHostPort({ host: relay.host.value, port: relay.port.value }));
  const defaults: readonly (readonly [Group, string, Value | undefined])[] = [
    ['relay', 'host', host],
    ['relay', 'tls', written(relay.tls.value)],
    ['relay', 'auth', written(relay.auth.value)],
    ['webhook', 'enabled', written(webhook.enabled.value)],
    ['webhook', 'gateway', written(webhook.gateway.value)],
    ['path', 'hosts', writtenList(path?.hosts.value)],
    ['path', 'networks', writtenList(path?.networks.value)],
  ];
  return defaults.reduce(withDefault, sender);
}

function withDefault(sender: MapValue, [group, key, value]: readonly [Group, string, Value | undefined]): MapValue {
  const before = mapAt(sender, group, 'block');
  if (value === undefined || !isNothing(valueAt(before, key))) return sender;
  return withKey(sender, group, withKey(before, key, value, keyOrder[group]), keyOrder.sender);
}

function written(value: string | boolean | undefined): Value | undefined {
  return value === undefined ? undefined : scalar(value);
}

function writtenList(values: readonly string[] | undefined): Value | undefined {
  return values === undefined ? undefined : list(values.map(scalar), 'flow');
}
