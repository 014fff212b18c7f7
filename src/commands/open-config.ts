import { requireConfig } from '../config/read-config.js';
import type { Config } from '../relay/config.js';
import type { ConfigSource } from '../world/files/config-files.js';
import type { World } from '../world/world.js';

type Files = Pick<World, 'config' | 'learnSecret'>;

/**
 * The config in force. A password that is in it is made known as a secret first, so that nothing shows it.
 * Throws `config` when there is no config or something is wrong with it.
 */
export async function openConfig(world: Files): Promise<Config> {
  return configIn(await world.config.read(), world);
}

/** The same for a command that will change it: throws `usage` at once where an environment was asked for, before any question. */
export async function openConfigToChange(world: Files): Promise<Config> {
  const source = await world.config.read();
  (await import('../config/plan-change.js')).mustBeBase(source);
  return configIn(source, world);
}

function configIn(source: ConfigSource, { learnSecret }: Files): Config {
  const config = requireConfig(source);
  for (const { relay } of config.senders)
    if (relay.password?.kind === 'literal') learnSecret(relay.password.value.trim());
  return config;
}
