import type { MessageResult, VerifySummary } from '../../commands/verify/result.js';
import { hopFields } from './hop-fields.js';
import { jsonLine } from './json-line.js';
import type { Pieces } from './pieces.js';

/** One object of the schema `akrelay/verify@1`, written as the results come in, valid once it is whole. */
export const jsonPieces: Pieces = {
  begin: () => '{\n  "schema": "akrelay/verify@1",\n  "results": [',
  item: (one, number) => `${number === 1 ? '' : ','}\n${indented(JSON.stringify(fieldsOf(one), null, 2))}`,
  end: (summary) => `${summary.total > 0 ? '\n  ' : ''}],\n  "summary": ${summaryText(summary)}\n}\n`,
};

/** One result per line, without the summary. */
export const ndjsonPieces: Pieces = {
  begin: () => '',
  item: (one) => `${jsonLine(one)}\n`,
  end: () => '',
};

/** The result as scripts read it; inside hops and evidence what is not known is left out. An input that gave no verdict has `verdict` null and an `error`. */
export function fieldsOf(result: MessageResult): object {
  const { source } = result;
  if (result.kind === 'judged') {
    const { verdict, reason, relay, trust, boundaryHop, hops, evidence, hint } = result.verdict;
    return {
      source,
      verdict,
      reason,
      relay: relay ?? null,
      trust,
      boundaryHop: boundaryHop ?? null,
      hops: hops.map(hopFields),
      evidence,
      hint: hint ?? null,
    };
  }
  const { kind, message, hint } = result.problem;
  const nothing = { verdict: null, reason: null, relay: null, trust: null, boundaryHop: null };
  return { source, ...nothing, hops: [], evidence: [], hint: hint ?? null, error: { kind, message } };
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}

function summaryText(summary: VerifySummary): string {
  return JSON.stringify(summary, null, 2).replace(/\n/g, '\n  ');
}
