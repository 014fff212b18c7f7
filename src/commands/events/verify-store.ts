import type { StoreDamage, StoreReport } from '../../world/events/store.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { openStore, readStore, storeFlag, storeHelp } from './setup.js';

export type { StoreDamage, StoreReport };

interface Options {
  readonly store: string | undefined;
}

export const eventsVerifyStore: CommandSpec<Options, StoreReport> = {
  declare: (command) => {
    command
      .description(
        'Read every record of the store and compare it with its checksum. A last record that is being written is no damage. Exit 1: a record is not as it was written.',
      )
      .option(storeFlag, storeHelp);
    withExamples(command, [
      'akrelay events verify-store',
      'akrelay events verify-store --store /var/lib/akrelay --json',
    ]);
  },
  parse: ({ options }) => ({ store: readStore(options) }),
  run: async ({ store }, world) => {
    const report = await (await openStore(store, world)).verify();
    return { result: report, exit: report.damage.some(({ kind }) => kind === 'changed') ? 'no' : 'done' };
  },
};
