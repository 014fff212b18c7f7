import type { ExitName } from './exit-code.js';

/** What can go wrong, as a closed set; `exitOf` gives each its exit code. Scripts read the kind in `--json` errors. */
export type ErrorKind =
  | 'usage'
  | 'not-an-email'
  | 'bad-input'
  | 'input-missing'
  | 'host-not-found'
  | 'unreachable'
  | 'rejected'
  | 'bug'
  | 'cannot-write'
  | 'changed-on-disk'
  | 'temporary'
  | 'protocol'
  | 'tls'
  | 'authentication'
  | 'config'
  | 'cancelled';

export const exitOf: Readonly<Record<ErrorKind, ExitName>> = {
  usage: 'usage',
  'not-an-email': 'data',
  'bad-input': 'data',
  'input-missing': 'noInput',
  'host-not-found': 'noHost',
  unreachable: 'unavailable',
  rejected: 'unavailable',
  bug: 'bug',
  'cannot-write': 'cannotCreate',
  'changed-on-disk': 'cannotCreate',
  temporary: 'temporary',
  protocol: 'protocol',
  tls: 'protocol',
  authentication: 'authentication',
  config: 'config',
  cancelled: 'cancelled',
};

export interface ErrorParts {
  /** One sentence: what is wrong, and where. */
  readonly message: string;
  /** What to type or change next. */
  readonly hint?: string;
  /** More of the same kind, one line each: the problems of a file, the unset variables. */
  readonly details?: readonly string[];
  /** Goes into the `error` object under `--json` besides kind, message and hint. Must hold no secret. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The only error that commands throw on purpose; anything else that reaches `main` is a bug. */
export class AkrelayError extends Error {
  override readonly name = 'AkrelayError';
  readonly hint: string | undefined;
  readonly details: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    readonly kind: ErrorKind,
    parts: ErrorParts,
  ) {
    // A file begins a sentence as it is called; this is a name of ours.
    super(parts.message.replace(/^standard input\b/, 'Standard input'), { cause: parts.cause });
    this.hint = parts.hint;
    this.details = parts.details ?? [];
    this.data = parts.data ?? {};
  }
}

/** What a person, or a signal, ends a command with; `then` says what did not happen: "no message was sent". */
export function cancelledError(then?: string, cause?: unknown): AkrelayError {
  return new AkrelayError('cancelled', cancelledParts(then, cause));
}

function cancelledParts(then?: string, cause?: unknown): ErrorParts {
  return { message: then === undefined ? 'Cancelled.' : `Cancelled; ${then}.`, cause };
}

/** The same as the reason of the `AbortSignal` that everything listens to, so that whatever throws it is no bug. */
export class Cancelled extends AkrelayError {
  constructor(readonly signal: 'SIGINT' | 'SIGTERM') {
    super('cancelled', cancelledParts());
  }
}

/** The command was ended by SIGTERM: a container or a service manager, not a person. */
export function isTerminated({ reason }: AbortSignal): boolean {
  return reason instanceof Cancelled && reason.signal === 'SIGTERM';
}

/** A wrong word on the command line: exit 64. */
export function usageError(message: string, hint?: string): AkrelayError {
  return new AkrelayError('usage', hint === undefined ? { message } : { message, hint });
}
