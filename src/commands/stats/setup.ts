import { statisticsOf } from '../../config/config-of.js';
import { unsubscribeTest, usualUnsubscribeLinks, zoneMs } from '../../events/statistics/index.js';
import type { StatisticsSettings } from '../../relay/config.js';
import type { World } from '../../world/world.js';
import { type EventsSetup, eventsSetup } from '../events/setup.js';
import { openConfig } from '../open-config.js';

/** What flags and config say of statistics. */
export interface StatisticsSetup {
  readonly settings: StatisticsSettings;
  readonly events: EventsSetup;
  /** Whose days: `+03:00`. */
  readonly zone: string;
  readonly zoneMs: number;
  /** Whether a link unsubscribes in Altcraft. */
  readonly unsubscribes: (link: string) => boolean;
}

/** Reads the config if there is one. Throws `config` when it is wrong. */
export async function statisticsSetup(asked: string | undefined, world: World): Promise<StatisticsSetup> {
  const events = await eventsSetup(world);
  const settings = events.configPath === undefined ? statisticsOf(undefined) : (await openConfig(world)).statistics;
  const zone = asked ?? settings.zone ?? events.mappings.sendsay.zone;
  const texts = settings.unsubscribeLinks.length > 0 ? settings.unsubscribeLinks : usualUnsubscribeLinks;
  return { settings, events, zone, zoneMs: zoneMs(zone), unsubscribes: unsubscribeTest(texts) };
}
