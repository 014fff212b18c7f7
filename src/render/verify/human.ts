import type { Paint, RenderContext } from '../../commands/command.js';
import type { Authentication } from '../../commands/verify/authentication.js';
import type { Batch, MessageResult, NextSteps, VerifyResult, VerifySummary } from '../../commands/verify/result.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import { answer, verdictWord, verdictWords } from './answer.js';
import { authenticationText } from './authentication.js';
import { hopTable } from './hop-table.js';
import { inPieces, type Pieces } from './pieces.js';
import { ownWords, sentence } from './plain.js';
import { reasons } from './reasons.js';
import { paragraph } from './wrap.js';

/** One message in full; several as a line each and a summary. */
export async function* human(result: VerifyResult, context: RenderContext): AsyncIterable<string> {
  const { expected } = result;
  const batches = result.batches[Symbol.asyncIterator]();
  const known = await firstOf(batches, expected);
  const only = onlyResult(known);
  // A failed input that is all there is becomes an error on stderr.
  if (only?.kind === 'failed') return;
  if (expected === 'many' || (only === undefined && known.length > 0))
    return yield* inPieces({ ...result, batches: resumed(known, batches) }, lines(context));
  // Undefined: it was broken off before anything was known.
  if (only !== undefined) yield detail(only.verdict, context, only.authentication);
}

/** What says whether there is a single result. More may be slow to come, and is waited for only where it matters. */
async function firstOf(batches: AsyncIterator<Batch>, expected: VerifyResult['expected']): Promise<readonly Batch[]> {
  const first = await batches.next();
  if (first.done) return [];
  if (expected === 'many' && onlyResult([first.value])?.kind !== 'failed') return [first.value];
  const second = await batches.next();
  return second.done ? [first.value] : [first.value, second.value];
}

function onlyResult([batch, ...more]: readonly Batch[]): MessageResult | undefined {
  if (batch === undefined || 'text' in batch || more.length > 0) return undefined;
  return batch.length === 1 ? batch[0] : undefined;
}

async function* resumed(known: readonly Batch[], rest: AsyncIterator<Batch>): AsyncIterable<Batch> {
  try {
    yield* known;
    yield* { [Symbol.asyncIterator]: () => rest };
  } finally {
    // A reader that goes away early must not leave what makes the rest waiting.
    await rest.return?.();
  }
}

/** The answer, the hops, why, and what to do next. */
export function detail(
  verdict: PathVerdict,
  { paint, columns }: RenderContext,
  authentication?: Authentication,
): string {
  const width = Math.max(40, columns ?? 80);
  const parts = [headline(verdict, width, paint)];
  if (verdict.hops.length > 0) parts.push(hopTable(verdict, width, paint));
  const why = reasons(verdict);
  if (why.length > 0) parts.push(`${paint.bold('why')}\n${why.map((line) => paragraph(line, width, '  - ')).join('')}`);
  if (authentication !== undefined) parts.push(authenticationText(authentication, width, paint));
  if (verdict.hint !== undefined)
    parts.push(paragraph(sentence(verdict.hint), width, 'hint: ').replace('hint:', paint.cyan('hint:')));
  if (verdict.verdict !== 'confirmed') parts.push(`${paint.cyan('more:')} akrelay explain ${verdict.reason}\n`);
  return parts.join('\n');
}

function headline(verdict: PathVerdict, width: number, paint: Paint): string {
  const word = verdictWord(verdict);
  return paragraph(`${word}: ${answer(verdict)}`, width).replace(
    word,
    paint.bold(colourOf(verdict.verdict, paint)(word)),
  );
}

/** A line each, and the counts. */
export function lines({ paint }: RenderContext): Pieces {
  return {
    begin: () => '',
    item: (result) => {
      const word = wordOf(result);
      return `${colourOf(word.kind, paint)(word.text.padEnd(13))}  ${shortly(result)}\n`;
    },
    end: (summary, next) => `${summary.total > 0 ? '\n' : ''}${summaryLine(summary)}\n${nextLines(next, paint)}`,
  };
}

function nextLines({ hints, reasons }: NextSteps, paint: Paint): string {
  return [
    ...hints.map((hint) => `${paint.cyan('hint:')} ${sentence(hint)}\n`),
    ...reasons.map((reason) => `${paint.cyan('more:')} akrelay explain ${reason}\n`),
  ].join('');
}

function wordOf(result: MessageResult): { readonly kind: PathVerdict['verdict'] | 'failed'; readonly text: string } {
  if (result.kind === 'failed') return { kind: 'failed', text: 'error' };
  return { kind: result.verdict.verdict, text: verdictWords[result.verdict.verdict] };
}

function shortly(result: MessageResult): string {
  // The message of a failure names its input.
  if (result.kind === 'failed') return ownWords(result.problem.message);
  return `${ownWords(result.source)}: ${answer(result.verdict)}`;
}

function colourOf(kind: PathVerdict['verdict'] | 'failed', paint: Paint): (text: string) => string {
  return { confirmed: paint.green, 'not-confirmed': paint.red, unknown: paint.yellow, failed: paint.red }[kind];
}

/** `4 messages: 1 confirmed, 1 not confirmed, 1 cannot tell, 1 error`, without the parts that are 0. */
export function summaryLine({ total, confirmed, notConfirmed, unknown, failed }: VerifySummary): string {
  const parts = [
    [confirmed, 'confirmed'],
    [notConfirmed, 'not confirmed'],
    [unknown, 'cannot tell'],
    [failed, failed === 1 ? 'error' : 'errors'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const what = failed === 0 ? 'message' : 'input';
  return `${total} ${what}${total === 1 ? '' : 's'}${said.length > 0 ? `: ${said.join(', ')}` : ''}`;
}
