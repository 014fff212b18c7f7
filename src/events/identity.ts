import type { MailEvent, RawEvent } from './mail-event.js';

/** Two events with the same text are one event that came twice. */
export interface EventIdentity {
  readonly by: 'provider' | 'content';
  readonly text: string;
}

/**
 * By the provider's id of the event, together with its word and its time, for an id that proves to be the message's must not make one
 * event of a delivery and a click; else by the whole content, whatever the order of its keys.
 */
export function identityOf({ source, word, ids, atMs, raw }: MailEvent): EventIdentity {
  if (ids.event !== undefined) return { by: 'provider', text: JSON.stringify([source, word, atMs, ids.event]) };
  return { by: 'content', text: `${source} ${canonical(raw)}` };
}

/**
 * One text for each value, whatever the order of its keys, and no other value's: lengths are before texts, so that nothing has to be
 * escaped. For comparing, not for reading back. Values come from JSON and nest within bounds.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return `"${value.length}:${value}`;
  if (typeof value !== 'object' || value === null) return `${value},`;
  if (Array.isArray(value)) return `[${value.map(canonical).join('')}]`;
  let text = '{';
  for (const key of Object.keys(value).sort()) text += `${key.length}:${key}${canonical((value as RawEvent)[key])}`;
  return `${text}}`;
}

/** A recipient in the form that is compared: the same mailbox in other letters is the same to every large provider. */
export function recipientKey(recipient: string): string {
  return recipient.trim().toLowerCase();
}
