import { hash } from 'node:crypto';
import { identityOf, type MailEvent } from '../../events/index.js';
import type { Seen } from './seen.js';
import type { StoredBody, StoredEvent } from './store.js';

/** 32 hexadecimal digits. */
export function idOf(event: MailEvent): string {
  return hash('sha256', identityOf(event).text, 'hex').slice(0, 32);
}

/** The events of a body, each distinguished from its copies among what was seen. */
export function identified({ events, receivedAt, via }: StoredBody, seen: Seen): StoredEvent[] {
  return events.map((event) => {
    const identity = identityOf(event);
    const id = hash('sha256', identity.text, 'hex').slice(0, 32);
    const copy = seen.add(id) ? ('first' as const) : ('again' as const);
    // To spread the event here takes longer than to read it.
    return Object.assign(event, { id, identifiedBy: identity.by, receivedAt, via, copy });
  });
}
