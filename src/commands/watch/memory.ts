import { AkrelayError } from '../../errors.js';
import { newWatchState, readWatchState, type WatchState, watchStateText } from '../../relay/watch-state.js';
import type { Files } from '../../world/world.js';
import { readIfThere } from '../read-if-there.js';

/** The state of a watch, and its file. */
export interface Memory {
  readonly state: () => WatchState;
  /** Keeps the state from now on; where there is a file, in it. */
  readonly keep: (state: WatchState) => Promise<void>;
  /** Lets another process have the file. */
  readonly release: () => Promise<void>;
}

/** Some millions of messages. */
const mostMegabytes = 256;

/** Takes the file for this process; without a file, the state ends with it. Throws `bad-input` for what is not the state of this watch. */
export async function openMemory(file: string | undefined, watch: string, files: Files): Promise<Memory> {
  let state = newWatchState(watch);
  if (file === undefined)
    return {
      state: () => state,
      keep: async (next) => {
        state = next;
      },
      release: async () => undefined,
    };
  const lock = await files.lock(file);
  try {
    await files.expectPlace(file);
    state = (await readState(file, watch, files)) ?? state;
  } catch (error) {
    await lock.release();
    throw error;
  }
  return {
    state: () => state,
    keep: async (next) => {
      state = next;
      // A container that was started in the place of this one has taken the file, and counts on.
      await lock.mustBeHeld();
      await files.write(file, watchStateText(next), 'private');
    },
    release: lock.release,
  };
}

async function readState(file: string, watch: string, files: Files): Promise<WatchState | undefined> {
  const bytes = await readIfThere(file, mostMegabytes, files);
  if (bytes === undefined) return undefined;
  const state = readWatchState(new TextDecoder().decode(bytes));
  if (state?.watch === watch) return state;
  throw new AkrelayError('bad-input', {
    message:
      state === undefined
        ? `${file} is not a state file of akrelay watch, or is incomplete.`
        : `${file} is the state of another watch: ${state.watch}.`,
    hint: 'Name another file with --state, or remove this one to start again.',
  });
}
