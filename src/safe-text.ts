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

/**
 * What a CI takes for a command of its own when a line begins with it, or holds it: `::error file=x::` (GitHub, behind
 * blanks too), `##[error]` (GitHub's older form, anywhere in a line), `##vso[` (Azure), `##teamcity[`. Which line a text
 * begins is not known here, for views wrap, so none is let through. All of a-f is a group of an IPv6 address.
 * github.com/actions/runner, ActionCommand.cs (read 2026-11-28).
 */
const commands = /:(?=:(?![a-f]+[ :])[a-z][a-z-]*(?: |::))|#(?=#[a-z]*\[)/gi;

/** The same for text that is JSON: line feeds are layout there, and escaped by JSON inside strings. */
export function safeJson(json: string): string {
  const plain = /^[\n -~]*$/.test(json);
  const harmless = plain ? json : json.replace(harmful, (one) => (one === '\n' ? one : escaped(one)));
  // A `::` cannot begin a line of JSON, for each begins with a bracket, a quote or a digit.
  return harmless.includes('##') ? harmless.replace(/#(?=#[a-z]*\[)/gi, escaped) : harmless;
}

/** By JSON's own escapes. */
function escaped(text: string): string {
  let units = '';
  for (let i = 0; i < text.length; i++) units += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return units;
}

/** Makes text from outside (headers, banners, names) harmless on a terminal and in a log: one line, every odd character spelled out as `\u{hex}`. */
export function safeText(text: string): string {
  // Nearly all text is plain, and to prepare the pattern for the rest costs a start a millisecond or two.
  const shown = /^[ -~]*$/.test(text) ? text : text.replace(harmful, spelledOut);
  return shown.includes('::') || shown.includes('##') ? shown.replace(commands, spelledOut) : shown;
}

function spelledOut(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
