import type { Line } from '../hop/hop.js';

const maxPaths = 4_096;

/**
 * Remembers the answer to the lines of a message, since most messages come the same ways. Lines are the same when their
 * spans are one object (see Line); so the answer must depend on nothing else, which the types of what makes it see to.
 * A line met for the first time may never come again, and its words may be pieces of its header: its answer is not kept.
 */
export function knownPaths<Answer>(): (lines: readonly Line[], answerTo: () => Answer) => Answer {
  const numbers = new WeakMap<Line['spans'], number>();
  const answers = new Map<string, Answer>();
  let met = 0;
  return (lines, answerTo) => {
    let path = '';
    let isNew = false;
    for (const { spans } of lines) {
      const number = numbers.get(spans);
      if (number === undefined) numbers.set(spans, met++);
      isNew ||= number === undefined;
      path += `${number} `;
    }
    if (isNew) return answerTo();
    const known = answers.get(path);
    if (known !== undefined) return known;
    if (answers.size >= maxPaths) answers.clear();
    const answer = answerTo();
    answers.set(path, answer);
    return answer;
  };
}
