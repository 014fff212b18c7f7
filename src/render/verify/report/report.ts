import type { MessageResult, VerifyResult } from '../../../commands/verify/result.js';
import { element, type Markup } from '../../page/markup.js';
import { pageOf } from '../../page/page.js';
import { answer, verdictWord } from '../answer.js';
import { summaryLine } from '../human.js';
import { ownWords, sentence } from '../plain.js';
import { messageMarkup } from './message.js';
import { pathStyle } from './style.js';
import { verdictTone } from './tones.js';

/** The verdicts as a page: one message in full; of several the counts, then a fold for each, what is not confirmed first. */
export function verifyPage(result: VerifyResult): Promise<string> {
  const results = result.kept?.results() ?? [];
  const [only] = results;
  const body =
    results.length === 1 && only !== undefined && result.expected === 'one' ? one(only) : many(result, results);
  return pageOf({ title: 'Did the mail come through the relay?', style: pathStyle, body });
}

function one(result: MessageResult): readonly Markup[] {
  const { tone, says } = headOf(result);
  return [
    element('header', {}, element('h1', { class: tone }, says), element('p', { class: 'quiet' }, sourceOf(result))),
    element('main', {}, detail(result)),
  ];
}

function many({ summary }: VerifyResult, results: readonly MessageResult[]): readonly Markup[] {
  const counts = summary();
  const left = counts.total - results.length;
  const tone = counts.notConfirmed > 0 || counts.failed > 0 ? 'bad' : counts.unknown > 0 ? 'warn' : 'good';
  return [
    element(
      'header',
      {},
      element('h1', { class: tone }, summaryLine(counts)),
      left > 0 ? element('p', { class: 'quiet' }, `${results.length} of them are shown, the worst first.`) : undefined,
    ),
    element('main', {}, results.map(fold)),
  ];
}

function fold(result: MessageResult): Markup {
  const { tone, says } = headOf(result);
  return element(
    'details',
    {},
    element('summary', {}, element('span', { class: tone }, says), ' ', element('small', {}, sourceOf(result))),
    detail(result),
  );
}

function headOf(result: MessageResult): { readonly tone: string; readonly says: string } {
  if (result.kind === 'failed') return { tone: 'bad', says: `ERROR: ${ownWords(result.problem.message)}` };
  return {
    tone: verdictTone[result.verdict.verdict],
    says: `${verdictWord(result.verdict)}: ${answer(result.verdict)}`,
  };
}

function sourceOf({ source }: MessageResult): string {
  return source === '-' ? 'standard input' : ownWords(source);
}

function detail(result: MessageResult): readonly Markup[] {
  if (result.kind === 'judged') return messageMarkup(result.verdict, result.authentication);
  const { hint } = result.problem;
  return hint === undefined ? [] : [element('p', {}, element('b', {}, 'Hint: '), sentence(hint))];
}
