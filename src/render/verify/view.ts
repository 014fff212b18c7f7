import type { View } from '../../commands/command.js';
import type { VerifyResult } from '../../commands/verify/result.js';
import { githubPieces } from './github.js';
import { human } from './human.js';
import { jsonPieces, ndjsonPieces } from './json.js';
import { junitPieces } from './junit.js';
import { inPieces, whole } from './pieces.js';
import { tapPieces } from './tap.js';

export const verifyView: View<VerifyResult> = {
  human,
  json: (result) => inPieces(result, jsonPieces),
  ndjson: (result) => inPieces(result, ndjsonPieces),
  junit: (result) => whole(result, junitPieces),
  tap: (result) => inPieces(result, tapPieces),
  github: (result) => inPieces(result, githubPieces),
};
