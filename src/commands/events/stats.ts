import { type EventStatistics, eventCounter } from '../../events/index.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { declareQuery, type QueryOptions, queryAt, readQuery } from './query.js';
import { openStore } from './setup.js';

export const spec: CommandSpec<QueryOptions, EventStatistics> = {
  declare: (command) => {
    command.description(
      'Count received events by source and kind, and report unreadable ones. Repeated events count once; the copies are counted separately.',
    );
    declareQuery(command);
    withExamples(command, [
      'akrelay events stats',
      'akrelay events stats --since 2026-11-01 --until 2026-12-01',
      'akrelay events stats --source sendsay --json | jq .sources',
    ]);
  },
  parse: ({ options }) => readQuery(options),
  run: async (options, world) => {
    const store = await openStore(options.store, world);
    const counter = eventCounter();
    for await (const { first, again } of store.batches(queryAt(options, world.clock.now()))) {
      first.forEach(counter.add);
      again.forEach(counter.addCopy);
    }
    return { result: counter.statistics(), exit: 'done' };
  },
};
