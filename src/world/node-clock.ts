import { promises as timers } from 'node:timers';
import { AkrelayError } from '../errors.js';
import type { Clock } from './world.js';

export const nodeClock: Clock = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  sleep: (ms, signal) =>
    timers.setTimeout(ms, undefined, { signal }).catch((cause) => {
      throw new AkrelayError('cancelled', { message: 'Cancelled while waiting.', cause });
    }),
};
