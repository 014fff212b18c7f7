import { type Place, partsFor } from './account.js';
import type { Parts } from './template.js';

/** Slots about hosts, the session and the time. What is in any other may be about a person: mailboxes, users, free words. */
const publicSlots: ReadonlySet<string> = new Set([
  'ehlo',
  'name',
  'bare',
  'address',
  'port',
  'mark',
  'host',
  'own',
  'alias',
  'software',
  'via',
  'with',
  'id',
  'tls',
  'cipher',
  'date',
  'number',
  'label',
  'anon',
  'asn',
]);

/** Words that are no mail address and no name in a certificate: what is in these slots may be a client's choice. */
const unaddressed = /(?<![^\s<>"(),;])(?!CN=)[^\s<>"(),;@]+(?![^\s<>"(),;])/g;
/** A comment that is taken for the software, and tells who logged in. */
const login = /\b(?:auth|sender|login)/i;

/** In slots that are about a session or a certificate, the words of the writer itself. */
const publicWords: Readonly<Record<string, RegExp>> = {
  login: /\b(?:authenticated|as|bits|yes)\b/gi,
  certificate: /^\((?:Client|No)\b[^"]*|, Issuer |\((?:not verified|verified OK)\)/gi,
  for: /^<multiple recipients>$/gi,
};

/**
 * The places of an accounted line, without white space around it, that say nothing of a person: the writer's own words, hosts, session and
 * time. Undefined when no grammar accounts for the line. Where several layouts fit, what is public in one of them.
 */
export function publicPlaces(line: string): readonly Place[] | undefined {
  const fitting = partsFor(line);
  return fitting.length === 0 ? undefined : fitting.flatMap((parts) => placesIn(line, parts));
}

function placesIn(line: string, { expression, kinds }: Parts): Place[] {
  const match = expression.exec(line);
  return kinds.flatMap((kind, i): Place[] => {
    const found = match?.indices?.[i + 1];
    if (found === undefined) return [];
    const [start, end] = found;
    if (kind === undefined) return [{ start, end }];
    if (kind === 'software' && login.test(line.slice(start, end))) return [];
    const words = publicSlots.has(kind) ? unaddressed : publicWords[kind];
    if (words === undefined) return [];
    return [...line.slice(start, end).matchAll(words)].map(({ 0: text, index }) => ({
      start: start + index,
      end: start + index + text.length,
    }));
  });
}
