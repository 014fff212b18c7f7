import { ownCopy } from './own-copy.js';

/** Longer texts are rare, and no host name or address. */
const longestText = 255;
const maxTexts = 1_024;

/**
 * The same function of a text, which keeps its answers: the hosts in many messages are few. Keeps at most so many, of
 * short texts, and of each text a copy, lest it hold the whole header that the text was cut from.
 */
export function remembered<T>(answerTo: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined || text.length > longestText) return known ?? answerTo(text);
    const copy = ownCopy(text);
    const answer = answerTo(copy);
    if (answers.size >= maxTexts) answers.clear();
    answers.set(copy, answer);
    return answer;
  };
}
