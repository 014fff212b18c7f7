/** A way to spell out single characters of a text. */
export interface Spelling {
  readonly unit: RegExp;
  /** What a unit, by its groups, stands for: bytes, a character each. */
  readonly value: (match: readonly (string | undefined)[]) => string;
}

export const spellings: readonly Spelling[] = [
  // URLs (RFC 3986 §2.1).
  { unit: /%([\da-f]{2})/gi, value: ([, digits]) => byHex(digits) },
  // Forms, whose space is a plus.
  { unit: /%([\da-f]{2})|\+/gi, value: ([, digits]) => (digits === undefined ? ' ' : byHex(digits)) },
  // Quoted-printable (RFC 2045 §6.7); its soft line breaks are nothing.
  { unit: /=([\da-f]{2})|=\r?\n?$/gim, value: ([, digits]) => (digits === undefined ? '' : byHex(digits)) },
  // Strings of C, of JSON and of their kind.
  {
    unit: /\\(?:u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})|x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]{1,6})\}|([0-3][0-7]{2})|(.))/gi,
    value: ([, high, low, x, u, long, octal, one]) => {
      if (high !== undefined) return ofPair(high, low);
      if (octal !== undefined) return byCode(Number.parseInt(octal, 8));
      return one === undefined ? byHex(x ?? u ?? long) : (escapes[one] ?? one);
    },
  },
  // HTML and XML.
  {
    unit: /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp));/gi,
    value: ([, hex, decimal, name]) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? '';
      return decimal === undefined ? byHex(hex) : byCode(Number(decimal));
    },
  },
];

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', e: '\u001b' };
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function byHex(digits = ''): string {
  return byCode(Number.parseInt(digits, 16));
}

/** A character beyond U+FFFF, by the two halves that UTF-16 has of it. */
function ofPair(high: string, low = ''): string {
  const units = [high, low].map((digits) => Number.parseInt(digits, 16));
  return Buffer.from(String.fromCharCode(...units)).toString('latin1');
}

/** A byte as it is; anything beyond as its UTF-8. */
function byCode(code: number): string {
  if (code < 0x100) return String.fromCharCode(code);
  return code > 0x10ffff ? '' : Buffer.from(String.fromCodePoint(code)).toString('latin1');
}
