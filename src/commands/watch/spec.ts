import type { Command } from 'commander';
import { isTerminated } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import type { World } from '../../world/world.js';
import type { CommandSpec, RawWords } from '../command.js';
import { declareScheduleFlags, type Schedule, scheduleOf } from './flags.js';
import { openMemory } from './memory.js';
import type { Found, LookOnce, WatchRun } from './run.js';
import { watchRuns } from './runs.js';

/** A command that can be watched. */
export interface Watched<Options> {
  readonly command: Found['kind'];
  readonly declare: (command: Command) => void;
  readonly parse: (raw: RawWords, schedule: Schedule) => Options;
  /** What it looks at, in the words of the call. */
  readonly subject: (options: Options) => readonly string[];
  readonly look: (options: Options) => LookOnce;
}

export interface WatchResult {
  readonly runs: AsyncIterable<WatchRun>;
}

interface WatchOptions<Options> {
  readonly watched: Options;
  readonly schedule: Schedule;
}

/** The command that runs another one again and again. */
export function watchSpec<Options>(watched: Watched<Options>): CommandSpec<WatchOptions<Options>, WatchResult> {
  return {
    prints: 'data',
    declare: (command) => {
      watched.declare(command);
      declareScheduleFlags(command);
    },
    parse: (raw) => {
      const schedule = scheduleOf(raw.options);
      return { schedule, watched: watched.parse(raw, schedule) };
    },
    run: async ({ watched: options, schedule }, world) => {
      const { command } = watched;
      const watch = schedule.name ?? [command, ...watched.subject(options)].join(' ');
      if (schedule.metrics !== undefined) await world.files.expectPlace(schedule.metrics);
      const memory = await openMemory(schedule.state, watch, world.files);
      const runs = watchRuns({ command, schedule, memory, look: watched.look(options) }, world);
      let last: ExitName = 'done';
      const told = (async function* (): AsyncGenerator<WatchRun> {
        for await (const run of runs) {
          last = run.exit;
          yield run;
        }
      })();
      return { result: { runs: told }, exit: () => (schedule.runs === 'once' ? last : endOf(world)) };
    },
  };
}

/** Ctrl-C is how a watch is ended; a signal from elsewhere is told as such. */
function endOf({ cancelled }: World): ExitName {
  return isTerminated(cancelled) ? 'terminated' : 'done';
}
