import type { ErrorKind } from '../../errors.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import type { Authentication } from './authentication.js';

/** Why an input gave no verdict. */
export interface InputProblem {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint: string | undefined;
}

/** What came of one input. */
export type MessageResult =
  | {
      readonly kind: 'judged';
      /** The path as typed, `-`, or `inbox.mbox#3`. */
      readonly source: string;
      readonly verdict: PathVerdict;
      /** Where it was asked for. */
      readonly authentication?: Authentication;
    }
  | { readonly kind: 'failed'; readonly source: string; readonly problem: InputProblem };

/** Results that are written down already, in the format asked for. */
export interface Written {
  readonly text: string;
  readonly counts: Counts;
}

/** Results that come at once. */
export type Batch = readonly MessageResult[] | Written;

/** What to do about messages that are not confirmed: each text once, and of each kind the first few. */
export interface NextSteps {
  readonly hints: readonly string[];
  readonly reasons: readonly string[];
}

/** How many of which kind, and the first input that failed. */
export interface Counts {
  readonly summary: VerifySummary;
  readonly next: NextSteps;
  readonly firstProblem: InputProblem | undefined;
}

export interface VerifySummary {
  readonly total: number;
  readonly confirmed: number;
  readonly notConfirmed: number;
  readonly unknown: number;
  /** Inputs that could not be read or are no e-mail. */
  readonly failed: number;
}

export interface VerifyResult {
  /** `one`: a single file or stdin was asked for; should it hold several messages, they are shown as several. */
  readonly expected: 'one' | 'many';
  /** In input order, in the portions in which they become known. Read once. */
  readonly batches: AsyncIterable<Batch>;
  /** Of all batches read so far. */
  readonly summary: () => VerifySummary;
  readonly next: () => NextSteps;
  /** For a page of all, where one was asked for. */
  readonly kept?: KeptResults | undefined;
}

/** Results that are kept until all are known: as many as a page can show, the worst first. */
export interface KeptResults {
  readonly add: (result: MessageResult) => void;
  readonly results: () => readonly MessageResult[];
}
