import type { CheckedSender, CheckResult } from '../../commands/check.js';
import type { Paint, RenderContext, View } from '../../commands/command.js';
import { besideSending, type CheckStep, type StepId } from '../../relay/check-step.js';
import { stateWords } from '../../relay/state-words.js';
import { safeText } from '../../safe-text.js';
import { shellWord } from '../../shell-word.js';
import { renderJson } from '../json.js';
import { nextLine } from '../next.js';
import { matrixText } from './matrix.js';

export const checkView: View<CheckResult> = {
  human: ({ senders, saved, ca }, context) => {
    const note = saved === undefined ? '' : `\nSaved to ${safeText(saved)}\n`;
    return (
      senders.map((sender) => senderText(sender, context)).join('\n') + note + nextText(senders, ca, context.paint)
    );
  },
  json: ({ senders }) => renderJson('check@1', { senders }),
};

/** After a look at one sender that works. */
function nextText([first, ...others]: readonly CheckedSender[], ca: string | undefined, paint: Paint): string {
  if (first === undefined || others.length > 0 || first.verdict === 'fail') return '';
  const trust = ca === undefined ? '' : ` --ca ${shellWord(ca)}`;
  return nextLine(`akrelay send ${shellWord(first.sender)} --to <address>${trust}`, paint);
}

function senderText(
  { sender, relay, verdict, steps, matrix }: CheckedSender,
  { paint, columns }: RenderContext,
): string {
  const lines = [
    `${paint.bold(safeText(sender))}${sender === relay ? '' : ` (${safeText(relay)})`}: ${conclusion(verdict, steps, paint)}`,
    ...steps.flatMap((step) => stepLines(step, paint)),
  ];
  const table = matrix.length === 0 ? '' : `\n${matrixText(matrix, columns, paint)}`;
  return lines.map((line) => `${line}\n`).join('') + table;
}

function conclusion(verdict: CheckedSender['verdict'], steps: readonly CheckStep[], paint: Paint): string {
  if (verdict === 'pass') return paint.green('ready to send');
  const count = steps.filter(({ state }) => state === verdict).length;
  return verdict === 'warn'
    ? paint.yellow(`ready to send, with ${count === 1 ? '1 warning' : `${count} warnings`}`)
    : paint.red(failure(steps.filter(({ state }) => state === 'fail').map(({ id }) => id)));
}

function failure(failed: readonly StepId[]): string {
  const first = failed.find((id) => !besideSending.includes(id));
  return first === undefined
    ? `can send, but ${[...new Set(failed)].join(', ')} failed`
    : `cannot send: ${first} failed`;
}

function stepLines({ id, state, evidence, fix, finding, tookMs }: CheckStep, paint: Paint): string[] {
  const colour = { pass: paint.green, warn: paint.yellow, fail: paint.red, unknown: paint.dim, skipped: paint.dim };
  const took = tookMs === null ? '' : paint.dim(` ${Math.round(tookMs)} ms`);
  const why = state === 'pass' || finding === null ? '' : paint.dim(` [${finding}]`);
  const line = `  ${colour[state](stateWords[state].padEnd(4))}  ${id.padEnd(11)}  ${safeText(evidence)}${took}${why}`;
  return fix === null ? [line] : [line, `        ${' '.repeat(11)}  ${paint.cyan('fix:')} ${safeText(fix)}`];
}
