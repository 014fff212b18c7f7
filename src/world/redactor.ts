/** Masks every secret that was used in this call, in each form it takes. */
export interface Redactor {
  /** Remembers a secret from now on. */
  readonly learn: (secret: string) => void;
  readonly redact: (text: string) => string;
}

/** A redactor that knows nothing yet. */
export function redactor(): Redactor {
  const forms = new Set<string>();
  return {
    learn: (secret) => {
      for (const form of formsOf(secret)) forms.add(form);
    },
    redact: (text) => {
      let masked = text;
      for (const form of forms) masked = masked.replaceAll(form, '***');
      return masked;
    },
  };
}

/** The secret itself, its base64 (AUTH LOGIN, RFC 4954 §4), and both inside JSON strings. */
function formsOf(secret: string): string[] {
  if (secret === '') return [];
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  return [secret, base64, JSON.stringify(secret).slice(1, -1)].sort((a, b) => b.length - a.length);
}
