import { type Preset, presets } from '../../presets/index.js';
import { type ProviderId, providerIds } from '../../relay/sender.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { oneOf, readWord } from '../words.js';

interface Options {
  readonly ids: readonly ProviderId[];
}

export interface SenderPresetsResult {
  readonly presets: readonly Preset[];
}

export const spec: CommandSpec<Options, SenderPresetsResult> = {
  prints: 'data',
  declare: (command) => {
    command.argument('[preset]', `one of ${providerIds.join(', ')} (default: all)`);
    withExamples(command, ['akrelay sender presets', 'akrelay sender presets sendsay --json']);
  },
  parse: ({ args: [id] }) => ({
    ids: typeof id === 'string' ? [readWord(oneOf(providerIds), 'preset', id)] : providerIds,
  }),
  run: async ({ ids }) => ({ result: { presets: ids.map((id) => presets[id]) }, exit: 'done' }),
};
