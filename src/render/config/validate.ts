import type { Paint, View } from '../../commands/command.js';
import type { ConfigValidateResult } from '../../commands/config/validate.js';
import type { Problem } from '../../config/problem.js';
import { safeText } from '../../safe-text.js';
import { githubProperty, githubText, xmlText } from '../escapes.js';
import { renderJson } from '../json.js';

export const configValidateView: View<ConfigValidateResult> = {
  human: (result, { paint }) =>
    [...result.problems.map((problem) => problemText(problem, paint)), `${summary(result)}\n`].join(''),
  json: (result) => renderJson('config-validate@1', result),
  github: (result) => [...result.problems.map(workflowCommand), `${githubText(summary(result))}\n`].join(''),
  junit,
};

export function problemText({ file, line, column, rule, severity, message, fix }: Problem, paint: Paint): string {
  const level = severity === 'error' ? paint.red('error') : paint.yellow('warning');
  const place = paint.bold(safeText(`${file}:${line}:${column}`));
  return `${place} ${level} ${safeText(message)} ${paint.dim(`[${rule}]`)}\n    ${safeText(fix)}\n`;
}

export function summary({ file, valid, problems, omitted }: ConfigValidateResult): string {
  const told = problems.filter(({ severity }) => severity === 'error').length;
  const errors = told + omitted.errors;
  const warnings = problems.length - told + omitted.warnings;
  const counted = [count(errors, 'error'), count(warnings, 'warning')].filter((text) => text !== '').join(', ');
  const left = omitted.errors + omitted.warnings === 0 ? '' : '; only the first are listed';
  return safeText(
    `${file} ${valid ? `is valid${counted === '' ? '' : `, with ${counted}`}` : `has ${counted}`}${left}`,
  );
}

function count(number: number, what: string): string {
  return number === 0 ? '' : `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions (read 2026-11-21). */
function workflowCommand({ file, line, column, rule, severity, message, fix }: Problem): string {
  const place = `file=${githubProperty(file)},line=${line},col=${column},title=${githubProperty(`akrelay ${rule}`)}`;
  return `::${severity} ${place}::${githubText(`${message}. ${fix}`)}\n`;
}

/** A test case for each error, and one for the rest of the file, whose output holds the warnings. */
function junit({ file, problems }: ConfigValidateResult): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems
    .filter(({ severity }) => severity === 'warning')
    .map((problem) => xmlText(plainLine(problem)));
  const counts = `tests="${errors.length + 1}" failures="${errors.length}" errors="0" skipped="0" time="0"`;
  const rest = warnings.length === 0 ? '/>' : `><system-out>${warnings.join('\n')}</system-out></testcase>`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n`,
    `  <testsuite name="akrelay config validate" ${counts}>\n`,
    ...errors.map(failedCase),
    `${opening(file)}${rest}\n  </testsuite>\n</testsuites>\n`,
  ].join('');
}

function failedCase(problem: Problem): string {
  const { file, line, column, rule, message } = problem;
  const failure = `<failure type="${xmlText(rule)}" message="${xmlText(message)}">${xmlText(plainLine(problem))}</failure>`;
  return `${opening(`${file}:${line}:${column} ${rule}`)}>\n      ${failure}\n    </testcase>\n`;
}

function opening(name: string): string {
  return `    <testcase classname="akrelay.config" name="${xmlText(name)}" time="0"`;
}

function plainLine({ file, line, column, rule, message, fix }: Problem): string {
  return `${file}:${line}:${column} ${rule} ${message}. ${fix}`;
}
