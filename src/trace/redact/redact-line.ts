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
  const places = accounted ?? hostPlaces(body);
  const personal = [...words.flatMap((word) => placesOf(anywhere(word), body)), ...(accounted ? [] : addresses(body))];
  const isPublic = new Uint8Array(body.length);
  for (const { start, end } of places) isPublic.fill(1, start, end);
  for (const { start, end } of personal) isPublic.fill(0, start, end);
  let redacted = '';
  for (let at = 0; at < body.length; at++) {
    const unit = body.charAt(at);
    redacted += isPublic[at] === 1 ? unit : placeholder(unit);
  }
  return redacted;
}

/** White space, brackets and other marks stay: they are the shape. */
function placeholder(unit: string): string {
  if (/\d/.test(unit)) return '0';
  return /[^\x00-\x7f]|[a-z]/i.test(unit) ? 'x' : unit;
}

/** Mail addresses, and users of certificates and logins. */
function addresses(body: string): readonly Place[] {
  const tokens = placesOf(/[^\s<>()[\]",:;=]+/g, body).filter(({ start, end }) => body.slice(start, end).includes('@'));
  return [...tokens, ...placesOf(/\bCN=[^\s,)"]*|\((?:auth|sender|user|login)[^()]*\)/gi, body)];
}

function placesOf(pattern: RegExp, text: string): Place[] {
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
}

function anywhere(word: string): RegExp {
  return new RegExp(word.replace(/[^a-z0-9]/gi, '\\$&'), 'gi');
}

/** Clauses and transmission types (RFC 5321 §4.4, RFC 3848). */
const clauses = /^(?:from|by|via|with|id|for|tls|helo|ehlo|(?:utf8)?(?:e?smtp|lmtp)s?a?)$/i;

/** The hosts and clauses that can be seen in a line of no known writer, and its date. */
function hostPlaces(body: string): readonly Place[] {
  const { from, by, at } = parseReceived(body);
  const seen = [from?.ehloName, from?.tcpInfo.reverseName, by.name].flatMap((name) => name?.toLowerCase() ?? []);
  const hosts = new Set(seen.filter((name) => name.includes('.')));
  const places = placesOf(/[^\s()[\]<>;,"]+/g, body).filter(({ start, end }) => {
    const word = body.slice(start, end);
    return clauses.test(word) || hosts.has(word.toLowerCase()) || canonicalAddress(word) !== undefined;
  });
  return at === undefined ? places : [...places, { start: body.lastIndexOf(';'), end: body.length }];
}
