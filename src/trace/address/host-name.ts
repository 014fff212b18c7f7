/** Whether every character is visible ASCII. Names that are not are never compared: mapping them could invent a match. */
export function isVisibleAscii(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/**
 * The name in lower case, without one trailing dot. A name with anything but visible ASCII comes back as it is:
 * Unicode lower-casing turns the Kelvin sign into `k`.
 */
export function normaliseHost(name: string): string {
  const bare = /[^.]\.$/.test(name) ? name.slice(0, -1) : name;
  return isVisibleAscii(bare) ? bare.toLowerCase() : name;
}

/** Longest name of the DNS (RFC 1035 §2.3.4). */
const longestHost = 253;

/** Letters, digits, hyphen, underscore in labels of one to 63: a name that a reverse lookup can have given. */
export function isHostName(name: string): boolean {
  return name.length <= longestHost && /^[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_-]{1,63})*$/.test(name);
}
