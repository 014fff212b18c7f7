import { safeText } from '../../safe-text.js';

/** Longest piece of a header that is shown; the end of a host name says most, so the beginning is cut. */
const longestShown = 255;

/**
 * A token of a header, harmless and unmistakable: what is not printable ASCII is spelled out, so that a Cyrillic letter
 * in a host name cannot pass for a Latin one, and one character is one column wide.
 */
export function token(text: string): string {
  const cut = text.length > longestShown ? `...${text.slice(-longestShown)}` : text;
  return exactText(cut);
}

/** Text of a header in full: as above, and nothing is cut. */
export function exactText(text: string): string {
  return spelledOut(safeText(text));
}

/** Words of the user's own (a path, a sender's name), or ours about them: harmless, on one line, of bounded length. */
export function ownWords(text: string): string {
  const longest = 4 * longestShown;
  return safeText(text.length > longest ? `${text.slice(0, longest)}...` : text);
}

/** A sentence that may quote a header: as above, and a word that mixes Latin letters with another script is spelled out. */
export function sentence(text: string): string {
  return ownWords(text).replace(/[^\s"']*[^\u0000-\u007f][^\s"']*/gu, (word) =>
    /[a-z]/i.test(word) ? spelledOut(word) : word,
  );
}

function spelledOut(text: string): string {
  return text.replace(/[^\u0020-\u007e]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
