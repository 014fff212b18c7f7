import { endOfValue, nextMark } from './json-values.js';
import type { RawEvent } from './mail-event.js';

/** Whether a value has a number that JSON.parse may have rounded: one with more digits than a double keeps (RFC 8259 §6). */
export function mayBeRounded(value: unknown): boolean {
  if (typeof value === 'number')
    return !Number.isSafeInteger(value) && (Math.abs(value) > Number.MAX_SAFE_INTEGER || String(value).length > 16);
  return typeof value === 'object' && value !== null && hasRounded(value as RawEvent);
}

function hasRounded(branch: RawEvent): boolean {
  for (const key in branch) {
    const value = branch[key];
    // Most values are texts: a call for each takes as long as all the rest.
    if (typeof value !== 'string' && mayBeRounded(value)) return true;
  }
  return false;
}

/** The text of valid JSON on one line, its numbers as they were written. */
export function compactJson(text: string): string {
  return rewritten(text, (number) => number);
}

/** The value of a text of valid JSON; a number that may be rounded is the string of its digits. */
export function exactValue(text: string): unknown {
  return JSON.parse(rewritten(text, (number) => (mayBeRounded(Number(number)) ? `"${number}"` : number)));
}

function rewritten(text: string, numberAs: (number: string) => string): string {
  const tokens: string[] = [];
  for (let at = nextMark(text, 0); at < text.length; ) {
    const first = text.charAt(at);
    const end = '{}[],:'.includes(first) ? at + 1 : endOfValue(text, at);
    const token = text.slice(at, end);
    tokens.push(/[-\d]/.test(first) ? numberAs(token) : token);
    at = nextMark(text, end);
  }
  return tokens.join('');
}
