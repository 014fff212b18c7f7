import { promises as timers } from 'node:timers';
import { cancelledError } from '../errors.js';
import type { Clock } from './world.js';

export const nodeClock: Clock = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  sleep: (ms, signal) =>
    timers.setTimeout(ms, undefined, { signal }).catch((cause) => {
      throw cancelledError(undefined, cause);
    }),
};
