import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { readOption, wholeNumber } from '../words.js';
import { declareQuery, type QueryOptions, queryAt, readQuery } from './query.js';
import { openStore } from './setup.js';
import type { ShowResult } from './show.js';

interface Options extends QueryOptions {
  readonly lines: number;
}

export const spec: CommandSpec<Options, ShowResult> = {
  declare: (command) => {
    command.description(
      'Show the latest events, then each new one as it arrives, until Ctrl-C. Repeated events are marked.',
    );
    declareQuery(command);
    command.option('-n, --lines <n>', 'number of existing events to show first (default: 10)');
    withExamples(command, [
      'akrelay events tail',
      'akrelay events tail -n 0 --kind delivered,hard-bounce',
      'akrelay events tail --token akrelay-5f3a9c --json',
    ]);
  },
  parse: ({ options }) => ({
    ...readQuery(options),
    lines: readOption(wholeNumber(0, 10_000), '--lines', options['lines']) ?? 10,
  }),
  run: async (options, world) => {
    const store = await openStore(options.store, world);
    const query = queryAt(options, world.clock.now());
    return { result: { events: store.tail(query, options.lines, world.cancelled) }, exit: 'done' };
  },
};
