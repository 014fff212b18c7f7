import { canonicalAddress } from '../address/address.js';
import { type CommentInfo, heloLabel, noName, nothing, type Piece, type SeenAddress } from './comment-info.js';
import type { Span } from './hop.js';
import { type Token, tokenize } from './tokens.js';

const heloAssignment = /^(?:helo|ehlo|lhlo)=/i;

/** Words that qualify the name or the address and are neither. */
const remarks = /^(?:not|verified|unverified|rdns|failed|forged|claimed|may|be)$/i;

/** Words looked at in one comment; servers say less. */
const maxWords = 24;

/**
 * Reads the inside of a comment as TCP-info. An address counts only as the first or second thing said, so that a
 * certificate's subject or an envelope address further on is never taken for the client.
 */
export function readComment(body: string, comment: Span): CommentInfo {
  const inside = body.slice(comment.start + 1, comment.end - 1);
  if (isCertificateTalk(inside)) return nothing;
  const { tokens } = tokenize(body, comment.start + 1, comment.end - 1);
  const info: { -readonly [key in keyof CommentInfo]: CommentInfo[key] } = { ...nothing };
  const addresses: SeenAddress[] = [];
  let place = 0;
  info.isClean = tokens.length <= maxWords;
  for (let i = 0; i < Math.min(tokens.length, maxWords); i++) {
    const token = tokens[i] as Token;
    const next = tokens[i + 1];
    if (!isCleanToken(token)) info.isClean = false;
    if (heloLabel.test(token.text) && !next) {
      info.helo ??= { text: '', start: token.end, end: token.end };
      info.isClean = false;
    } else if (heloLabel.test(token.text) && next) {
      const address = i === 0 && next.kind === 'literal' ? addressAt(next, tokens[2]) : undefined;
      if (address) info.either = { name: token, address };
      info.helo ??= unquoted(next);
      if (!isCleanToken(next) && next.kind !== 'literal') info.isClean = false;
      const end = endOfRun(tokens, i + 1);
      info.isClean &&= end.isPlain;
      i = end.at;
    } else if (heloAssignment.test(token.text)) {
      const value = assigned(body, token, next);
      info.helo ??= value.piece;
      const end = endOfRun(tokens, i + (value.tookNext ? 1 : 0));
      info.isClean &&= end.isPlain;
      i = end.at;
    } else if (/^port=\d{1,5}$/i.test(token.text)) info.port = Number(token.text.slice(5));
    else if (/^account$/i.test(token.text) && next && place === 0) {
      info.authenticated = true;
      i++;
    } else if (/^authenticated/i.test(token.text) || (token.text === 'login' && tokens[i - 1]?.text === 'with'))
      info.authenticated = true;
    else if (token.kind === 'comment' || token.kind === 'semicolon' || remarks.test(token.text)) continue;
    else if (/^[a-z-]+=/i.test(token.text)) continue;
    else {
      // `[192.0.2.1]@203.0.113.9`: what an ident server says of the client, before the client.
      if (next?.glued && next.text.startsWith('@')) continue;
      const seen = addressAt(token, next);
      if (seen && place >= 2) info.isClean = false;
      if (seen && (place < 2 || addresses.length > 0)) {
        addresses.push(seen);
        info.mark ??= markAfter(tokens, i);
      } else if (place === 0) info.name = nameOf(token);
      if (!(place > 0 && token.glued && /^:\d+$/.test(token.text))) place++;
    }
  }
  info.addresses = oncePerAddress(preferBracketed(body, addresses));
  if (info.addresses.length > 1) info.isClean = false;
  // `(NAME [IP])` is TCP-info (RFC 5321 §4.4); what stands before a bare address can be anything.
  const isTcpInfo = info.addresses.length === 0 || isBracketed(body, info.addresses[0]);
  if (info.name && (noName.test(info.name.text) || !isTcpInfo)) info.name = undefined;
  info.rhostFlags = tokens.some((token) => /^rhost-flags-[A-Z-]+$/.test(token.text));
  return info;
}

