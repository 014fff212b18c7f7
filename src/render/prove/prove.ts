import type { Paint, View } from '../../commands/command.js';
import type { StepState } from '../../relay/check-step.js';
import { type ProofStep, type ProofVerdict, type ProveResult, proofFields } from '../../relay/proof.js';
import { safeText } from '../../safe-text.js';
import { githubProperty, githubText, xmlText } from '../escapes.js';
import { renderJson } from '../json.js';
import { stateWords } from '../state-words.js';

export const proveView: View<ProveResult> = {
  human: (result, { paint }) => {
    const { sender, verdict, steps, receiptFile } = result;
    const again =
      verdict === 'pending' && receiptFile !== undefined
        ? `${paint.cyan('next:')} akrelay prove --resume ${safeText(receiptFile)}\n`
        : '';
    return `${paint.bold(safeText(sender))}: ${said(verdict, steps, paint)}\n${steps.map((step) => line(step, paint)).join('')}${again}`;
  },
  json: (result) => renderJson('prove@1', proofFields(result)),
  junit: ({ sender, steps }) => junit(sender, steps),
  tap: ({ steps }) => tap(steps),
  github: ({ sender, verdict, steps }) =>
    `${steps.map(github).join('')}::${levels[worst(verdict)]} title=${githubProperty(`akrelay prove ${sender}`)}::${verdict}\n`,
};

const verdicts: Readonly<Record<ProofVerdict, string>> = {
  proved: 'proved: the message came through the relay into the mailbox',
  'proved-with-remarks': 'proved, with remarks',
  broken: 'not proved',
  pending: 'still to come',
  'cannot-tell': 'cannot tell',
};

/** The verdict in a sentence, such as `not proved: path failed`. */
export function proofSentence(verdict: ProofVerdict, steps: readonly ProofStep[]): string {
  const broken = steps.filter(({ state }) => state === 'fail').map(({ id }) => id);
  return verdict === 'broken' ? `${verdicts[verdict]}: ${broken.join(', ')} failed` : verdicts[verdict];
}

function said(verdict: ProofVerdict, steps: readonly ProofStep[], paint: Paint): string {
  const text = proofSentence(verdict, steps);
  return { pass: paint.green, warn: paint.yellow, fail: paint.red, unknown: paint.yellow, skipped: paint.dim }[
    worst(verdict)
  ](text);
}

/** The state that the verdict comes to. */
export function worst(verdict: ProofVerdict): StepState {
  const states = {
    proved: 'pass',
    'proved-with-remarks': 'warn',
    broken: 'fail',
    pending: 'unknown',
    'cannot-tell': 'unknown',
  } as const;
  return states[verdict];
}

const levels = { pass: 'notice', warn: 'warning', fail: 'error', unknown: 'warning', skipped: 'notice' } as const;

function line({ id, state, evidence, fix, finding, tookMs }: ProofStep, paint: Paint): string {
  const colour = { pass: paint.green, warn: paint.yellow, fail: paint.red, unknown: paint.yellow, skipped: paint.dim }[
    state
  ];
  const took = tookMs === null ? '' : paint.dim(` ${Math.round(tookMs)} ms`);
  const why = state === 'pass' || finding === null ? '' : paint.dim(` [${finding}]`);
  const first = `  ${colour(stateWords[state].padEnd(4))}  ${id.padEnd(14)}  ${safeText(evidence)}${took}${why}\n`;
  return fix === null || state === 'pass'
    ? first
    : `${first}        ${' '.repeat(14)}  ${paint.cyan('fix:')} ${safeText(fix)}\n`;
}

function junit(sender: string, steps: readonly ProofStep[]): string {
  const count = (state: StepState): number => steps.filter((step) => step.state === state).length;
  const cases = steps.map(({ id, state, evidence, finding, fix, tookMs }) => {
    const opening = `    <testcase classname="akrelay.prove" name="${id}" time="${(tookMs ?? 0) / 1000}"`;
    if (state === 'pass' || state === 'warn') return `${opening}/>\n`;
    if (state === 'skipped') return `${opening}>\n      <skipped message="${xmlText(evidence)}"/>\n    </testcase>\n`;
    const element = state === 'fail' ? 'failure' : 'error';
    const text = [evidence, ...(fix === null ? [] : [`fix: ${fix}`])].map(xmlText).join('\n');
    return `${opening}>\n      <${element} type="${xmlText(finding ?? state)}" message="${xmlText(evidence)}">${text}</${element}>\n    </testcase>\n`;
  });
  const counts = `tests="${steps.length}" failures="${count('fail')}" errors="${count('unknown')}" skipped="${count('skipped')}" time="0"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="akrelay prove">\n  <testsuite name="${xmlText(sender)}" ${counts}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

function tap(steps: readonly ProofStep[]): string {
  const lines = steps.map(({ id, state, evidence, finding }, at) => {
    const isOk = state === 'pass' || state === 'warn' || state === 'skipped';
    const directive = state === 'skipped' ? ' # SKIP' : '';
    const facts = [
      `  state: ${state}\n`,
      `  message: ${JSON.stringify(safeText(evidence))}\n`,
      ...(finding === null ? [] : [`  finding: ${JSON.stringify(safeText(finding))}\n`]),
    ];
    return `${isOk ? 'ok' : 'not ok'} ${at + 1} - ${id}${directive}\n  ---\n${facts.join('')}  ...\n`;
  });
  return `TAP version 14\n${lines.join('')}1..${steps.length}\n`;
}

function github({ id, state, evidence, fix }: ProofStep): string {
  const title = githubProperty(`akrelay prove: ${id}`);
  return `::${levels[state]} title=${title}::${githubText(fix === null || state === 'pass' ? evidence : `${evidence} ${fix}`)}\n`;
}
