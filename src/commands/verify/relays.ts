import { meantHint } from '../../config/nearest.js';
import { type AkrelayError, usageError } from '../../errors.js';
import { presets } from '../../presets/index.js';
import type { Preset } from '../../presets/preset.js';
import type { Config } from '../../relay/config.js';
import type { RelaySender } from '../../relay/sender.js';
import type { KnownRelay } from '../../trace/path/verdict.js';
import type { VerifyOptions } from './options.js';

export interface Relays {
  /** Senders of the config before presets: the more particular name answers. */
  readonly relays: readonly KnownRelay[];
  /** The one that it must have been; undefined = any. */
  readonly asked: Pick<KnownRelay, 'name' | 'kind'> | undefined;
}

/** The relays to look for. A relay without hosts and networks cannot be recognised; that is for the verdict to say. */
export function relaysFor(wanted: VerifyOptions['wanted'], config: Config | undefined): Relays {
  const senders = (config?.senders ?? []).map(ofSender);
  const own = new Set(senders.map(({ name }) => name));
  const relays = [
    ...senders,
    ...Object.values(presets)
      .flatMap(ofPreset)
      .filter(({ name }) => !own.has(name)),
  ];
  if (wanted.kind === 'any') return { relays, asked: undefined };
  const candidates = wanted.kind === 'sender' ? senders : relays;
  const found = candidates.find(({ name }) => name === wanted.name);
  if (found === undefined) throw notFound(wanted, candidates);
  return { relays, asked: { name: found.name, kind: found.kind } };
}

function ofSender({ name, path }: RelaySender): KnownRelay {
  return { name, kind: 'sender', hosts: path?.hosts ?? [], networks: path?.networks ?? [] };
}

/** `custom` is a form for any relay, not a relay. */
function ofPreset({ id, path }: Preset): KnownRelay[] {
  if (id === 'custom') return [];
  return [{ name: id, kind: 'preset', hosts: path?.hosts.value ?? [], networks: path?.networks.value ?? [] }];
}

function notFound(
  { kind, name }: { readonly kind: 'sender' | 'relay'; readonly name: string },
  known: readonly KnownRelay[],
): AkrelayError {
  const names = known.map((relay) => relay.name);
  const choice = names.length === 0 ? 'The config has no senders.' : `Choose one of: ${names.join(', ')}.`;
  return usageError(
    `There is no ${kind === 'sender' ? 'sender' : 'sender or preset'} '${name}'.`,
    meantHint(name, names, choice),
  );
}
