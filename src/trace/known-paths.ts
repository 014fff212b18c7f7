import type { Line } from './hop.js';

const maxPaths = 4_096;

/**
 * Remembers the answer to the lines of a message, since most messages come the same ways. Lines are the same when their
 * spans are one object (see Line); so the answer must depend on nothing else, which the types of what makes it see to.
 */
export function knownPaths<Answer>(): (lines: readonly Line[], answerTo: () => Answer) => Answer {
  const numbers = new Map<Line['spans'], number>();
  const answers = new Map<string, Answer>();
  return (lines, answerTo) => {
    if (Math.max(numbers.size, answers.size) >= maxPaths) {
      numbers.clear();
      answers.clear();
    }
    let path = '';
    for (const { spans } of lines) path += `${numberOf(numbers, spans)} `;
    const known = answers.get(path);
    if (known !== undefined) return known;
    const answer = answerTo();
    answers.set(path, answer);
    return answer;
  };
}

function numberOf(numbers: Map<Line['spans'], number>, spans: Line['spans']): number {
  const known = numbers.get(spans);
  if (known !== undefined) return known;
  numbers.set(spans, numbers.size);
  return numbers.size - 1;
}
