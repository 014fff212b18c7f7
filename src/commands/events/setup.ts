import { eventsOf } from '../../config/config-of.js';
import { type AkrelayError, usageError } from '../../errors.js';
import { type ClickHousePlace, type Mappings, mappingsWith, nameOfPlace, type StorePlace } from '../../events/index.js';
import type { EventsSettings } from '../../relay/config.js';
import type { SecretReference } from '../../relay/sender.js';
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
export const storeFlag = '--store <place>';
export const storeHelp = `folder of the events, or clickhouse:http://host:8123/database (default: events.store of the config, or ${defaultStore})`;

/** The store that was named on the command line, else in the config. */
export function storeOf(named: string | undefined, { settings, configPath }: EventsSetup): string {
  return named ?? besideConfig(settings.store, configPath) ?? defaultStore;
}

/** Where that is. How to log in to ClickHouse comes from the config, else from CLICKHOUSE_USER, CLICKHOUSE_PASSWORD and CLICKHOUSE_CA. */
export async function storePlace(named: string | undefined, setup: EventsSetup, world: World): Promise<StorePlace> {
  const store = storeOf(named, setup);
  if (!store.startsWith(clickHouse)) return store;
  const found = clickHouseAddress(store);
  if (found === undefined) throw wrongWord(named === undefined ? 'events.store' : '--store');
  const caPem = await authority(setup, world);
  const place: StorePlace = { kind: 'clickhouse', ...found, ...(await credentials(setup, world)), caPem };
  if (place.password !== undefined && /^http:\/\/(?!localhost\b|127\.|\[::1\])/.test(place.url))
    world.talk.warn(
      `${nameOfPlace(place)} uses plain HTTP: others on the network can read the password and the events.`,
    );
  return place;
}

async function authority({ settings, configPath }: EventsSetup, { env, files }: World): Promise<string | undefined> {
  const file = besideConfig(settings.clickhouse.ca, configPath) ?? env['CLICKHOUSE_CA'];
  return file === undefined ? undefined : Buffer.from(await files.read(file)).toString('latin1');
}

async function credentials({ settings, configPath }: EventsSetup, world: World) {
  const resolve = async (what: string, kind: 'public' | 'secret', name: string, named: SecretReference | undefined) => {
    const inEnvironment = world.env[name] === undefined ? undefined : ({ kind: 'env', name } as const);
    const reference = named ?? inEnvironment;
    if (reference === undefined) return undefined;
    const hint = 'Set it, or change events.clickhouse in the config: akrelay help webhooks';
    return (await world.secrets.resolve([{ what, kind, reference, hint }], configPath ?? `${world.cwd}/.`))[0];
  };
  const { username, password } = settings.clickhouse;
  return {
    username: await resolve('the user name for ClickHouse', 'public', 'CLICKHOUSE_USER', username),
    password: await resolve('the password for ClickHouse', 'secret', 'CLICKHOUSE_PASSWORD', password),
  };
}

/** Opens it for reading. */
export async function openStore(named: string | undefined, world: World): Promise<EventStore> {
  const setup = await eventsSetup(world);
  const place = await storePlace(named, setup, world);
  let isTold = false;
  const damaged = (): void => {
    if (!isTold)
      world.talk.warn(
        `${nameOfPlace(place)} has damaged records, which were skipped. See them with: akrelay events verify-store`,
      );
    isTold = true;
  };
  return (await world.events()).openStore(place, setup.mappings, damaged);
}

const clickHouse = 'clickhouse:';

/** Undefined for what is no such address, or holds credentials, which others could read on the command line. */
function clickHouseAddress(store: string): Pick<ClickHousePlace, 'url' | 'database'> | undefined {
  const [, url = '', database = ''] = /^clickhouse:(https?:\/\/[^/?#@\s]+)\/([A-Za-z_]\w{0,62})$/.exec(store) ?? [];
  return URL.canParse(url) ? { url: new URL(url).origin, database } : undefined;
}

function wrongWord(flag: string): AkrelayError {
  return usageError(
    `${flag}: this is not an address such as clickhouse:http://127.0.0.1:8123/akrelay.`,
    'Do not put the user name and password into it: set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or events.clickhouse in the config.',
  );
}

export function readStore(options: Readonly<Record<string, unknown>>): string | undefined {
  return readOption(filePath, '--store', options['store']);
}

/** A path of the config starts at its folder; a store in ClickHouse is not a path. */
export function besideConfig(path: string | undefined, configPath: string | undefined): string | undefined {
  if (path === undefined || configPath === undefined || /^(?:[\\/]|[A-Za-z]:[\\/]|clickhouse:)/.test(path)) return path;
  return `${configPath.replace(/[^/\\]*$/, '')}${path}`;
}
