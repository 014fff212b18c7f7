/** A signal that comes after so long, or after Ctrl-C. `end` lets go of both; to wait for it alone keeps no process alive. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/**
 * In the place of `AbortSignal.any([AbortSignal.timeout(ms), …])`: Node 20 collects a timeout that nothing else holds, and then it never
 * comes (seen 2026-11-28).
 */
export function deadlineIn(ms: number, cancelled: AbortSignal): Deadline {
  const over = new AbortController();
  const end = (): void => {
    clearTimeout(timer);
    cancelled.removeEventListener('abort', stop);
  };
  // A time that is over lets go of Ctrl-C by itself: not all who wait for it know when they are done.
  const stop = (): void => {
    over.abort();
    end();
  };
  const timer = setTimeout(stop, ms).unref();
  if (cancelled.aborted) stop();
  else cancelled.addEventListener('abort', stop, { once: true });
  return { signal: over.signal, end };
}
