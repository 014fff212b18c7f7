import { canonicalAddress } from './address.js';
import type { Span } from './hop.js';
import { type Token, tokenize } from './tokens.js';

/** A piece of text with its place in the field body. */
export interface Piece extends Span {
  readonly text: string;
}

/** An address that a server printed, with its place. */
export interface SeenAddress extends Piece {
  /** Canonical. */
  readonly address: string;
  readonly port: number | undefined;
}

/** What one comment of a `from` clause says about the client. */
export interface CommentInfo {
  /** Labelled as the client's own words: `helo=x`, `EHLO x`. */
  readonly helo: Piece | undefined;
  /** The word before the address. */
  readonly name: Piece | undefined;
  readonly addresses: readonly SeenAddress[];
  /** `verified` (CommuniGate), `may be forged` (sendmail), `unverified`, `RDNS failed` (SMTPSVC). */
  readonly mark: 'verified' | 'forged' | undefined;
  readonly authenticated: boolean;
  /** ZMailer's remark on how the lookup went, which no other writer prints. */
  readonly rhostFlags: boolean;
}

const heloLabel = /^"?(?:helo|ehlo|lhlo):?$/i;
const heloAssignment = /^(?:helo|ehlo|lhlo)=/i;
const noName = /^<?(?:unknown|softdnserr|unresolved|unavailable|none|null)>?$/i;

/** Words that qualify the name or the address and are neither. */
const remarks = /^(?:not|verified|unverified|rdns|failed|forged|claimed|may|be)$/i;

/**
 * Reads the inside of a comment as TCP-info. An address counts only as the first or second thing said, so that a
 * certificate's subject or an envelope address further on is never taken for the client.
 */
export function readComment(body: string, comment: Span): CommentInfo {
  const inside = body.slice(comment.start + 1, comment.end - 1);
  const usual = inside.length < 320 ? readUsual(inside, comment.start + 1) : undefined;
  if (usual || isCertificateTalk(inside)) return usual ?? nothing;
  const { tokens } = tokenize(body, comment.start + 1, comment.end - 1);
  let helo: Piece | undefined;
  let name: Piece | undefined;
  let authenticated = false;
  const addresses: SeenAddress[] = [];
  let place = 0;
  for (let i = 0; i < tokens.length && place < 8; i++) {
    const token = tokens[i];
    if (!token) break;
    const next = tokens[i + 1];
    if (heloLabel.test(token.text)) {
      helo ??= next && next.kind !== 'comment' ? unquoted(next) : { ...token, text: '' };
      i++;
    } else if (heloAssignment.test(token.text)) {
      const value = assigned(body, token, next);
      helo ??= value.piece;
      i += value.tookNext ? 1 : 0;
    } else if (/^account$/i.test(token.text)) {
      authenticated = true;
      i++;
    } else if (/^authenticated/i.test(token.text)) authenticated = true;
    else if (token.text === 'login' && tokens[i - 1]?.text === 'with') authenticated = true;
    else if (token.kind === 'comment' || token.kind === 'semicolon' || remarks.test(token.text)) continue;
    else if (/^[a-z-]+=/i.test(token.text)) continue;
    else {
      const seen = place < 2 ? addressAt(token, next) : undefined;
      if (seen) addresses.push(seen);
      else if (place === 0) name = nameOf(token);
      place++;
    }
  }
  // A bracketed address beside a bare one: the bare one is a name that looks like an address.
  const bracketed = addresses.filter(
    (seen) => body[seen.start - 1] === '[' || body.startsWith('IPv6:', seen.start - 5),
  );
  return {
    helo,
    name: name && !noName.test(name.text) ? name : undefined,
    addresses: bracketed.length > 0 ? bracketed : addresses,
    mark: markOf(body, tokens),
    authenticated,
    rhostFlags: tokens.slice(0, 8).some((token) => /^rhost-flags-[A-Z-]+$/.test(token.text)),
  };
}

const nothing: CommentInfo = {
  helo: undefined,
  name: undefined,
  addresses: [],
  mark: undefined,
  authenticated: false,
  rhostFlags: false,
};

