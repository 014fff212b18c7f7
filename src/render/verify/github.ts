import type { MessageResult } from '../../commands/verify/result.js';
import { answer, verdictWords } from './answer.js';
import { summaryLine } from './human.js';
import type { Pieces } from './pieces.js';
import { ownWords, sentence } from './plain.js';

/**
 * Workflow commands of GitHub Actions, one line per message: `::error file=…,line=…,title=…::…`
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions). Every line begins with a command, so that
 * nothing from a message can be taken for one.
 */
export const githubPieces: Pieces = {
  begin: () => '',
  item: (one) => `::${levelOf(one)} ${properties(one)}::${data(textOf(one))}\n`,
  end: (summary) => `${summaryLine(summary)}\n`,
};

function levelOf(result: MessageResult): 'notice' | 'warning' | 'error' {
  if (result.kind === 'failed') return 'error';
  return ({ confirmed: 'notice', unknown: 'warning', 'not-confirmed': 'error' } as const)[result.verdict.verdict];
}

function properties(result: MessageResult): string {
  const title = result.kind === 'failed' ? 'error' : verdictWords[result.verdict.verdict];
  const line = result.kind === 'failed' ? undefined : result.verdict.hops[result.verdict.boundaryHop ?? -1]?.line;
  const said = [
    ['file', result.source],
    ['line', line === undefined ? undefined : String(line)],
    ['title', `akrelay verify: ${title}`],
  ] as const;
  return said.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${property(value)}`])).join(',');
}

function textOf(result: MessageResult): string {
  const [text, hint] =
    result.kind === 'failed'
      ? [result.problem.message, result.problem.hint]
      : [answer(result.verdict), result.verdict.hint && sentence(result.verdict.hint)];
  return hint === undefined ? text : `${text} ${hint}`;
}

/** Escapes as GitHub's own toolkit does; `ownWords` has left no line end, the rest is belt and braces. */
function data(text: string): string {
  return ownWords(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
