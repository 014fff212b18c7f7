import type { FormatName, RenderContext, View } from '../../commands/command.js';
import type { VerifyResult } from '../../commands/verify/result.js';
import { githubPieces } from './github.js';
import { human, lines, summaryLine } from './human.js';
import { jsonPieces, ndjsonPieces } from './json.js';
import { junitDocument, junitPieces } from './junit.js';
import { inPieces, type Pieces } from './pieces.js';
import { tapPieces } from './tap.js';

const documents = {
  json: jsonPieces,
  ndjson: ndjsonPieces,
  junit: junitPieces,
  tap: tapPieces,
  github: githubPieces,
} satisfies { readonly [Format in FormatName]?: Pieces };

/** A format is in the table of documents, or a thread could not write its part of one. */
function inTurn(format: keyof typeof documents): (result: VerifyResult) => AsyncIterable<string> {
  return (result) => inPieces(result, documents[format]);
}

export const verifyView: View<VerifyResult> = {
  human,
  json: inTurn('json'),
  ndjson: inTurn('ndjson'),
  junit: junitDocument,
  tap: inTurn('tap'),
  github: inTurn('github'),
};

export function verifyTally({ summary }: VerifyResult): string {
  return summaryLine(summary());
}

/** How the document of a format is put together, for those who write a part of it. */
export function piecesIn(format: FormatName, context: RenderContext): Pieces {
  const known: { readonly [Format in FormatName]?: Pieces } = documents;
  return known[format] ?? lines(context);
}
