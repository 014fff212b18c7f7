import type { VerifySummary } from '../../commands/verify/result.js';
import type { Pieces } from './pieces.js';
import { fieldsOf } from './result-fields.js';

/** One object of the schema `akrelay/verify@1`, written as the results come in, valid once it is whole. */
export const jsonPieces: Pieces = {
  begin: () => '{\n  "schema": "akrelay/verify@1",\n  "results": [',
  item: (one, number) => `${number === 1 ? '' : ','}\n${indented(JSON.stringify(fieldsOf(one), null, 2))}`,
  end: (summary) => `${summary.total > 0 ? '\n  ' : ''}],\n  "summary": ${summaryText(summary)}\n}\n`,
};

/** One result per line, without the summary. */
export const ndjsonPieces: Pieces = {
  begin: () => '',
  item: (one) => `${JSON.stringify(fieldsOf(one))}\n`,
  end: () => '',
};

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}

function summaryText(summary: VerifySummary): string {
  return JSON.stringify(summary, null, 2).replace(/\n/g, '\n  ');
}
