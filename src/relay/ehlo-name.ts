import { parseAddress } from '../trace/address/address.js';

/** Whether a text may be after EHLO (RFC 5321 §4.1.1.1): a host name in ASCII, or an address literal (§4.1.3). */
export function isEhloName(text: string): boolean {
  const literal = /^\[(?:IPv6:)?([\da-f.:]+)\]$/i.exec(text)?.[1];
  if (literal !== undefined) return parseAddress(literal) !== undefined;
  return /^(?=.{1,253}$)[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?(?:\.[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?)*$/i.test(text);
}
