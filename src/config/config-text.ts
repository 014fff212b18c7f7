/** A config file's text as it was read. */
export interface ConfigText {
  /** As shown to people. */
  readonly shownAs: string;
  readonly text: string;
  /** Who may read the file: a literal secret is an error where others may. */
  readonly readableBy: 'owner' | 'others' | 'unknown';
  /** The environment that the config is read for; undefined = the base. */
  readonly environment?: string | undefined;
}
