import type { ProveResult } from '../../relay/proof.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import type { TranscriptLine } from '../../world/smtp/smtp.js';
import type { Authentication } from '../verify/authentication.js';

/** The proof, and for its page what the steps of each message were decided by, in the order of the messages. */
export type ProofFound = ProveResult & {
  readonly seen: readonly SeenOfMessage[];
  /** The command line named a mailbox, which --resume needs again. */
  readonly mailboxFrom: 'flags' | 'config';
};

/** As far as it came. */
export interface SeenOfMessage {
  readonly path: PathVerdict | undefined;
  readonly authentication: Authentication | undefined;
  /** Of the session that sent the message, logins masked; empty where nothing was sent. */
  readonly transcript: readonly TranscriptLine[];
}
