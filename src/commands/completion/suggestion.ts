/** A word that may stand at the cursor, and what it is. */
export interface Suggestion {
  readonly word: string;
  readonly about: string;
}
