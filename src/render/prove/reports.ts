import type { StepState } from '../../relay/check-step.js';
import type { ProofStep, ProveResult } from '../../relay/proof.js';
import { safeText } from '../../safe-text.js';
import { githubProperty, githubText, xmlText } from '../escapes.js';
import { rowsOf, stateOf, subjectOf } from './rows.js';

/** JUnit: a suite for each message, a case for each step. */
export function proveJunit(result: ProveResult): string {
  const suites = rowsOf(result).map(({ title, proof }) => suite(title, proof.steps));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="akrelay prove">\n${suites.join('')}</testsuites>\n`;
}

function suite(title: string, steps: readonly ProofStep[]): string {
  const count = (state: StepState): number => steps.filter((step) => step.state === state).length;
  const counts = `tests="${steps.length}" failures="${count('fail')}" errors="${count('unknown')}" skipped="${count('skipped')}" time="0"`;
  return `  <testsuite name="${xmlText(title)}" ${counts}>\n${steps.map(testCase).join('')}  </testsuite>\n`;
}

function testCase({ id, state, evidence, finding, fix, tookMs }: ProofStep): string {
  const opening = `    <testcase classname="akrelay.prove" name="${id}" time="${Number(((tookMs ?? 0) / 1000).toFixed(4))}"`;
  if (state === 'pass' || state === 'warn') return `${opening}/>\n`;
  if (state === 'skipped') return `${opening}>\n      <skipped message="${xmlText(evidence)}"/>\n    </testcase>\n`;
  const element = state === 'fail' ? 'failure' : 'error';
  const text = [evidence, ...(fix === null ? [] : [`fix: ${fix}`])].map(xmlText).join('\n');
  return `${opening}>\n      <${element} type="${xmlText(finding ?? state)}" message="${xmlText(evidence)}">${text}</${element}>\n    </testcase>\n`;
}

/** The Test Anything Protocol: a test for each step of each message. */
export function proveTap(result: ProveResult): string {
  const named = (title: string): string => (result.kind === 'sender' ? '' : `${title}: `);
  const tests = rowsOf(result).flatMap(({ title, proof }) => proof.steps.map((step) => ({ name: named(title), step })));
  const lines = tests.map(({ name, step: { id, state, evidence, finding } }, at) => {
    const isOk = state === 'pass' || state === 'warn' || state === 'skipped';
    const directive = state === 'skipped' ? ' # SKIP' : '';
    const facts = [
      `  state: ${state}\n`,
      `  message: ${JSON.stringify(safeText(evidence))}\n`,
      ...(finding === null ? [] : [`  finding: ${JSON.stringify(safeText(finding))}\n`]),
    ];
    const title = safeText(name).replace(/[\\#]/g, '\\$&');
    return `${isOk ? 'ok' : 'not ok'} ${at + 1} - ${title}${id}${directive}\n  ---\n${facts.join('')}  ...\n`;
  });
  return `TAP version 14\n${lines.join('')}1..${tests.length}\n`;
}

const levels = { pass: 'notice', warn: 'warning', fail: 'error', unknown: 'warning', skipped: 'notice' } as const;

/** Workflow commands of GitHub: one for each step of each message, and the verdict. */
export function proveGithub(result: ProveResult): string {
  const lines = rowsOf(result).flatMap(({ title, proof }) => {
    const of = result.kind === 'sender' ? '' : ` ${title}`;
    return proof.steps.map(({ id, state, evidence, fix }) => {
      const text = fix === null || state === 'pass' ? evidence : `${evidence} ${fix}`;
      return `::${levels[state]} title=${githubProperty(`akrelay prove${of}: ${id}`)}::${githubText(text)}\n`;
    });
  });
  const title = githubProperty(`akrelay prove ${subjectOf(result)}`);
  return `${lines.join('')}::${levels[stateOf[result.verdict]]} title=${title}::${result.verdict}\n`;
}
