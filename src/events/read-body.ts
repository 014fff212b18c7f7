import { compactJson, exactValue, mayBeRounded } from './exact-numbers.js';
import { deepest, isDeeper, jsonValues } from './json-values.js';
import type { EventSource, MailEvent, RawEvent } from './mail-event.js';
import type { Mappings } from './mapping.js';
import { boundaryOf, partsOf } from './multipart.js';
import { rawTexts } from './raw-texts.js';
import { readEvent } from './read-event.js';

/** How a body was written: one JSON value, several one after another, parts with either. */
export type BodyFormat = 'json' | 'json-stream' | 'multipart';

/** What a body of a webhook holds, in the provider's own words. `why` ends the sentence "The body …". */
export type BodyReading =
  | {
      readonly kind: 'events';
      readonly source: EventSource;
      readonly format: BodyFormat;
      readonly raws: readonly RawEvent[];
      /** What is undefined in it, or where it is left out, is the raw event written anew. */
      readonly rawTexts?: readonly (string | undefined)[];
    }
  | { readonly kind: 'not-events'; readonly why: string };

export interface BodyFacts {
  /** The value of `Content-Type`; only a multipart one is looked at. */
  readonly contentType: string;
  /** Undefined: told by the shape. */
  readonly source?: EventSource | undefined;
}

/**
 * Reads a body, decoded as UTF-8: Sendsay's object with an array `events`, its stream of objects, parts of a multipart body with either;
 * Altcraft's array. Never throws. A body with an empty list of events is one with no events, not an error.
 */
export function readBody(text: string, { contentType, source }: BodyFacts): BodyReading {
  const boundary = boundaryOf(contentType);
  if (boundary !== undefined) return reading(multipartEvents(text, boundary), 'multipart', source);
  const values = jsonValues(text.replace(/^\ufeff/, ''));
  return reading(eventsIn(values), values?.length === 1 ? 'json' : 'json-stream', source);
}

/** The same for a body of the format `json` that is parsed already, and was found to be one of events before it was stored. */
export function readStoredJson(value: unknown, source: EventSource): BodyReading {
  const events = eventsOf(value);
  if (!events.every(isRawEvent)) return { kind: 'not-events', why: 'contains values that are not events' };
  return { kind: 'events', source, format: 'json', raws: events };
}

export type EventsReading = Extract<BodyReading, { kind: 'events' }>;

/** The same events without a rounded number. `text` gives the body, decoded as UTF-8; it is asked for only where there may be one. */
export function withExactNumbers(reading: EventsReading, contentType: string, text: () => string): EventsReading {
  if (!reading.raws.some(mayBeRounded)) return reading;
  const texts = rawTexts(text(), contentType, reading.raws);
  const exact = reading.raws.map((raw, i) => (mayBeRounded(raw) ? texts[i] : undefined));
  const raws = reading.raws.map((raw, i) => (exact[i] === undefined ? raw : (exactValue(exact[i]) as RawEvent)));
  return { ...reading, raws, rawTexts: exact.map((one) => one && compactJson(one)) };
}

/** The events of a body in our words. */
export function mailEvents({ source, raws, rawTexts: texts }: EventsReading, mappings: Mappings): MailEvent[] {
  const mapping = mappings[source];
  const events = raws.map((raw) => readEvent(raw, mapping));
  return texts === undefined ? events : events.map((event, i) => withText(event, texts[i]));
}

function withText(event: MailEvent, rawText: string | undefined): MailEvent {
  return rawText === undefined ? event : { ...event, rawText };
}

interface RawEvents {
  readonly shape: 'array' | 'objects';
  readonly events: readonly RawEvent[];
}

function reading(found: RawEvents | string, format: BodyFormat, source: EventSource | undefined): BodyReading {
  if (typeof found === 'string') return { kind: 'not-events', why: found };
  return { kind: 'events', source: source ?? sourceOf(found), format, raws: found.events };
}

function multipartEvents(text: string, boundary: string): RawEvents | string {
  const parts = partsOf(text, boundary).map((part) => ({ part, values: jsonValues(part) }));
  // What is cut must not be taken for a field that is not JSON: it would not be sent again.
  if (parts.some(({ part, values }) => values === undefined && /^\s*[{[]/.test(part)))
    return 'has a part that is incomplete JSON';
  const readings = parts.map(({ values }) => eventsIn(values));
  const whole = readings.filter((one) => typeof one !== 'string');
  const [first] = whole;
  if (first === undefined) return 'has no part that contains events';
  return { shape: first.shape, events: whole.flatMap(({ events }) => events) };
}

function eventsIn(values: readonly unknown[] | undefined): RawEvents | string {
  if (values === undefined) return 'is not JSON';
  const [first] = values;
  const shape = values.length === 1 && Array.isArray(first) ? 'array' : 'objects';
  const events = values.length === 1 ? eventsOf(first) : values.flatMap(eventsOf);
  if (!events.every(isRawEvent)) return 'contains values that are not events';
  if (events.some((event) => isDeeper(event, deepest))) return `is nested more than ${deepest} levels deep`;
  return { shape, events };
}

/** A list of events, itself or under `events`, or a single event. */
function eventsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const events = typeof value === 'object' && value !== null && 'events' in value ? value.events : undefined;
  return Array.isArray(events) ? events : [value];
}

function isRawEvent(value: unknown): value is RawEvent {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && hasKey(value);
}

/** Altcraft sends an array, or at least its own field names. */
function sourceOf({ shape, events }: RawEvents): EventSource {
  const [first] = events;
  return shape === 'array' || (first !== undefined && Object.hasOwn(first, 'event_type')) ? 'altcraft' : 'sendsay';
}

function hasKey(value: object): boolean {
  for (const _key in value) return true;
  return false;
}
