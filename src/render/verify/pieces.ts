import type { MessageResult, VerifyResult, VerifySummary } from '../../commands/verify/result.js';

/** A document of many results, so that each can leave as soon as it is known. */
export interface Pieces {
  readonly begin: string;
  /** `number` counts from 1. */
  readonly item: (result: MessageResult, number: number) => string;
  readonly end: (summary: VerifySummary) => string;
}

/** The document, a piece for each batch. */
export async function* inPieces(
  { batches, summary }: VerifyResult,
  { begin, item, end }: Pieces,
): AsyncIterable<string> {
  let text = begin;
  let number = 0;
  for await (const batch of batches) {
    for (const result of batch) {
      number += 1;
      text += item(result, number);
    }
    if (text !== '') yield text;
    text = '';
  }
  yield text + end(summary());
}
