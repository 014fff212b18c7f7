import type { AkrelayError } from '../../errors.js';

/** The first bytes of an input. Good only until the next input is opened: the buffer is used again. */
export interface Head {
  readonly bytes: Uint8Array;
  /** `whole`: the input ends here. `cut`: there is more. */
  readonly end: 'whole' | 'cut';
}

/** Why it is not clear that a message begins here: the `From ` line above it may be content; the file begins in the middle of one. */
export type Doubt = 'unclear-separator' | 'cut-beginning';

/** One saved message. Its bytes are read from the beginning, as far as they are wanted. */
export interface InputMessage {
  /** How it is named in output: the path as typed, `-`, `inbox.mbox#3`. */
  readonly name: string;
  readonly head: Head;
  readonly doubt?: Doubt | undefined;
  /** Of a message that is attached to another: to which, and at which line of that. */
  readonly attached?: { readonly to: string; readonly line: number };
  /** Why there is nothing to judge. */
  readonly problem?: AkrelayError;
  /** The head again, up to `limitBytes`. Throws `input-missing`. */
  readonly longer: (limitBytes: number) => Head | Promise<Head>;
  /** Of a message in a mailbox: as much of the head as all is seen in that is asked of a message, in memory of its own. */
  readonly header?: () => Head;
  /** Lets go of a pipe that is not read to its end. */
  readonly close?: () => void | Promise<void>;
}

export type Opened =
  | { readonly kind: 'message'; readonly message: InputMessage }
  /** Several messages in one file; each portion is good until the next is asked for. */
  | { readonly kind: 'mailbox'; readonly messages: AsyncIterable<readonly InputMessage[]> };

/** A file or standard input, not yet touched. */
export interface InputFile {
  readonly name: string;
  /** The path of a regular file. */
  readonly place?: string;
  /** Throws `input-missing`, or `not-an-email` for a damaged archive. */
  readonly open: () => Opened | Promise<Opened>;
}

/** What to read, as the command line names it. */
export interface InputRequest {
  /** Files, folders, `-` for standard input. */
  readonly operands: readonly string[];
  /** Whether the folders of a folder are looked into. */
  readonly folders: 'flat' | 'recursive';
  /** A file with names that end in NUL, or `-`. */
  readonly namesFrom: string | undefined;
}

export interface Inputs {
  /** `one`: a single operand that is no folder. */
  readonly expected: 'one' | 'many';
  /** In the order of the operands, the files of a folder by name. Portions start small and grow. Throws `input-missing` for `namesFrom`. */
  readonly files: AsyncIterable<readonly InputFile[]>;
}

/** Saved messages of the machine. */
export interface MessageFiles {
  /** A terminal has nothing to read unless a person types it. */
  readonly standardInput: 'terminal' | 'piped';
  readonly inputs: (request: InputRequest) => Inputs;
}
