import type { Paint, View } from '../commands/command.js';
import type { MessageResult, VerifySummary } from '../commands/verify/result.js';
import type { Found, WatchRun } from '../commands/watch/run.js';
import type { WatchResult } from '../commands/watch/spec.js';
import { exitCodes } from '../exit-code.js';
import type { StepState } from '../relay/check-step.js';
import { proofFields } from '../relay/proof.js';
import { stateWords } from '../relay/state-words.js';
import { safeText } from '../safe-text.js';
import { jsonLine } from './json.js';
import { rowsOf } from './prove/rows.js';
import { answer, verdictWords } from './verify/answer.js';
import { summaryLine } from './verify/human.js';
import { fieldsOf } from './verify/result-fields.js';

/** A line for each run, as soon as it has ended; for a person with what is wrong below it. */
export const watchView: View<WatchResult> = {
  human: ({ runs }, { paint }) => each(runs, (run) => runText(run, paint)),
  json: ({ runs }) => each(runs, runLine),
  ndjson: ({ runs }) => each(runs, runLine),
};

async function* each(runs: AsyncIterable<WatchRun>, text: (run: WatchRun) => string): AsyncGenerator<string> {
  for await (const run of runs) yield text(run);
}

function runText(run: WatchRun, paint: Paint): string {
  const at = paint.dim(run.at.toISOString().slice(0, 19).replace('T', ' '));
  const code = exitCodes[run.exit].code;
  const colour = code === 0 ? paint.green : code === 2 ? paint.yellow : paint.red;
  const isChange = run.before !== run.verdict && ![run.before, run.verdict].includes('nothing-new');
  const change = run.before === undefined || !isChange ? '' : `, was ${words(run.before)}`;
  const took = paint.dim(`(${(run.tookMs / 1_000).toFixed(1)} s)`);
  const below = run.error === undefined ? belowOf(run.found) : errorLines(run.error);
  const lines = below.map((line) => `  ${safeText(line)}\n`);
  return `${at}  ${safeText(run.watch)}: ${colour(words(run.verdict))}${change} ${took}\n${lines.join('')}`;
}

/** A verdict such as `not-confirmed`, for a person. */
function words(verdict: string): string {
  return verdict === 'unknown' ? 'cannot tell' : safeText(verdict).replaceAll('-', ' ');
}

function errorLines({ message, hint }: NonNullable<WatchRun['error']>): string[] {
  return [message, ...(hint === undefined ? [] : [`hint: ${hint}`])];
}

/** What is not as it should be, a line each. */
function belowOf(found: Found | undefined): string[] {
  if (found === undefined) return [];
  if (found.kind === 'verify') return verifyLines(found.summary, found.alarms);
  if (found.kind === 'check')
    return found.senders.flatMap(({ sender, steps }) => steps.filter(isWrong).map((step) => stepLine(sender, step)));
  return rowsOf(found.result).flatMap(({ title, proof }) =>
    proof.steps.filter(isWrong).map((step) => stepLine(title, step)),
  );
}

interface AnyStep {
  readonly id: string;
  readonly state: StepState;
  readonly evidence: string;
}

/** Limits that a relay does not state are nothing to tell. */
function isWrong({ id, state }: AnyStep): boolean {
  return state === 'fail' || state === 'warn' || (state === 'unknown' && id !== 'limits');
}

function stepLine(of: string, { id, state, evidence }: AnyStep): string {
  return `${stateWords[state].padEnd(4)}  ${of}: ${id}: ${evidence}`;
}

function verifyLines(summary: VerifySummary, alarms: readonly MessageResult[]): string[] {
  if (summary.total === 0) return [];
  const lines = alarms.map((one) =>
    one.kind === 'failed'
      ? `error  ${one.source}: ${one.problem.message}`
      : `${verdictWords[one.verdict.verdict]}  ${one.source}: ${answer(one.verdict)}`,
  );
  const left = summary.total - summary.confirmed - alarms.length;
  return [summaryLine(summary), ...lines, ...(left > 0 ? [`and ${left} more`] : [])];
}

function runLine(run: WatchRun): string {
  const { watch, command, at, tookMs, exit, verdict, before, found, error } = run;
  return jsonLine('watch@1', {
    ...{ watch, command, run: run.run, at, tookMs, exit: exitCodes[exit].code, verdict, before: before ?? null },
    result: found === undefined ? null : resultFields(found),
    error: error === undefined ? null : { kind: error.kind, message: error.message, hint: error.hint ?? null },
  });
}

/** As of the command itself; of `verify` the counts, and the messages that are not confirmed. */
function resultFields(found: Found): object {
  if (found.kind === 'prove') return proofFields(found.result);
  if (found.kind === 'check') return { senders: found.senders };
  return { summary: found.summary, results: found.alarms.map(fieldsOf) };
}
