/** A config file as it was read. */
export interface ConfigSource {
  /** Absolute path. */
  readonly path: string;
  /** As shown to people: as it was given, else relative to the working folder where that is shorter. */
  readonly shownAs: string;
  readonly text: string;
  /** Others than the owner may read the file; on systems without such modes, 'unknown'. */
  readonly readableBy: 'owner' | 'others' | 'unknown';
  /** The environment that was asked for; undefined = the base. */
  readonly environment?: string | undefined;
}

/** The whole new text of a file; `changed` is false when it is the old one. */
export interface PlannedText {
  readonly text: string;
  readonly changed: boolean;
}

/** The config file: found by name, read, and replaced whole or not at all. */
export interface ConfigFiles {
  /** The path as `--config` or AKRELAY_CONFIG gives it; undefined: it is searched for. */
  readonly given: string | undefined;
  /** The file of `--config` or AKRELAY_CONFIG, or the nearest one upwards, or the one of the user's config folder; undefined when there is none. A file that runs code is never loaded. */
  readonly find: () => Promise<string | undefined>;
  /** Reads the config in force. Throws `config` when there is none (the hint names `akrelay init`) or it cannot be read. */
  readonly read: () => Promise<ConfigSource>;
  /**
   * The way to change the file: takes the lock, reads, lets `edit` plan on what is there now, writes when the plan
   * changes something, and lets go. Other processes wait meanwhile, so ask every question before. What `edit` throws
   * comes through, and nothing is written. For a dry run plan on `read()` instead. Replaces the file atomically, keeping mode,
   * owner and symbolic links; `kept` leaves the old text next to it, as `<file>.bak` of the same mode and owner. Throws `changed-on-disk`, `cannot-write`, or `temporary` when the lock cannot be taken.
   */
  readonly update: <Plan extends PlannedText>(
    edit: (source: ConfigSource) => Plan,
    backup?: 'none' | 'kept',
  ) => Promise<Plan>;
  /**
   * Trusts this text of the config with the commands that its secrets name; a changed text must be trusted again. Throws
   * `config` when others could change the file, `cannot-write` when it cannot be recorded.
   */
  readonly allow: (source: ConfigSource) => Promise<void>;
  /** Throws `cannot-write` where `create` would find a file. */
  readonly expectNew: () => Promise<void>;
  /** Creates the file of `--config`, or `akrelay.yaml` in the working folder. Makes its folder. Throws `cannot-write` when it exists. */
  readonly create: (text: string) => Promise<void>;
}
