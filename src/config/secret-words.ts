/** What a key is called whose value is a secret: in the file's own words, and in a user's (`x-relay-password`, `api_token`). */
const word = '[\\w.-]*(?:pass(?:word|wd|phrase)?|pwd|(?<![a-z])pw|secret(?:path)?|token)s?';

const wholeKey = new RegExp(`^${word}$`, 'i');
const inText = new RegExp(`(?<![\\w.-])["']?${word}["']?\\s*[:=]`, 'gi');
/** What may follow such a key: where the secret is to be found. It names no secret. */
const reference = /^\s*(?:[&!]\S+\s+)*\{\s*["']?(?:env|file|command)["']?\s*:/;

export function isSecretKey(key: string): boolean {
  return wholeKey.test(key.trim());
}

/** Behind the first `password:` or `password=` of a text that no reference follows; undefined when there is none. */
export function secretIn(text: string): number | undefined {
  for (const { index, 0: key } of text.matchAll(inText)) {
    const at = index + key.length;
    if (!reference.test(text.slice(at))) return at;
  }
  return undefined;
}

const first = new RegExp(`^["']?${word}`, 'i');

/** Behind the word with which a name begins, where it goes on: `password hunter2`. */
export function behindSecretWord(name: string): number | undefined {
  const length = first.exec(name)?.[0].length;
  return length === undefined || length === name.trimEnd().length ? undefined : length;
}

/** A name from the file, for a sentence: without what a typo (`password:hunter2`) made a part of it, and of a bounded length. */
export function shownName(name: string): string {
  const at = secretIn(name) ?? behindSecretWord(name);
  const shown = at === undefined ? name : `${name.slice(0, at)}…`;
  return shown.length > longestName ? `${shown.slice(0, longestName)}…` : shown;
}

const longestName = 80;
