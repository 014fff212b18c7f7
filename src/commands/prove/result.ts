import type { ProveResult } from '../../relay/proof.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import type { TranscriptLine } from '../../world/smtp/smtp.js';
import type { Authentication } from '../verify/authentication.js';

/** The proof, and for its page what the steps were decided by, as far as it came. */
export interface ProofFound extends ProveResult {
  readonly path: PathVerdict | undefined;
  readonly authentication: Authentication | undefined;
  /** Of the session that sent the message, logins masked; empty where nothing was sent. */
  readonly transcript: readonly TranscriptLine[];
}
