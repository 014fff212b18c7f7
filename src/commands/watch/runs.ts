import { AkrelayError, exitOf } from '../../errors.js';
import { exitCodes } from '../../exit-code.js';
import { afterRun } from '../../relay/watch-state.js';
import type { World } from '../../world/world.js';
import { stopwatch } from '../stopwatch.js';
import type { Schedule } from './flags.js';
import type { Memory } from './memory.js';
import { metricsOf } from './metrics.js';
import type { Found, Look, LookOnce, WatchRun } from './run.js';

/** What is watched, when, and where it is kept. */
export interface Watching {
  readonly command: Found['kind'];
  readonly schedule: Schedule;
  readonly memory: Memory;
  readonly look: LookOnce;
}

/** The runs, each as soon as it has ended, until Ctrl-C; with `--once` one. A run counts when it was told: one that was not is made again. */
export async function* watchRuns(
  { command, schedule, memory, look }: Watching,
  world: World,
): AsyncGenerator<WatchRun> {
  let ended = 0;
  try {
    while (await isDue(schedule, memory, world)) {
      const before = memory.state();
      const at = world.clock.now();
      const tookMs = stopwatch(world);
      const seen = await lookOrError(look, before.seen, world);
      // Words that were wrong from the start stay wrong.
      if (ended === 0 && seen.error?.kind === 'usage' && schedule.runs !== 'once') throw seen.error;
      const run: WatchRun = {
        ...{ watch: before.watch, command, run: before.runs + 1, at, before: before.verdict ?? undefined },
        ...{ tookMs: tookMs(), exit: seen.exit, verdict: seen.verdict },
        ...{ found: seen.found, error: seen.error },
      };
      yield run;
      await keep(run, seen.seen, schedule, memory, world);
      ended += 1;
      if (schedule.runs === 'once') return;
    }
  } catch (error) {
    // Ctrl-C ends a watch; with --once there is an answer that was not given.
    if (!isCancelled(error) || schedule.runs === 'once') throw error;
  } finally {
    world.talk.progress(undefined);
    await memory.release();
  }
}

/** Waits for the next run: at once for the first, but not sooner after the last one before a restart than after any other. */
async function isDue({ runs, everyMs, jitterMs }: Schedule, memory: Memory, world: World): Promise<boolean> {
  const { clock, cancelled, randomHex, talk } = world;
  const { lastRunAt } = memory.state();
  if (runs === 'once' || lastRunAt === null) return !cancelled.aborted;
  const dueMs = Date.parse(lastRunAt) + everyMs + jitterMs * (Number.parseInt(randomHex(4), 16) / 2 ** 32);
  // A clock that was set back must not stop the watch for longer than a round.
  const waitMs = Math.min(Math.max(0, dueMs - clock.now().getTime()), everyMs + jitterMs);
  talk.progress(
    `Next run at ${new Date(clock.now().getTime() + waitMs).toISOString().slice(0, 19).replace('T', ' ')} UTC …`,
  );
  await clock.sleep(waitMs, cancelled).finally(() => talk.progress(undefined));
  return !cancelled.aborted;
}

type Seen = Pick<WatchRun, 'exit' | 'verdict' | 'found' | 'error'> & Pick<Look, 'seen'>;

/** What the command ends with is a run like any other: a watch goes on. */
async function lookOrError(look: LookOnce, seen: readonly string[], world: World): Promise<Seen> {
  try {
    return { error: undefined, ...(await look(world, seen)) };
  } catch (error) {
    if (!(error instanceof AkrelayError) || isCancelled(error)) throw error;
    return { exit: exitOf[error.kind], verdict: 'error', found: undefined, error };
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof AkrelayError && error.kind === 'cancelled';
}

async function keep(
  run: WatchRun,
  seen: readonly string[] | undefined,
  { runs, metrics }: Schedule,
  memory: Memory,
  { files, talk }: World,
): Promise<void> {
  const messages = run.found?.kind === 'verify' ? run.found.summary : undefined;
  const facts = { at: run.at.toISOString(), exit: exitCodes[run.exit].code, verdict: run.verdict, messages, seen };
  const state = afterRun(memory.state(), facts);
  try {
    await memory.keep(state);
    if (metrics !== undefined) await files.write(metrics, metricsOf(state, run), 'shared');
  } catch (error) {
    if (!(error instanceof AkrelayError) || runs === 'once') throw error;
    // A disk that is full for an hour does not end a watch.
    talk.warn(error.message);
  }
}
