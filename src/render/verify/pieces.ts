import type { MessageResult, NextSteps, VerifyResult, VerifySummary } from '../../commands/verify/result.js';

/** A document of many results, so that each can leave as soon as it is known. */
export interface Pieces {
  readonly begin: () => string;
  /** `number` counts from 1. */
  readonly item: (result: MessageResult, number: number) => string;
  readonly end: (summary: VerifySummary, next: NextSteps) => string;
}

/** The document, a piece for each batch. */
export async function* inPieces({ batches, summary, next }: VerifyResult, pieces: Pieces): AsyncIterable<string> {
  let text = pieces.begin();
  for await (const batch of rendered(batches, pieces)) {
    text += batch;
    if (text !== '') yield text;
    text = '';
  }
  yield text + pieces.end(summary(), next());
}

async function* rendered(batches: VerifyResult['batches'], { item }: Pieces): AsyncIterable<string> {
  let number = 0;
  for await (const batch of batches) {
    if ('text' in batch) {
      number += batch.counts.summary.total;
      yield batch.text;
      continue;
    }
    let text = '';
    for (const result of batch) {
      number += 1;
      text += item(result, number);
    }
    yield text;
  }
}
