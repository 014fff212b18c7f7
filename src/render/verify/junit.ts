import type { MessageResult, VerifySummary } from '../../commands/verify/result.js';
import { answer } from './answer.js';
import type { Pieces } from './pieces.js';
import { ownWords, sentence } from './plain.js';

/** JUnit XML as CI servers read it: a test case per message. Counts stand at its beginning, so it is written when all is known. */
export const junitPieces: Pieces = {
  begin: (summary) => {
    const total = counts(summary ?? { total: 0, confirmed: 0, notConfirmed: 0, unknown: 0, failed: 0 });
    const opening = `<testsuites ${total}>\n  <testsuite name="akrelay verify" ${total}>\n`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n${opening}`;
  },
  item: testCase,
  end: () => '  </testsuite>\n</testsuites>\n',
};

/** Not confirmed is a failure; what could not be judged is an error. */
function counts({ total, notConfirmed, unknown, failed }: VerifySummary): string {
  return `tests="${total}" failures="${notConfirmed}" errors="${unknown + failed}" skipped="0" time="0"`;
}

function testCase(result: MessageResult): string {
  const opening = `    <testcase classname="akrelay.verify" name="${attribute(result.source)}" time="0"`;
  const problem = problemOf(result);
  return problem === undefined ? `${opening}/>\n` : `${opening}>\n${problem}    </testcase>\n`;
}

function problemOf(result: MessageResult): string | undefined {
  if (result.kind === 'failed') {
    const { kind, message, hint } = result.problem;
    return element('error', kind, message, hint === undefined ? [] : [hint]);
  }
  const { verdict, reason, evidence, hint } = result.verdict;
  if (verdict === 'confirmed') return undefined;
  const lines = [
    ...evidence.map(({ says }) => sentence(says)),
    ...(hint === undefined ? [] : [`hint: ${sentence(hint)}`]),
  ];
  return element(verdict === 'unknown' ? 'error' : 'failure', `${verdict}/${reason}`, answer(result.verdict), lines);
}

function element(name: 'error' | 'failure', type: string, message: string, lines: readonly string[]): string {
  const text = [message, ...lines].map(attribute).join('\n');
  return `      <${name} type="${attribute(type)}" message="${attribute(message)}">${text}</${name}>\n`;
}

/** XML 1.0 §2.2 allows fewer characters than Unicode has: the controls are spelled out, and U+FFFE and U+FFFF too. */
function attribute(text: string): string {
  return ownWords(text)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
