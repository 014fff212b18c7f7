import type { MessageResult, VerifyResult, VerifySummary } from '../../commands/verify/result.js';
import { answer } from './answer.js';
import type { Pieces } from './pieces.js';
import { ownWords, sentence } from './plain.js';

/** So many cases, or a portion more, make a suite, whose counts are before them. */
const suiteSize = 1_000;

/**
 * JUnit XML as CI servers read it: a test case per message, in suites that are written as soon as they are full, so that what is kept
 * does not grow with the messages.
 */
export async function* junitDocument({ batches }: VerifyResult): AsyncIterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="akrelay verify">\n';
  let [cases, counted, written] = ['', none, 0];
  const suite = (): string => {
    const text = `  <testsuite name="akrelay verify" ${counts(counted)}>\n${cases}  </testsuite>\n`;
    [cases, counted, written] = ['', none, written + 1];
    return text;
  };
  for await (const batch of batches) {
    counted = 'text' in batch ? both(counted, batch.counts.summary) : batch.map(countOf).reduce(both, counted);
    cases += 'text' in batch ? batch.text : batch.map(testCase).join('');
    if (counted.total >= suiteSize) yield suite();
  }
  if (cases !== '' || written === 0) yield suite();
  yield '</testsuites>\n';
}

/** What the attributes of a suite count. */
type Counted = Pick<VerifySummary, 'total' | 'notConfirmed' | 'unknown' | 'failed'>;
const none: Counted = { total: 0, notConfirmed: 0, unknown: 0, failed: 0 };

function countOf(result: MessageResult): Counted {
  const verdict = result.kind === 'failed' ? 'failed' : result.verdict.verdict;
  return {
    total: 1,
    notConfirmed: verdict === 'not-confirmed' ? 1 : 0,
    unknown: verdict === 'unknown' ? 1 : 0,
    failed: verdict === 'failed' ? 1 : 0,
  };
}

function both(a: Counted, b: Counted): Counted {
  return {
    total: a.total + b.total,
    notConfirmed: a.notConfirmed + b.notConfirmed,
    unknown: a.unknown + b.unknown,
    failed: a.failed + b.failed,
  };
}

/** What a thread writes of it. */
export const junitPieces: Pieces = { begin: () => '', item: testCase, end: () => '' };

/** Not confirmed is a failure; what could not be judged is an error. */
function counts({ total, notConfirmed, unknown, failed }: Counted): string {
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
