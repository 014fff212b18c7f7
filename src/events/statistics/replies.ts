import type { EventSource, RawEvent } from '../mail-event.js';

/** What a saved reply of an API holds, recognised by its shape. `why` ends the sentence "The reply …". */
export type ReplyReading =
  /** Rows of `stat.uni`, in the order of the `select` of its request, which the reply does not repeat. */
  | { readonly kind: 'rows'; readonly rows: readonly (readonly string[])[] }
  /** Rows of Altcraft's history, or events. */
  | { readonly kind: 'events'; readonly raws: readonly RawEvent[]; readonly next: string | undefined }
  | { readonly kind: 'wrong'; readonly why: string };

/** Reads a reply; of a file, also a line with one event. Never throws. */
export function readReply(value: unknown, source: EventSource, from: 'file' | 'api' = 'file'): ReplyReading {
  const failure = failureIn(value);
  if (failure !== undefined) return wrong(`says that the request failed: ${failure}`);
  return source === 'sendsay' ? statUni(value) : history(value, from);
}

/** Sendsay: `{"list": [["a", …], …]}`, the old API also `REDIRECT` (observed); or `{"events": […]}`, as its webhooks and the files of `rfs://report/` have it. */
function statUni(value: unknown): ReplyReading {
  const events = fieldOf(value, 'events');
  if (Array.isArray(events) && events.every(isObject)) return { kind: 'events', raws: events, next: undefined };
  const list = fieldOf(value, 'list');
  const other = fieldOf(value, 'REDIRECT');
  if (typeof other === 'string') return wrong(`redirects to '${other.slice(0, 200)}', which is not followed`);
  if (!Array.isArray(list)) return wrong('contains no list of rows');
  const rows: string[][] = [];
  for (const row of list) {
    if (!Array.isArray(row) || !row.every(isCell)) return wrong('contains something other than rows in its list');
    rows.push(row.map((cell) => (cell === null ? '' : String(cell))));
  }
  return { kind: 'rows', rows };
}

/** Altcraft: `{"error": 0, "data": [{…}], "next_from_id": …}`, where `data` may be absent; in files also an array of rows, or one row. */
function history(value: unknown, from: 'file' | 'api'): ReplyReading {
  const isEnvelope = fieldOf(value, 'data') !== undefined || fieldOf(value, 'error') !== undefined;
  const isRow = !isEnvelope && !Array.isArray(value);
  if (isRow && from === 'api') return wrong('contains neither error nor data');
  const rows = Array.isArray(value) ? value : isRow ? [value] : (fieldOf(value, 'data') ?? []);
  if (!Array.isArray(rows) || !rows.every(isObject)) return wrong('contains no rows');
  const next = fieldOf(value, 'next_from_id');
  return { kind: 'events', raws: rows, next: next === undefined || next === null ? undefined : String(next) };
}

/** Sendsay: `errors: [{id, explain}]` or `error: {id}`; Altcraft: `error` other than 0, with `error_text`. */
function failureIn(value: unknown): string | undefined {
  const errors = fieldOf(value, 'errors');
  const error = Array.isArray(errors) ? errors[0] : fieldOf(value, 'error');
  if (error === undefined || error === null || error === 0 || error === '0') return undefined;
  const said = isObject(error) ? [error['id'], error['explain']] : [error, fieldOf(value, 'error_text')];
  const text = said.filter(isCell).join(' ').slice(0, 200).trim();
  return text === '' ? 'no reason given' : text;
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is RawEvent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCell(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function wrong(why: string): ReplyReading {
  return { kind: 'wrong', why };
}

/** How many events a row of Altcraft's history stands for: its field `count`, at least one. Undefined where that is not a whole number. */
export function timesOf({ count }: RawEvent): number | undefined {
  // Nearly every one.
  if (count === undefined || count === '1' || count === 1 || count === null || count === '') return 1;
  return /^\d{1,9}$/.test(String(count).trim()) ? Math.max(1, Number(count)) : undefined;
}
