import { eventsOf } from '../../config/config-of.js';
import { type Mappings, mappingsWith } from '../../events/index.js';
import type { EventsSettings } from '../../relay/config.js';
import type { EventStore } from '../../world/events/store.js';
import type { World } from '../../world/world.js';
import { openConfig } from '../open-config.js';
import { filePath, readOption } from '../words.js';

/** What the config says of events; without a config, nothing. */
export interface EventsSetup {
  readonly settings: EventsSettings;
  /** Absolute; undefined without a config. */
  readonly configPath: string | undefined;
  readonly mappings: Mappings;
}

/** Reads the config if there is one: events can be received without any sender. Throws `config` when it is wrong. */
export async function eventsSetup(world: World): Promise<EventsSetup> {
  const configPath = await world.config.find();
  const settings = configPath === undefined ? eventsOf(undefined) : (await openConfig(world)).events;
  return { settings, configPath, mappings: mappingsWith(settings) };
}

export const defaultStore = 'akrelay-events';
export const storeFlag = '--store <folder>';
export const storeHelp = `folder of the events (default: events.store of the config, or ${defaultStore})`;

/** The store that was named on the command line, else in the config. */
export function storeOf(named: string | undefined, { settings, configPath }: EventsSetup): string {
  return named ?? besideConfig(settings.store, configPath) ?? defaultStore;
}

/** Opens it for reading. */
export async function openStore(named: string | undefined, world: World): Promise<EventStore> {
  const setup = await eventsSetup(world);
  const store = storeOf(named, setup);
  let isTold = false;
  const damaged = (): void => {
    if (!isTold)
      world.talk.warn(`${store} has damaged records, which were skipped. See them with: akrelay events verify-store`);
    isTold = true;
  };
  return (await world.events()).openStore(store, setup.mappings, damaged);
}

export function readStore(options: Readonly<Record<string, unknown>>): string | undefined {
  return readOption(filePath, '--store', options['store']);
}

/** A path of the config starts at its folder. */
export function besideConfig(path: string | undefined, configPath: string | undefined): string | undefined {
  if (path === undefined || configPath === undefined || /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path)) return path;
  return `${configPath.replace(/[^/\\]*$/, '')}${path}`;
}