/** The last of the tokens that no white space parts from this one: the client's word is one, whatever stands in it. */
function endOfRun(tokens: readonly Token[], from: number): { readonly at: number; readonly isPlain: boolean } {
  let at = from;
  let isPlain = true;
  for (let next = tokens[at + 1]; next?.glued; next = tokens[at + 1]) {
    if (next.kind !== 'semicolon' && !/^:\d{1,5}$/.test(next.text)) isPlain = false;
    at++;
  }
  return { at, isPlain };
}

/** A bracketed address beside a bare one: the bare one is a name that looks like an address. */
function preferBracketed(body: string, addresses: readonly SeenAddress[]): readonly SeenAddress[] {
  if (addresses.length < 2) return addresses;
  const bracketed = addresses.filter((seen) => isBracketed(body, seen));
  return bracketed.length > 0 ? bracketed : addresses;
}

/** InterMail prints the address twice. */
function oncePerAddress(addresses: readonly SeenAddress[]): readonly SeenAddress[] {
  return addresses.filter(({ address }, at) => addresses.findIndex((seen) => seen.address === address) === at);
}

function isBracketed(body: string, seen: SeenAddress | undefined): boolean {
  if (!seen) return false;
  return body[seen.start - 1] === '[' || /^IPv6:$/i.test(body.slice(seen.start - 5, seen.start));
}

/** sendmail's doubt, its strength of a login, and the network that Stalwart finds the address in, `(AS64496 Example, NL)`. */
const innerRemark = /^\((?:may\s+be\s+forged|\d+\/\d+ bits[^()]*|AS\d{1,10}\s[^()]*)\)$/i;

/** A bracket or parenthesis that a token could not use stands for text that no server composed. */
function isCleanToken({ kind, text }: Token): boolean {
  if (kind === 'comment') return innerRemark.test(text);
  // Cyrus: `([unix socket])`.
  return kind === 'literal' || kind === 'semicolon' || !/[()[\]\\]/.test(text) || /^(?:\[unix|socket\])$/.test(text);
}

/** The writer's remark directly behind the address. */
function markAfter(tokens: readonly Token[], i: number): CommentInfo['mark'] {
  const next = tokens[i + 1];
  const behind = next?.glued && /^:\d+$/.test(next.text) ? tokens.slice(i + 2, i + 5) : tokens.slice(i + 1, i + 4);
  const said = behind.map(({ text }) => text.toLowerCase()).join(' ');
  if (/^verified\b/.test(said)) return 'verified';
  const isBefore = /^(?:not|unverified)$/i.test(tokens[0]?.text ?? '') && i > 0;
  return isBefore || /^(?:unverified\b|rdns failed\b|\(?may\s+be\s+forged\)?)/.test(said) ? 'forged' : undefined;
}

/** Postfix's words on TLS hold a certificate's subject, which is the client's to choose. */
function isCertificateTalk(inside: string): boolean {
  return /^(?:[Uu]sing|No\s+client|Client)\s/.test(inside);
}

/** The address that a token is: `[203.0.113.9]`, `[IPv6:::1]`, `203.0.113.9:25`, `user@203.0.113.9`. */
export function addressAt(token: Token, next?: Token): SeenAddress | undefined {
  const port = next?.kind === 'word' && next.glued ? /^:(\d{1,5})[,:]?$/.exec(next.text)?.[1] : undefined;
  if (token.kind === 'literal') {
    const inset = token.text.startsWith('[(') ? 2 : 1;
    return seenAddress(token, inset, token.text.length - inset, port);
  }
  if (token.kind !== 'word' && token.kind !== 'head') return undefined;
  const at = token.text.lastIndexOf('@');
  if (!canBeginAddress(token.text.charCodeAt(at + 1))) return undefined;
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
  const withPort = (token.kind === 'literal' && dottedPort.exec(text)) || /^([^:]+):(\d{1,5})$/.exec(text);
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

/** `[203.0.113.9.51234]`, as systems print an address and its port that have a dot for both. */
const dottedPort = /^((?:\d{1,3}\.){3}\d{1,3})\.(\d{1,5})$/;

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
