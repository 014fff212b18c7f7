import { canonicalAddress } from '../address/address.js';
import type { PlacedHop } from '../path/verdict.js';
import type { ListedField } from './listed-fields.js';

/** What a server says of one method: `spf=pass`. */
export interface StatedResult {
  readonly method: string;
  readonly result: string;
  /** `smtp.mailfrom`, `header.d` and so on. */
  readonly properties: Readonly<Record<string, string>>;
}

/** A field in which our own server tells what it found (RFC 8601, RFC 7208 §9.1, Microsoft's own). */
export interface Stated {
  readonly field: 'Authentication-Results' | 'Received-SPF' | 'X-Forefront-Antispam-Report';
  /** The authserv-id, or the receiver; undefined in Microsoft's fields, which have none. */
  readonly by: string | undefined;
  readonly line: number;
  /** `below-own-line`: between the line of the delivery and the next, where its sender could have put it too. */
  readonly place: 'above-boundary' | 'below-own-line';
  readonly results: readonly StatedResult[];
  /** The address of the client as that server saw it. */
  readonly clientIp: string | undefined;
}

export const statedFields = ['authentication-results', 'received-spf', 'x-forefront-antispam-report', 'return-path'];

/**
 * What may be believed of such fields: those above the boundary, or between its line and the next one, that bear the name of a
 * server of ours (RFC 8601 §5); Microsoft's without a name where the boundary is Microsoft's. Everything below is the sender's.
 */
export function trustedResults(
  fields: readonly ListedField[],
  { hops, boundaryHop, profile }: Boundary,
): readonly Stated[] {
  const boundary = hops[boundaryHop ?? -1];
  if (boundaryHop === undefined || boundary === undefined) return [];
  const below = hops[boundaryHop + 1]?.line ?? Number.POSITIVE_INFINITY;
  const ours = hops.slice(0, boundaryHop + 1).flatMap(({ by }) => [by.name, by.alias].flatMap((name) => name ?? []));
  return fields
    .filter(({ line }) => line < below)
    .flatMap((field) => {
      const place = field.line < boundary.line ? 'above-boundary' : 'below-own-line';
      const stated = read(field, profile);
      return stated !== undefined && isOurs(stated.by, ours, profile)
        ? [{ ...stated, line: field.line, place } as const]
        : [];
    });
}

export interface Boundary {
  readonly hops: readonly PlacedHop[];
  readonly boundaryHop: number | undefined;
  /** The built-in profile by which the boundary was found. */
  readonly profile: string | undefined;
}

/** The envelope sender as the server that delivered the message noted it (RFC 5321 §4.4); a field below the boundary is the sender's own. */
export function returnPath(fields: readonly ListedField[], { hops, boundaryHop }: Boundary): string | undefined {
  const boundary = hops[boundaryHop ?? -1];
  const field = fields.find(
    ({ name, line }) => name === 'return-path' && boundary !== undefined && line < boundary.line,
  );
  return field && /^<?([^<>\s]*)>?$/.exec(field.body)?.[1];
}

type Read = Pick<Stated, 'field' | 'by' | 'results' | 'clientIp'>;

function read({ name, body }: ListedField, profile: string | undefined): Read | undefined {
  if (name === 'authentication-results') return authenticationResults(body, profile);
  if (name === 'received-spf') return receivedSpf(body);
  return name === 'x-forefront-antispam-report' && profile === 'outlook' ? forefront(body) : undefined;
}

/** An id is the name of one of the servers, or the domain that they have in common. */
function isOurs(by: string | undefined, ours: readonly string[], profile: string | undefined): boolean {
  if (by === undefined) return profile === 'outlook';
  const id = by.toLowerCase().replace(/\.$/, '');
  if (profile === 'outlook' && id === 'protection.outlook.com') return true;
  return ours.some((name) => name === id || (id.includes('.') && name.endsWith(`.${id}`)));
}

function authenticationResults(body: string, profile: string | undefined): Read | undefined {
  const { text, comments } = withoutComments(body);
  const [first = '', ...rest] = text.split(';');
  // Microsoft's begins with the first result.
  const hasId = !first.includes('=');
  if (!hasId && profile !== 'outlook') return undefined;
  const by = hasId ? first.trim().split(/\s+/)[0] : undefined;
  const results = (hasId ? rest : [first, ...rest]).flatMap(resultIn);
  const seen = /sender IP is ([\dA-Fa-f.:]+)/.exec(comments)?.[1];
  const smtpAddress = results.flatMap(
    ({ properties }) => properties['smtp.remote-ip'] ?? properties['policy.iprev'] ?? [],
  )[0];
  return { field: 'Authentication-Results', by, results, clientIp: canonical(seen ?? smtpAddress) };
}

function resultIn(text: string): StatedResult[] {
  const [head, ...words] = text.trim().split(/\s+/);
  const match = /^([a-z][\w-]*)(?:\/\d+)?=([a-z]+)$/i.exec(head ?? '');
  if (match === null) return [];
  const pairs = words.flatMap((word) => {
    const at = word.indexOf('=');
    return at > 0 ? [[word.slice(0, at).toLowerCase(), word.slice(at + 1).replace(/^"(.*)"$/, '$1')] as const] : [];
  });
  return [
    {
      method: (match[1] ?? '').toLowerCase(),
      result: (match[2] ?? '').toLowerCase(),
      properties: Object.fromEntries(pairs.slice(0, 20)),
    },
  ];
}

/** RFC 7208 §9.1: the result, a comment, then keys with values. */
function receivedSpf(body: string): Read | undefined {
  const { text } = withoutComments(body);
  const result = /^([a-z]+)(?=\s|$)/i.exec(text.trim())?.[1];
  if (result === undefined) return undefined;
  const keys = Object.fromEntries(
    [...text.matchAll(/(?<![a-z-])([a-z-]+)="?([^\s;"]+)"?/gi)]
      .slice(0, 20)
      .map(([, key = '', value = '']) => [key.toLowerCase(), value]),
  );
  const results = [{ method: 'spf', result: result.toLowerCase(), properties: {} }];
  return { field: 'Received-SPF', by: keys['receiver'], results, clientIp: canonical(keys['client-ip']) };
}

/** `CIP:1.2.3.4;CTRY:…` (Microsoft, "Anti-spam message headers", read 2026-11-28). */
function forefront(body: string): Read {
  const clientIp = canonical(/(?:^|;)\s*CIP:\[?([^;\]\s]+)/i.exec(body)?.[1]);
  return { field: 'X-Forefront-Antispam-Report', by: undefined, results: [], clientIp };
}

function canonical(text: string | undefined): string | undefined {
  return text === undefined ? undefined : canonicalAddress(text);
}

/** The text without its comments, nested or not, and those by themselves (RFC 5322 §3.2.2). Quoted text stays. */
function withoutComments(body: string): { readonly text: string; readonly comments: string } {
  let text = '';
  let comments = '';
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < body.length; at++) {
    const one = body.charAt(at);
    const isEscaped = one === '\\' && (depth > 0 || isQuoted);
    const part = isEscaped ? body.slice(at, ++at + 1) : one;
    if (depth === 0 && one === '"') isQuoted = !isQuoted;
    if (!isQuoted && one === '(') depth++;
    if (depth > 0) comments += part;
    else text += part;
    if (!isQuoted && one === ')' && depth > 0) depth--;
  }
  return { text, comments };
}
