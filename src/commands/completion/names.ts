import type { ConfigText } from '../../config/config-text.js';
import { environmentNames } from '../../config/environments.js';
import { readConfig } from '../../config/read-config.js';
import { readTree } from '../../config/read-tree.js';
import { callingOf } from '../../relay/virtual-sender.js';
import type { World } from '../../world/world.js';

export interface KnownNames {
  readonly senders: readonly string[];
  readonly virtualSenders: readonly string[];
  readonly mailboxes: readonly string[];
  readonly environments: readonly string[];
}

/** The names in the config in force, or in the one that the words name; none when it cannot be read: a Tab never fails. */
export async function knownNames(
  words: readonly string[],
  world: Pick<World, 'config' | 'files'>,
): Promise<KnownNames> {
  try {
    const source = { ...(await textOf(words, world)), environment: undefined };
    const { root } = readTree(source.text);
    const { config } = readConfig(source);
    const virtualSenders = config?.virtualSenders ?? [];
    return {
      senders: (config?.senders ?? []).map(({ name }) => name),
      virtualSenders: virtualSenders.map(callingOf(virtualSenders)),
      mailboxes: (config?.mailboxes ?? []).map(({ name }) => name),
      environments: root === undefined ? [] : environmentNames(root),
    };
  } catch {
    return { senders: [], virtualSenders: [], mailboxes: [], environments: [] };
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
