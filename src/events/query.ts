import { recipientKey } from './identity.js';
import type { EventKind, EventSource, MailEvent } from './mail-event.js';

/** Which events; what is undefined is not asked about. */
export interface EventQuery {
  readonly source?: EventSource | undefined;
  /** Any of them. */
  readonly kinds?: readonly EventKind[] | undefined;
  readonly token?: string | undefined;
  readonly messageId?: string | undefined;
  readonly recipient?: string | undefined;
  /** Of the event, not of its receipt; the first moment is in, the last is not. An event without a time is in no period. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
}

/** Whether an event is asked for. */
export function matches(event: MailEvent, query: EventQuery): boolean {
  const { source, kinds, token, messageId, recipient, sinceMs, untilMs } = query;
  if (source !== undefined && event.source !== source) return false;
  if (kinds !== undefined && !kinds.includes(event.kind)) return false;
  if (token !== undefined && event.ids.token !== token) return false;
  if (messageId !== undefined && event.ids.messageId !== messageId) return false;
  if (recipient !== undefined && recipientKey(event.recipient ?? '') !== recipientKey(recipient)) return false;
  if (sinceMs === undefined && untilMs === undefined) return true;
  const { atMs } = event;
  return atMs !== undefined && atMs >= (sinceMs ?? -Infinity) && atMs < (untilMs ?? Infinity);
}
