import type { AkrelayError } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import type { ProveResult } from '../../relay/proof.js';
import type { World } from '../../world/world.js';
import type { CheckedSender } from '../check.js';
import type { MessageResult, VerifySummary } from '../verify/result.js';

/** What one run of the watched command gave. */
export type Found =
  | { readonly kind: 'prove'; readonly result: ProveResult }
  | { readonly kind: 'check'; readonly senders: readonly CheckedSender[] }
  /** Of the messages that are new. */
  | {
      readonly kind: 'verify';
      readonly summary: VerifySummary;
      /** Those that are not confirmed: the first of them. */
      readonly alarms: readonly MessageResult[];
    };

/** The same, and what it comes to. */
export interface Look {
  readonly found: Found;
  readonly verdict: string;
  readonly exit: ExitName;
  /** Of `verify`: the messages that are not new from now on. */
  readonly seen?: readonly string[];
}

/** Runs the watched command once; `seen` holds the messages that an earlier run has judged. */
export type LookOnce = (world: World, seen: readonly string[]) => Promise<Look>;

/** One run, as it is told. */
export interface WatchRun {
  /** Which watch. */
  readonly watch: string;
  readonly command: Found['kind'];
  /** 1 = the first one that the state knows of. */
  readonly run: number;
  /** When it began. */
  readonly at: Date;
  readonly tookMs: number;
  readonly exit: ExitName;
  /** As the command calls it; `error`: it ended with one. */
  readonly verdict: string;
  /** Of the run before. */
  readonly before: string | undefined;
  readonly found: Found | undefined;
  readonly error: AkrelayError | undefined;
}
