import { setTimeout as sleep } from 'node:timers/promises';
import { cancelledError } from '../../errors.js';

/** Waits; rejects with `cancelled` after Ctrl-C. */
export async function pause(ms: number, cancelled: AbortSignal): Promise<void> {
  try {
    await sleep(Math.max(0, ms), undefined, { signal: cancelled });
  } catch (cause) {
    throw cancelledError(undefined, cause);
  }
}
