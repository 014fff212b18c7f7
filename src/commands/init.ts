import { starterText } from '../config/starter.js';
import type { CommandSpec } from './command.js';
import { withExamples } from './declare.js';

export interface InitResult {
  /** As it was given with --config, else relative to the working folder where that is shorter. */
  readonly file: string;
}

export const init: CommandSpec<Record<string, never>, InitResult> = {
  declare: (command) => {
    // Nothing needs to be asked for now; scripts say --yes so that they keep working when something is.
    command.option('--yes', 'agree to whatever init would ask');
    withExamples(command, ['akrelay init', 'akrelay init --yes --config relays/akrelay.yaml']);
  },
  parse: () => ({}),
  run: async (_options, { config }) => {
    await config.create(starterText);
    return { result: { file: (await config.read()).shownAs }, exit: 'done' };
  },
};
