import { setTimeout as sleep } from 'node:timers/promises';
import { AkrelayError } from '../../errors.js';

/** Waits; rejects with `cancelled` after Ctrl-C. */
export async function pause(ms: number, cancelled: AbortSignal): Promise<void> {
  try {
    await sleep(Math.max(0, ms), undefined, { signal: cancelled });
  } catch (cause) {
    throw cancelledLook(cause);
  }
}

export function cancelledLook(cause?: unknown): AkrelayError {
  return new AkrelayError('cancelled', { message: 'Cancelled.', cause });
}
