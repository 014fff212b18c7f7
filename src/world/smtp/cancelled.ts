import { type AkrelayError, cancelledError } from '../../errors.js';

/** The work's result, unless Ctrl-C comes first. */
export async function unlessCancelled<T>(work: Promise<T>, cancelled: AbortSignal): Promise<T> {
  let cancel: () => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    cancel = () => reject(cancelledSession());
  });
  if (cancelled.aborted) cancel();
  else cancelled.addEventListener('abort', cancel, { once: true });
  return Promise.race([work, stopped]).finally(() => cancelled.removeEventListener('abort', cancel));
}

export function cancelledSession(): AkrelayError {
  return cancelledError('no message was sent');
}
