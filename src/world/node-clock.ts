import { setTimeout as wait } from 'node:timers/promises';
import { AkrelayError } from '../errors.js';
import type { Clock } from './world.js';

export const nodeClock: Clock = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  sleep: (ms, signal) =>
    wait(ms, undefined, { signal }).catch((cause) => {
      throw new AkrelayError('cancelled', { message: 'Cancelled while waiting.', cause });
    }),
};
