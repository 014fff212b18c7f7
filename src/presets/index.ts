import type { ProviderId } from '../relay/sender.js';
import { altcraftCloud } from './altcraft-cloud.js';
import { custom } from './custom.js';
import type { Preset } from './preset.js';
import { sendsay } from './sendsay.js';

export type { Fact, FieldKind, FormField, Preset } from './preset.js';

/** All providers, in the order in which they are offered. */
export const presets: Readonly<Record<ProviderId, Preset>> = {
  sendsay,
  'altcraft-cloud': altcraftCloud,
  custom,
};
