import type { ExitName } from '../../exit-code.js';
import type { StoredEvent } from '../../world/events/store.js';
import type { CommandSpec } from '../command.js';
import { withExamples, withExitCodes } from '../declare.js';
import { declareQuery, type QueryOptions, queryAt, readQuery } from './query.js';
import { openStore } from './setup.js';

export type ShownEvent = StoredEvent;

interface Options extends QueryOptions {
  readonly copies: 'hidden' | 'shown';
}

export interface ShowResult {
  /** Read from the store as they are shown. */
  readonly events: AsyncIterable<ShownEvent>;
}

export const spec: CommandSpec<Options, ShowResult> = {
  declare: (command) => {
    command.description(
      'Show received events in the order they arrived. Repeated events are shown once. ~ marks a time of receipt, for events without a time.',
    );
    declareQuery(command);
    command.option('--copies', 'show repeated events every time');
    withExitCodes(command, { 0: 'found', 1: 'none found' });
    withExamples(command, [
      'akrelay events show --token akrelay-5f3a9c',
      'akrelay events show --recipient ann@example.com --since 7d',
      'akrelay events show --kind hard-bounce,soft-bounce --since 2026-11-27 --until 2026-11-28 --json',
      'akrelay events show --format ndjson | jq -r .recipient',
    ]);
  },
  parse: ({ options }) => ({
    ...readQuery(options),
    copies: options['copies'] === true ? 'shown' : 'hidden',
  }),
  run: async (options, world) => {
    const store = await openStore(options.store, world);
    const count = { shown: 0 };
    const events = counted(store.events(queryAt(options, world.clock.now())), options.copies, count);
    const exit = (): ExitName => {
      if (count.shown > 0) return 'done';
      world.talk.note('No event matches.');
      return 'no';
    };
    return { result: { events }, exit };
  },
};

async function* counted(
  events: AsyncIterable<StoredEvent>,
  copies: Options['copies'],
  count: { shown: number },
): AsyncGenerator<StoredEvent> {
  for await (const event of events) {
    if (copies === 'hidden' && event.copy === 'again') continue;
    count.shown += 1;
    yield event;
  }
}