/** `NAME [ADDRESS]`, `[ADDRESS]` and `ADDRESS`, which nearly all comments are, read without taking them to pieces. */
function readUsual(inside: string, offset: number): CommentInfo | undefined {
  const match = /^(?:([\w.-]+) ?)?\[(?:IPv6:)?([\da-f.:]+)\]$/i.exec(inside);
  const text = match?.[2] ?? inside;
  const address = canonicalAddress(text);
  if (address === undefined || (!match && !/^[\da-f.:]+$/i.test(inside))) return undefined;
  const start = offset + (match ? inside.length - 1 - text.length : 0);
  const name = match?.[1];
  return {
    ...nothing,
    name:
      name !== undefined && !noName.test(name) ? { text: name, start: offset, end: offset + name.length } : undefined,
    addresses: [{ text, start, end: start + text.length, address, port: undefined }],
  };
}

/** Postfix's words on TLS hold a certificate's subject, which is the client's to choose. */
function isCertificateTalk(inside: string): boolean {
  return inside.startsWith('using ') || inside.startsWith('No client ') || inside.startsWith('Client ');
}

/** The address that a token is: `[203.0.113.9]`, `[IPv6:::1]`, `203.0.113.9:25`, `user@203.0.113.9`. */
export function addressAt(token: Token, next?: Token): SeenAddress | undefined {
  const port = next?.kind === 'word' && next.glued ? /^:(\d{1,5})[,:]?$/.exec(next.text)?.[1] : undefined;
  if (token.kind === 'literal') return seenAddress(token, 1, token.text.length - 1, port);
  if (token.kind !== 'word' && token.kind !== 'head') return undefined;
  const at = token.text.lastIndexOf('@');
  const tail = /[,;:]+$/.exec(token.text.slice(-4))?.[0].length ?? 0;
  // A trailing `:` can belong to an address (`fe80::`), so the whole word is tried first.
  return (
    seenAddress(token, at + 1, token.text.length, port) ?? seenAddress(token, at + 1, token.text.length - tail, port)
  );
}

function seenAddress(token: Token, from: number, to: number, port: string | undefined): SeenAddress | undefined {
  if (to - from > 140 || to - from < 2) return undefined;
  if (!canBeginAddress(token.text.charCodeAt(from))) return undefined;
  const prefix = /^IPv6:/i.test(token.text.slice(from, to)) ? 5 : 0;
  const text = token.text.slice(from + prefix, to);
  const withPort = /^([^:]+):(\d{1,5})$/.exec(text);
  const bare = withPort?.[1] ?? text;
  const address = canonicalAddress(bare);
  if (address === undefined) return undefined;
  const start = token.start + from + prefix;
  const number = port ?? withPort?.[2];
  return {
    text: bare,
    start,
    end: start + bare.length,
    address,
    port: number === undefined ? undefined : Number(number),
  };
}

/** A digit, `:`, a hexadecimal letter, or the `I` of `IPv6:`. Spares the rest for most words. */
function canBeginAddress(code: number): boolean {
  const lower = code | 32;
  return (code >= 48 && code <= 58) || (lower >= 97 && lower <= 102) || lower === 105;
}

function nameOf(token: Token): Piece | undefined {
  const skip = token.text.lastIndexOf('@') + 1;
  const text = token.text.slice(skip).replace(/[,:]$/, '');
  return text === '' ? undefined : { text, start: token.start + skip, end: token.start + skip + text.length };
}

function assigned(body: string, token: Token, next: Token | undefined): { piece: Piece; tookNext: boolean } {
  const start = token.start + token.text.indexOf('=') + 1;
  const tookNext = next?.glued === true && next.kind === 'literal';
  const end = tookNext ? next.end : token.end;
  return { piece: { text: body.slice(start, end), start, end }, tookNext };
}

function unquoted(token: Token): Piece {
  const text = token.text.replace(/"$/, '');
  return { text, start: token.start, end: token.start + text.length };
}

function markOf(body: string, tokens: readonly Token[]): CommentInfo['mark'] {
  const words = tokens.slice(0, 8).map((token) => token.text.toLowerCase());
  const forged = tokens.some((token) => token.kind === 'comment' && /^\(may be forged\)$/i.test(token.text));
  if (forged || words.includes('unverified') || words.includes('failed') || words.includes('not')) return 'forged';
  if (/may be forged/i.test(body.slice(tokens[0]?.start ?? 0, Math.min(tokens.at(-1)?.end ?? 0, 400)))) return 'forged';
  return words.includes('verified') ? 'verified' : undefined;
}
