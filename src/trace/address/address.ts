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
  const [bare = '', zone] = text.split('%', 2);
  if (bare.includes(':')) return ipv6(bare);
  return zone === undefined ? ipv4(bare) : undefined;
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
  const address = parseAddress(text);
  return address && formatAddress(address);
}

const octet = String.raw`(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const dottedQuad = new RegExp(`^${Array(4).fill(octet).join(String.raw`\.`)}$`);

function ipv4(text: string): Address | undefined {
  const quad = dottedQuad.exec(text);
  if (quad === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = quad.slice(1).map(Number);
  return { family: 4, groups: [(a << 8) | b, (c << 8) | d] };
}

function ipv6(text: string): Address | undefined {
  const [head = '', tail, ...more] = text.replace(/[^:]+$/, quadAsGroups).split('::');
  const before = piecesOf(head);
  const after = piecesOf(tail ?? '');
  const missing = 8 - before.length - after.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const pieces = [...before, ...Array<string>(missing).fill('0'), ...after];
  if (!pieces.every((piece) => /^[0-9a-f]{1,4}$/i.test(piece))) return undefined;
  const groups = pieces.map((piece) => Number.parseInt(piece, 16));
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? { family: 4, groups: groups.slice(6) } : { family: 6, groups };
}

/** A dotted quad may be at the very end. */
function quadAsGroups(last: string): string {
  return ipv4(last)?.groups.map(hexOf).join(':') ?? last;
}

function piecesOf(half: string): readonly string[] {
  return half === '' ? [] : half.split(':');
}

function hexOf(group: number): string {
  return group.toString(16);
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
