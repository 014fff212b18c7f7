import { requireConfig } from '../config/read-config.js';
import type { Config } from '../relay/config.js';
import type { World } from '../world/world.js';

/**
 * The config in force. A password that stands in it is made known as a secret first, so that nothing shows it.
 * Throws `config` when there is no config or something is wrong with it.
 */
export async function openConfig({
  config: files,
  learnSecret,
}: Pick<World, 'config' | 'learnSecret'>): Promise<Config> {
  const config = requireConfig(await files.read());
  for (const { relay } of config.senders)
    if (relay.password?.kind === 'literal') learnSecret(relay.password.value.trim());
  return config;
}
