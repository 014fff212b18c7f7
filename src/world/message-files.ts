/** Where one message's header comes from: a file, a message of an mbox, standard input. */
export interface InputSource {
  /** How the input is named in output: the path as typed, `-`, `inbox.mbox#3`. */
  readonly name: string;
  /** The first bytes up to `limitBytes` or the end. Throws `input-missing`. */
  readonly head: (limitBytes: number) => Promise<Uint8Array>;
}

/** Saved messages. */
export interface MessageFiles {
  /** Opens one input; `-` is standard input. */
  readonly open: (path: string) => InputSource;
}
