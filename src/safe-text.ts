/**
 * Controls, formatting characters that hide or reorder text, line separators, whatever takes no place, lone surrogates: everything that
 * moves a cursor or shows another text than there is (Unicode TR #36, "Trojan Source").
 */
const harmful = () => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff0-\ufffb]/gu;

/**
 * What a CI takes for a command of its own when a line begins with it, or holds it: `::error file=x::` (GitHub, after
 * spaces too), `##[error]` (GitHub's older form, anywhere in a line), `##vso[` (Azure), `##teamcity[`. Which line a text
 * begins is not known here, for views wrap, so none is let through. All of a-f is a group of an IPv6 address.
 * github.com/actions/runner, ActionCommand.cs (read 2026-11-28).
 */
const commands = /:(?=:(?![a-f]+(?:[ :]|$))[a-z][a-z-]*(?: |::|$))|#(?=#[a-z]*\[)/gi;

/** The same for text that is JSON: line feeds are layout there, and escaped by JSON inside strings. */
export function safeJson(json: string): string {
  const plain = /^[\n -~]*$/.test(json);
  const harmless = plain ? json : json.replace(harmful(), (one) => (one === '\n' ? one : escaped(one)));
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
  const shown = /^[ -~]*$/.test(text) ? text : text.replace(harmful(), spelledOut);
  return shown.includes('::') || shown.includes('##') ? shown.replace(commands, spelledOut) : shown;
}

function spelledOut(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
