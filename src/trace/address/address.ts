/** An IP address, parsed: four or sixteen bytes as groups of sixteen bits. IPv4-mapped IPv6 is IPv4. */
export interface Address {
  readonly family: 4 | 6;
  /** Two groups for IPv4, eight for IPv6. */
  readonly groups: readonly number[];
}

/** IPv6 text with an embedded dotted quad is at most 45 characters (RFC 5952); a zone may follow. */
const longestAddress = 45;

/**
 * The address that the text is, or undefined. Strict: no leading zeros, no octal, no short or numeric forms, since two
 * readers of such a form can mean two hosts. A zone (`%eth0`) is dropped.
 */
export function parseAddress(text: string): Address | undefined {
  const zone = text.length > longestAddress + 64 ? -1 : text.indexOf('%');
  const bare = zone > 0 ? text.slice(0, zone) : text;
  if (bare.length < 2 || bare.length > longestAddress) return undefined;
  if (!bare.includes(':')) return zone > 0 ? undefined : ipv4(bare);
  return ipv6(bare);
}

/** Canonical text: dotted quad, or RFC 5952 form. */
export function formatAddress({ family, groups }: Address): string {
  if (family === 4) return groups.map((group) => `${group >> 8}.${group & 255}`).join('.');
  const { start, length } = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** The address in canonical text, or undefined when the text is none. */
export function canonicalAddress(text: string): string | undefined {
  // A dotted quad that is read at all is canonical.
  if (text.length <= 15 && !text.includes(':')) return dottedQuad(text) && text;
  const address = parseAddress(text);
  return address && formatAddress(address);
}

function ipv4(text: string): Address | undefined {
  const bytes = dottedQuad(text);
  return bytes && { family: 4, groups: pairUp(bytes) };
}

type Quad = readonly [number, number, number, number];

function dottedQuad(text: string): Quad | undefined {
  const parts: [number, number, number, number] = [0, 0, 0, 0];
  let part = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit === dot && digits > 0 && part < 3) {
      part++;
      digits = 0;
      continue;
    }
    const value = (parts[part] as number) * 10 + digit;
    // A second digit after a leading zero is what some read as octal.
    if (digit < 0 || digit > 9 || value > 255 || (digits > 0 && value < 10)) return undefined;
    parts[part] = value;
    digits++;
  }
  return part === 3 && digits > 0 ? parts : undefined;
}

/** `.` as it comes out when `0` is taken off. */
const dot = -2;

function pairUp([a, b, c, d]: Quad): readonly number[] {
  return [(a << 8) | b, (c << 8) | d];
}

function ipv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, i) => groupsOf(half, i === halves.length - 1 ? 'last' : 'first'));
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? { family: 4, groups: groups.slice(6) } : { family: 6, groups };
}

/** A dotted quad may stand at the very end. */
function groupsOf(text: string, half: 'first' | 'last'): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const quad = half === 'last' && last.includes('.') ? dottedQuad(last) : undefined;
  if (quad) parts.pop();
  if (!parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return [...parts.map((part) => Number.parseInt(part, 16)), ...(quad ? pairUp(quad) : [])];
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [i, group] of groups.entries()) {
    if (group !== 0) start = i + 1;
    else if (i + 1 - start > best.length) best = { start, length: i + 1 - start };
  }
  return best;
}
