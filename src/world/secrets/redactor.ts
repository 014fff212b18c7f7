import { readingsOf } from './readings.js';
import { type Secret, secretOf } from './secret.js';

/** Masks every secret of this call in text that came from outside, in whatever form it is echoed there. */
export interface Redactor {
  /** Remembers a secret from now on. */
  readonly learn: (secret: string) => void;
  /** For text from outside, when it is heard: never for what this program says itself, which would give a short secret away. */
  readonly mask: (text: string) => string;
  /** The same for a reply of a server: its codes stay, and what `keep` finds; a secret is found across its lines. */
  readonly maskReply: (reply: string, keep: RegExp) => string;
}

const mark = '***';

/** A redactor that knows nothing yet. */
export function redactor(): Redactor {
  const secrets = new Map<string, Secret>();
  const masked = (text: string, skip: (at: number) => boolean): string =>
    secrets.size === 0 ? text : withoutSecrets(text, [...secrets.values()], skip);
  return {
    learn: (secret) => {
      if (secret !== '' && !secrets.has(secret)) secrets.set(secret, secretOf(secret));
    },
    mask: (text) => masked(text, () => false),
    maskReply: (reply, keep) => (secrets.size === 0 ? reply : masked(reply, placesIn(reply, [codes, keep]))),
  };
}

/** The text with a mark in the place of each secret. */
function withoutSecrets(text: string, secrets: readonly Secret[], skip: (at: number) => boolean): string {
  const hidden = new Uint8Array(text.length);
  for (const { said, from, to } of readingsOf(text, skip))
    for (const secret of secrets)
      for (const [first, last] of secret.placesIn(said)) hidden.fill(1, from[first], to[last]);
  return hidden.includes(1) ? marked(text, (at) => hidden[at] === 1 && !skip(at)) : text;
}

function marked(text: string, isHidden: (at: number) => boolean): string {
  let shown = '';
  for (let at = 0; at < text.length; at++) {
    if (!isHidden(at)) shown += text[at];
    else if (at === 0 || !isHidden(at - 1)) shown += mark;
  }
  return shown;
}

/** What of a reply is not its text: its codes (RFC 5321 §4.2.1, RFC 3463 §2) and line ends. */
const codes = /^\d{3}(?:[ -](?:\d\.\d{1,3}\.\d{1,3}(?: |$))?)?|[ \t]*\r?\n/gm;

/** Whether a character is where one of the patterns fits. */
function placesIn(text: string, patterns: readonly RegExp[]): (at: number) => boolean {
  const places = new Uint8Array(text.length);
  for (const pattern of patterns)
    for (const { index, 0: found } of text.matchAll(pattern)) places.fill(1, index, index + found.length);
  return (at) => places[at] === 1;
}
