import { type ConfigText, readConfig } from '../../config/read-config.js';
import type { VirtualSender } from '../../relay/virtual-sender.js';
import type { World } from '../../world/world.js';

export interface KnownNames {
  readonly senders: readonly string[];
  readonly virtualSenders: readonly string[];
}

/** The names in the config in force, or in the one that the words name; none when it cannot be read: a Tab never fails. */
export async function knownNames(
  words: readonly string[],
  world: Pick<World, 'config' | 'files'>,
): Promise<KnownNames> {
  try {
    const { config } = readConfig(await textOf(words, world));
    return {
      senders: (config?.senders ?? []).map(({ name }) => name),
      virtualSenders: distinctNames(config?.virtualSenders ?? []),
    };
  } catch {
    return { senders: [], virtualSenders: [] };
  }
}

async function textOf(
  words: readonly string[],
  { config, files }: Pick<World, 'config' | 'files'>,
): Promise<ConfigText> {
  const named = words[words.lastIndexOf('--config') + 1];
  if (!words.includes('--config') || named === undefined) return config.read();
  const text = new TextDecoder().decode(await files.read(named));
  return { shownAs: named, text, readableBy: 'unknown' };
}

/** A name that several accounts have is offered with its account. */
function distinctNames(virtualSenders: readonly VirtualSender[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of virtualSenders) counts.set(name, (counts.get(name) ?? 0) + 1);
  return virtualSenders.map(({ name, account }) => ((counts.get(name) ?? 0) > 1 ? `${account}/${name}` : name));
}
