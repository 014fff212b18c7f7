/** Masks every secret that was used in this call, in each form it takes. */
export interface Redactor {
  /** Remembers a secret from now on. */
  readonly learn: (secret: string) => void;
  /** JSON stays JSON: only its strings are masked. */
  readonly redact: (text: string) => string;
}

const mask = '***';

/** A redactor that knows nothing yet. */
export function redactor(): Redactor {
  let forms: readonly string[] = [];
  const maskText = (text: string): string => forms.reduce((masked, form) => masked.replaceAll(form, mask), text);
  return {
    learn: (secret) => {
      // Longest first, so that a short form does not break up a longer one and leave its rest readable.
      forms = [...new Set([...forms, ...formsOf(secret)])].sort((a, b) => b.length - a.length);
    },
    redact: (text) => (forms.length === 0 ? text : (maskJson(text, maskText) ?? maskText(text))),
  };
}

/** The secret itself; inside a JSON string; in a URL; in hexadecimal; in base64. */
function formsOf(secret: string): string[] {
  if (secret === '') return [];
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    ...(bytes.length >= 4 ? [bytes.toString('hex'), bytes.toString('latin1')] : []),
    ...base64Forms(bytes),
  ];
}

/**
 * The base64 of the secret alone (AUTH LOGIN, RFC 4954 §4), and what stays the same of it inside a longer base64 text: AUTH PLAIN
 * encodes NUL user NUL password (RFC 4616), so the secret may begin at any of three offsets, and its first and last characters mix with
 * its neighbours'.
 */
function base64Forms(bytes: Buffer): string[] {
  const alone = bytes.toString('base64');
  const inside = [0, 1, 2].map((offset) => {
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    return Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(first, last);
  });
  const telling = inside.filter((form) => form.length >= 6);
  return [alone, alone.replace(/=+$/, ''), ...telling].flatMap((form) => [
    form,
    form.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}

function maskJson(text: string, maskText: (text: string) => string): string | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  try {
    const value: unknown = JSON.parse(trimmed);
    const indent = /^[[{]\r?\n/.test(trimmed) ? 2 : undefined;
    return `${JSON.stringify(value, (_key, part) => (typeof part === 'string' ? maskText(part) : part), indent)}${text.endsWith('\n') ? '\n' : ''}`;
  } catch {
    return undefined;
  }
}
