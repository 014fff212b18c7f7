import type { FormatName, RenderContext, View } from '../../commands/command.js';
import type { VerifyResult } from '../../commands/verify/result.js';
import { githubPieces } from './github.js';
import { human, lines } from './human.js';
import { jsonPieces, ndjsonPieces } from './json.js';
import { junitPieces } from './junit.js';
import { inPieces, type Pieces, whole } from './pieces.js';
import { tapPieces } from './tap.js';

export const verifyView: View<VerifyResult> = {
  human,
  json: (result) => inPieces(result, jsonPieces),
  ndjson: (result) => inPieces(result, ndjsonPieces),
  junit: (result) => whole(result, junitPieces),
  tap: (result) => inPieces(result, tapPieces),
  github: (result) => inPieces(result, githubPieces),
};

const pieces: { readonly [Format in FormatName]?: Pieces } = {
  json: jsonPieces,
  ndjson: ndjsonPieces,
  junit: junitPieces,
  tap: tapPieces,
  github: githubPieces,
};

/** How the document of a format is put together, for those who write a part of it. */
export function piecesIn(format: FormatName, context: RenderContext): Pieces {
  return pieces[format] ?? lines(context);
}
