import { hash } from 'node:crypto';
import { identityOf, type MailEvent } from '../../events/index.js';
import type { Seen } from './seen.js';
import type { EventBatch, StoredBody, StoredEvent } from './store.js';

/** 32 hexadecimal digits. */
export function idOf(event: MailEvent): string {
  return digestOf(event).slice(0, 32);
}

/** SHA-256 in hexadecimal digits; its first 32 are the id. */
function digestOf(event: MailEvent): string {
  return hash('sha256', identityOf(event).bytes, 'hex');
}

/** The events of a body, each distinguished from its copies among what was seen. */
export function identified({ events, receivedAt, via }: StoredBody, seen: Seen): StoredEvent[] {
  return events.map((event) => {
    const identity = identityOf(event);
    const id = hash('sha256', identity.bytes, 'hex').slice(0, 32);
    const copy = seen.add(id) ? ('first' as const) : ('again' as const);
    // To spread the event here takes longer than to read it.
    return Object.assign(event, { id, identifiedBy: identity.by, receivedAt, via, copy });
  });
}

/** The same without ids, where nobody asks for them. */
export function parted({ events }: StoredBody, seen: Seen): EventBatch {
  const digests = events.map(digestOf);
  const again: MailEvent[] = [];
  const first = events.filter((event, i) => {
    const isNew = seen.add(digests[i] as string);
    if (!isNew) again.push(event);
    return isNew;
  });
  return { first, again };
}
