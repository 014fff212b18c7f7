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
        'Compare every stored record with its checksum. A last record that is still being written does not count as damaged.',
      )
      .option(storeFlag, storeHelp);
    withExitCodes(command, { 0: 'no damage', 1: 'a record is damaged' });
    withExamples(command, [
      'akrelay events verify-store',
      'akrelay events verify-store --store /var/lib/akrelay/events --json',
    ]);
  },
  parse: ({ options }) => ({ store: readStore(options) }),
  run: async ({ store }, world) => {
    const report = await (await openStore(store, world)).verify();
    return { result: report, exit: report.damage.some(({ kind }) => kind === 'changed') ? 'no' : 'done' };
  },
};
