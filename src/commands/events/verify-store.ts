import type { StoreDamage, StoreReport } from '../../world/events/store.js';
import type { CommandSpec } from '../command.js';
import { withExamples, withExitCodes } from '../declare.js';
import { openStore, readStore, storeFlag, storeHelp } from './setup.js';

export type { StoreDamage, StoreReport };

interface Options {
  readonly store: string | undefined;
}

export const spec: CommandSpec<Options, StoreReport> = {
  declare: (command) => {
    command
      .description(
        'Read every record of the store and compare it with its checksum. A last record that is being written is no damage.',
      )
      .option(storeFlag, storeHelp);
    withExitCodes(command, '0 whole, 1 a record is not as it was written');
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
