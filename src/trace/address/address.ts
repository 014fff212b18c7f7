/** An IP address, parsed: four or sixteen bytes as groups of sixteen bits. IPv4-mapped IPv6 is IPv4. */
export interface Address {
  readonly family: 4 | 6;
  /** Two groups for IPv4, eight for IPv6. */
  readonly groups: readonly number[];
}

/** Eight groups, the last two as a dotted quad, and a zone. */
const longestAddress = 64;

/**
 * The address that the text is, or undefined. Strict: no leading zeros, no octal, no short or numeric forms, since two
 * readers of such a form can mean two hosts. A zone (`%eth0`) is dropped.
 */
export function parseAddress(text: string): Address | undefined {
  if (text.length > longestAddress) return undefined;
  return text.includes(':') ? ipv6(withoutZone(text)) : ipv4(text);
}

function withoutZone(text: string): string {
  const zone = text.indexOf('%');
  return zone < 0 ? text : text.slice(0, zone);
}

/** Canonical text: dotted quad, or RFC 5952 form. */
export function formatAddress({ family, groups }: Address): string {
  if (family === 4) return groups.map((group) => `${group >> 8}.${group & 255}`).join('.');
  const { start, length } = longestZeroRun(groups);
  const hex = groups.map(hexOf);
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** The address in canonical text, or undefined when the text is none. */
export function canonicalAddress(text: string): string | undefined {
  // A dotted quad has one text form.
  if (!text.includes(':')) return quadValue(text) === undefined ? undefined : text;
  const address = parseAddress(text);
  return address && formatAddress(address);
}

function ipv4(text: string): Address | undefined {
  const value = quadValue(text);
  return value === undefined ? undefined : { family: 4, groups: [value >>> 16, value & 0xffff] };
}

/** The 32 bits of a dotted quad. Not by an expression: V8 takes long to compile four octets. */
function quadValue(text: string): number | undefined {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === dot && octet >= 0) {
      value = value * 256 + octet;
      octet = -1;
      dots += 1;
    } else if (code >= zero && code <= nine && octet !== 0) octet = Math.max(octet, 0) * 10 + code - zero;
    else return undefined;
    if (octet > 255) return undefined;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : undefined;
}

const dot = 46;
const zero = 48;
const nine = 57;

function ipv6(text: string): Address | undefined {
  const plain = text.includes('.') ? text.replace(/[^:]+$/, quadAsGroups) : text;
  const gap = plain.indexOf('::');
  const groups = gap < 0 ? groupsIn(plain) : groupsIn(plain.slice(0, gap));
  if (groups === undefined) return undefined;
  if (gap >= 0) {
    const last = groupsIn(plain.slice(gap + 2));
    if (last === undefined || groups.length + last.length > 7) return undefined;
    while (groups.length + last.length < 8) groups.push(0);
    groups.push(...last);
  }
  if (groups.length !== 8) return undefined;
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  return isMapped ? { family: 4, groups: groups.slice(6) } : { family: 6, groups };
}

/** Hexadecimal groups with single colons between; none of no text. By hand: to split the text and read its parts takes three times as long. */
function groupsIn(text: string): number[] | undefined {
  const groups: number[] = [];
  let [group, digits] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === colon && digits > 0) {
      groups.push(group);
      [group, digits] = [0, 0];
      continue;
    }
    const digit = hexDigit(code);
    if (digit < 0 || ++digits > 4) return undefined;
    group = group * 16 + digit;
  }
  if (digits > 0) groups.push(group);
  return digits > 0 || text === '' ? groups : undefined;
}

const colon = 58;

function hexDigit(code: number): number {
  if (code >= zero && code <= nine) return code - zero;
  const letter = (code | 32) - 97;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/** A dotted quad may be at the very end. */
function quadAsGroups(last: string): string {
  return ipv4(last)?.groups.map(hexOf).join(':') ?? last;
}

function hexOf(group: number): string {
  return group.toString(16);
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let i = 0; i < groups.length; i++) {
    if (groups[i] !== 0) start = i + 1;
    else if (i + 1 - start > best.length) best = { start, length: i + 1 - start };
  }
  return best;
}
