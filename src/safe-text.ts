/**
 * C0 and C1 controls, DEL, line separators, soft hyphen, zero-width and bidirectional formatting characters, tags,
 * lone surrogates: everything that moves a cursor, hides text or reorders it (Unicode TR #36, "Trojan Source").
 */
const harmful = new RegExp(
  [
    '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e]',
    '[\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb]',
    '\\p{Surrogate}',
    '[\\u{e0000}-\\u{e0fff}]',
  ].join('|'),
  'gu',
);

/** The same for text that is JSON: control characters below U+0020 are layout there, and escaped by JSON inside strings. */
export function safeJson(json: string): string {
  if (/^[\n -~]*$/.test(json)) return json;
  return json.replace(harmful, (character) => (character === '\n' ? character : [...unitsOf(character)].join('')));
}

function* unitsOf(character: string): Generator<string> {
  for (let i = 0; i < character.length; i++) yield `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
}

/** Makes text from outside (headers, banners, names) harmless on a terminal and in a log: one line, every odd character spelled out as `\u{hex}`. */
export function safeText(text: string): string {
  // Nearly all text is plain, and to prepare the pattern for the rest costs a start a millisecond or two.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(harmful, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
