import { endOfString, endOfValue, jsonTexts, nextMark } from './json-values.js';
import type { RawEvent } from './mail-event.js';
import { boundaryOf, partsOf } from './multipart.js';

/**
 * The events of a body that was read, each as it was written; JSON.parse rounds numbers of more than 15 digits. Where the texts cannot be
 * told apart it is the event written anew.
 */
export function rawTexts(text: string, contentType: string, raws: readonly RawEvent[]): readonly string[] {
  const anew = raws.map((raw) => JSON.stringify(raw));
  const boundary = boundaryOf(contentType);
  const bodies = boundary === undefined ? [text.replace(/^\ufeff/, '')] : partsOf(text, boundary);
  const found = bodies.flatMap((body) =>
    [...jsonTexts(body)].flatMap((one) => (one === undefined ? [] : eventsIn(one))),
  );
  return found.length === anew.length && found.every((one, i) => sameValue(one, anew[i])) ? found : anew;
}

function sameValue(text: string, written: string | undefined): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === written;
  } catch {
    return false;
  }
}

/** The texts of the list of events in a value, which is itself a list, or an object with one under `events`; else the value. */
function eventsIn(value: string): readonly string[] {
  if (value.startsWith('[')) return elementsOf(value);
  const events = memberOf(value, 'events');
  return events?.startsWith('[') ? elementsOf(events) : [value];
}

function elementsOf(list: string): readonly string[] {
  const elements: string[] = [];
  for (let at = nextMark(list, 1); at < list.length - 1; ) {
    const end = endOfValue(list, at);
    elements.push(list.slice(at, end));
    at = afterComma(list, end);
  }
  return elements;
}

/** The last of that name, as JSON.parse takes it. */
function memberOf(object: string, name: string): string | undefined {
  let found: string | undefined;
  for (let at = nextMark(object, 1); at < object.length - 1; ) {
    const keyEnd = endOfString(object, at) + 1;
    const begin = nextMark(object, nextMark(object, keyEnd) + 1);
    const end = endOfValue(object, begin);
    if (JSON.parse(object.slice(at, keyEnd)) === name) found = object.slice(begin, end);
    at = afterComma(object, end);
  }
  return found;
}

function afterComma(text: string, at: number): number {
  return nextMark(text, nextMark(text, at) + 1);
}
