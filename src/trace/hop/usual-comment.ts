import { canonicalAddress } from '../address/address.js';
import { type CommentInfo, heloLabel, noName, nothing } from './comment-info.js';

const usual = /^(?:([\w.-]+)\s*)?\[(IPv6:)?([\da-f.:]+)\](\s+\(may\s+be\s+forged\))?$/i;

/**
 * `NAME [ADDRESS]`, `[ADDRESS]` and `ADDRESS`, which nearly all comments are, read without taking them to pieces: the
 * name is one, whatever word of the grammar its owner made it.
 */
export function readUsual(inside: string, offset: number): CommentInfo | undefined {
  const match = usual.exec(inside);
  const text = match?.[3] ?? inside;
  const address = canonicalAddress(text);
  if (address === undefined || (!match && !/^[\da-f.:]+$/i.test(inside))) return undefined;
  const start = offset + (match ? inside.indexOf('[') + 1 + (match[2]?.length ?? 0) : 0);
  const name = match?.[1];
  if (name !== undefined && heloLabel.test(name)) return undefined;
  return {
    ...nothing,
    name:
      name !== undefined && !noName.test(name) ? { text: name, start: offset, end: offset + name.length } : undefined,
    addresses: [{ text, start, end: start + text.length, address, port: undefined }],
    mark: match?.[4] === undefined ? undefined : 'forged',
  };
}

const identified = /^\S{0,255}@\[?(?:IPv6:)?([\da-f.:]+)\]?$/i;

/** `IDENT@ADDRESS`, as qmail prints what an ident server said: whatever that is, the client stands behind the last `@`. */
export function readIdentified(inside: string, offset: number): CommentInfo | undefined {
  const text = identified.exec(inside)?.[1];
  const address = text === undefined ? undefined : canonicalAddress(text);
  if (text === undefined || address === undefined) return undefined;
  const start = offset + inside.lastIndexOf(text);
  return { ...nothing, addresses: [{ text, start, end: start + text.length, address, port: undefined }] };
}

/** How a comment of Sun's messaging servers begins. */
export const ported = /^"port\s+(\d{1,5})"@/;

/** `"port 65230"@NAME [ADDRESS]`: Sun's messaging servers and PMDF put the port where a mailbox has its local part. */
export function readPorted(inside: string, offset: number): CommentInfo | undefined {
  const match = ported.exec(inside);
  const start = match?.[0].length ?? 0;
  const rest = match ? readUsual(inside.slice(start), offset + start) : undefined;
  return rest && { ...rest, port: Number(match?.[1]) };
}
