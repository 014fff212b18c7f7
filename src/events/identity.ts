import { clearBytes, writeByte, writeCounted, writeText, writtenBytes } from './byte-writer.js';
import type { MailEvent, RawEvent } from './mail-event.js';

/** Two events with the same bytes are one event that came twice. */
export interface EventIdentity {
  readonly by: 'provider' | 'content';
  /** Good until the next identity is asked for. */
  readonly bytes: Uint8Array;
}

/**
 * By the provider's id of the event, together with its word and its time, for an id that proves to be the message's must not make one
 * event of a delivery and a click; else by the whole content, whatever the order of its keys. Sendsay's field is inferred and may be the
 * issue's or the kind's, so there the recipient counts too. Altcraft's is documented, and its hooks may lack the recipient that its history has.
 */
export function identityOf({ source, word, ids, atMs, recipient, raw }: MailEvent): EventIdentity {
  clearBytes();
  if (ids.event !== undefined) {
    const whose = source === 'sendsay' && recipient !== undefined ? [recipientKey(recipient)] : [];
    writeText(JSON.stringify([source, word, atMs, ids.event, ...whose]));
    return { by: 'provider', bytes: writtenBytes() };
  }
  writeText(source);
  writeByte(space);
  writeCanonical(raw);
  return { by: 'content', bytes: writtenBytes() };
}

const [space, quote, comma] = [0x20, 0x22, 0x2c];
const [arrayBegin, arrayEnd, objectBegin, objectEnd] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The same bytes for each value, whatever the order of its keys, and no other value's: lengths are before texts, so that nothing has to be
 * escaped. For comparing, not for reading back. Values come from JSON and nest within bounds.
 */
function writeCanonical(value: unknown): void {
  if (typeof value === 'string') {
    writeByte(quote);
    writeCounted(value);
  } else if (typeof value !== 'object' || value === null) {
    writeText(String(value));
    writeByte(comma);
  } else if (Array.isArray(value)) {
    writeByte(arrayBegin);
    for (let i = 0; i < value.length; i++) writeCanonical(value[i]);
    writeByte(arrayEnd);
  } else {
    writeByte(objectBegin);
    writeEntries(value as RawEvent);
    writeByte(objectEnd);
  }
}

/** Keys and values of the objects that are being written, those of each in the order of its keys: not an array for each of millions. */
const entries: unknown[] = [];
let end = 0;
/** Beyond so many keys they are sorted as arrays are: what is quick for a handful is not for thousands. */
const handful = 32;

function writeEntries(object: RawEvent): void {
  const begin = end;
  for (const key in object) {
    if (end - begin === 2 * handful) {
      end = begin;
      writeMany(object);
      return;
    }
    let at = end;
    for (; at > begin && (entries[at - 2] as string) > key; at -= 2) {
      entries[at] = entries[at - 2];
      entries[at + 1] = entries[at - 1];
    }
    entries[at] = key;
    entries[at + 1] = object[key];
    end += 2;
  }
  for (let at = begin, last = end; at < last; at += 2) {
    writeCounted(entries[at] as string);
    writeCanonical(entries[at + 1]);
  }
  end = begin;
}

function writeMany(object: RawEvent): void {
  for (const key of Object.keys(object).sort()) {
    writeCounted(key);
    writeCanonical(object[key]);
  }
}

/** A recipient in the form that is compared: the same mailbox in other letters is the same to every large provider. */
export function recipientKey(recipient: string): string {
  return recipient.trim().toLowerCase();
}
