import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  defaultMappings,
  type EventSource,
  type MailEvent,
  type Mappings,
  mailEvents,
  type RawEvent,
  readBody,
  recipientKey,
  withExactNumbers,
} from '../../../events/index.js';
import { idOf } from '../identify.js';
import { unpackedBody } from '../record.js';
import type { ReceivedBody, StoredBody } from '../store.js';
import { type EventRow, mappingId } from './table.js';

/** Makes rows of bodies; each body gets the next number in the order of receipt. */
export function rowMaker(mappings: Mappings): (body: ReceivedBody) => EventRow[] {
  const mapping = mappingId(mappings);
  let last = 0n;
  return (body) => {
    const receivedMs = Date.parse(body.receivedAt);
    // Microseconds, so that many bodies of one millisecond keep their order.
    const now = BigInt(receivedMs) * 1_000n;
    last = now > last ? now : last + 1n;
    const common = {
      day: body.receivedAt.slice(0, 10),
      seq: String(last),
      body: randomBytes(8).toString('hex'),
      receivedMs: String(receivedMs),
      via: body.via ?? 'push',
      peer: body.peer,
      source: body.source,
      mapping,
    };
    return eventsIn(body, mappings).map(({ event, raw }, place) => ({ ...common, place, ...columnsOf(event, raw) }));
  };
}

/** `raw`: the event as it came. */
function eventsIn(body: ReceivedBody, mappings: Mappings): { readonly event: MailEvent; readonly raw: string }[] {
  const text = unpackedBody(body);
  const reading = readBody(text, body);
  if (reading.kind !== 'events') return [];
  const exact = withExactNumbers(reading, body.contentType, () => text);
  return mailEvents(exact, mappings).map((event) => ({ event, raw: event.rawText ?? JSON.stringify(event.raw) }));
}

function columnsOf(event: MailEvent, raw: string) {
  return {
    id: idOf(event),
    kind: event.kind,
    atMs: event.atMs === undefined ? null : String(event.atMs),
    recipient: wellFormed(recipientKey(event.recipient ?? '')),
    token: wellFormed(event.ids.token ?? ''),
    messageId: wellFormed(event.ids.messageId ?? ''),
    crc: crc32(raw),
    raw,
  };
}

/** Halves of characters, which UTF-8 cannot write, become U+FFFD. The raw event keeps them, as escapes. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** A row as it is read back. */
export interface ReadRow {
  readonly seq: string;
  readonly body: string;
  readonly place: number;
  readonly receivedMs: string;
  readonly via: StoredBody['via'];
  readonly source: EventSource;
  readonly crc: number;
  readonly raw: string;
}

export function isWholeRow({ raw, crc }: ReadRow): boolean {
  return crc32(raw) === crc;
}

/** The event of a whole row, by the mappings of today. */
export function eventOf({ raw, source }: ReadRow, mappings: Mappings = defaultMappings): MailEvent | undefined {
  const reading = { kind: 'events', source, format: 'json', raws: [JSON.parse(raw) as RawEvent] } as const;
  return mailEvents(
    withExactNumbers(reading, '', () => raw),
    mappings,
  )[0];
}
