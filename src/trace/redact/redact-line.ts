import { canonicalAddress } from '../address/address.js';
import type { Place } from '../grammar/account.js';
import { publicPlaces } from '../grammar/public-places.js';
import { parseReceived } from '../hop/parse-received.js';

/**
 * A `Received` line with placeholders of the same shape (`x` for a letter, `0` for a digit) for all that may be about a person, so that the
 * grammar of its writer accounts for it as before. Of a line that no grammar accounts for, hosts, clauses and date alone stay. The words, in
 * any case, are taken out wherever they are.
 */
export function redactLine(body: string, words: readonly string[]): string {
  const accounted = publicPlaces(body);
  const isPublic = new Uint8Array(body.length);
  for (const { start, end } of accounted ?? hostPlaces(body)) isPublic.fill(1, start, end);
  for (const { start, end } of personalPlaces(body, words)) isPublic.fill(0, start, end);
  if (accounted === undefined) for (const { start, end } of addresses(body)) isPublic.fill(0, start, end);
  let redacted = '';
  for (let start = 0; start < body.length; ) {
    const kept = isPublic[start] === 1;
    const next = isPublic.indexOf(kept ? 0 : 1, start);
    const end = next < 0 ? body.length : next;
    const text = body.slice(start, end);
    redacted += kept ? text : placeholders(text);
    start = end;
  }
  return redacted;
}

/** White space, brackets and other marks stay: they are the shape. */
function placeholders(text: string): string {
  return text
    .replace(/\d+/g, ({ length }) => '0'.repeat(length))
    .replace(/[a-zA-Z\x80-\uffff]+/g, ({ length }) => 'x'.repeat(length));
}

function* personalPlaces(body: string, words: readonly string[]): Iterable<Place> {
  for (const word of words) yield* placesOf(anywhere(word), body);
}

/** Mail addresses, and users of certificates and logins. */
function* addresses(body: string): Iterable<Place> {
  for (const place of placesOf(/[^\s<>()[\]",:;=]+/g, body))
    if (body.slice(place.start, place.end).includes('@')) yield place;
  yield* placesOf(/\bCN=[^\s,)"]*|\((?:auth|sender|user|login)[^()]*\)/gi, body);
}

/** One by one: a line of a megabyte has hundreds of thousands. */
function* placesOf(pattern: RegExp, text: string): Iterable<Place> {
  for (const { 0: found, index } of text.matchAll(pattern)) yield { start: index, end: index + found.length };
}

function anywhere(word: string): RegExp {
  return new RegExp(word.replace(/[^a-z0-9]/gi, '\\$&'), 'gi');
}

/** Clauses and transmission types (RFC 5321 §4.4, RFC 3848). */
const clauses = /^(?:from|by|via|with|id|for|tls|helo|ehlo|(?:utf8)?(?:e?smtp|lmtp)s?a?)$/i;

/** The hosts and clauses that can be seen in a line of no known writer, and its date. */
function* hostPlaces(body: string): Iterable<Place> {
  const { from, by, at } = parseReceived(body);
  const seen = [from?.ehloName, from?.tcpInfo.reverseName, by.name].flatMap((name) => name?.toLowerCase() ?? []);
  const hosts = new Set(seen.filter((name) => name.includes('.')));
  for (const place of placesOf(/[^\s()[\]<>;,"]+/g, body)) {
    const word = body.slice(place.start, place.end);
    if (clauses.test(word) || hosts.has(word.toLowerCase()) || canonicalAddress(word) !== undefined) yield place;
  }
  if (at !== undefined) yield { start: body.lastIndexOf(';'), end: body.length };
}
